"""What to do next: at most four suggestions, legal now, that move the story, as a player would type them.

Progress first, then a side matter, then what the place offers. Each is tried against the rules with dice that count for
nothing before it is offered, so that none is refused. The same state gives the same suggestions.
"""

from collections.abc import Iterable, Iterator, Sequence

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location, Quest
from llm_brain.referee.combat.positions import current_ref
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.world import offers
from llm_brain.referee.world.enchanted import of_magic
from llm_brain.referee.world.fallen import all_fallen
from llm_brain.referee.world.leads import hooks_of, leads_of
from llm_brain.referee.world.moving import route, waiting_fight
from llm_brain.referee.world.suggestion import Choice, Suggestion, suggestion
from llm_brain.referee.world.tactics import in_fight

__all__ = ["Suggestion", "suggest"]

MOST, FEWEST = 4, 2
SHORT_WALK = 2  # places
AFTER_DEATH: tuple[tuple[Choice, str], ...] = (
    ("back", "Go back to before the fight"),
    ("new_hero", "A new hero takes up the quest"),
    ("epilogue", "Tell the epilogue of the fallen"),
)


def suggest(state: State, actor: str) -> list[Suggestion]:
    """Return what to do now, at most four, best first; nothing once the adventure is over."""
    if state.adventure.ended is not None or actor not in state.creatures:
        return []
    if all_fallen(state):
        return [
            suggestion(text, "out_of_character").model_copy(update={"choice": choice})
            for choice, text in AFTER_DEATH
        ]
    if state.here is None or (state.creatures[actor].is_dead and state.encounter is None):
        return []
    actor = _whose_turn(state, actor)
    found = in_fight(state, actor) if state.encounter else list(_at_peace(state, actor))
    kept = _legal(state, actor, found)
    if len(kept) < FEWEST and state.encounter is None:
        more = (*found, *_of_the_place(state, actor), *offers.of_retreat(state))
        kept = _legal(state, actor, more)[: max(FEWEST, len(kept))]
    return kept or [suggestion("Wait and see", "wait")]


def _whose_turn(state: State, actor: str) -> str:
    """Return the hero a fight waits for, else the one asked about."""
    ref = current_ref(state) if state.encounter else None
    return ref if ref is not None and state.creatures[ref].is_hero else actor


def _at_peace(state: State, actor: str) -> Iterator[Suggestion]:
    """Yield what to do outside a fight in the order of how much it matters."""
    hero = state.creatures[actor]
    active = [q for q in state.quests.values() if q.status == "active"]
    main = [s for q in active if q.is_main for s in leads_of(state, actor, q)]
    side = [s for q in active if not q.is_main for s in leads_of(state, actor, q)[:1]]
    hooks = list(hooks_of(state, actor))
    if main and not _is_last_stage(active):
        side, hooks = ([s for s in found if is_near(state, s)] for found in (side, hooks))
    # somebody else's trouble is worth a mention until the party has some of its own, or stands beside it
    side += hooks[:1] if not side or _is_here(hooks) else []
    local = list(_of_the_place(state, actor))
    care = [*offers.of_dark_ways(state, hero)][:1]
    if any(is_dangerous(state, s) for s in (*main[:1], *side[:1])):
        care += offers.of_wards(state, hero)
    care = [s for s in (*offers.of_rest(state, hero), *care) if is_legal(state, actor, s)]
    care = care or list(offers.of_lying_low(state, hero))
    if care:
        main = [s for s in main if not is_rash(state, hero, s)]
        side = [s for s in side if not is_rash(state, hero, s)]
        local = [s for s in local if not is_rash(state, hero, s)]
    yield from care[:2]
    yield from main[:1]
    main[1:1] = [quiet for s in main[:1] for quiet in offers.of_stealth(state, s)]
    yield from side[:1]
    yield from list(of_magic(hero))[:1]
    yield from local[:1]
    yield from offers.of_checks(state)
    yield from main[1:2] or offers.of_trade(state, hero)
    if not main or not side or _is_beginning(state):
        yield from local[1:3]


def _is_last_stage(active: Sequence[Quest]) -> bool:
    """Whether the main quest's end is next: what is still open elsewhere is done now or never."""
    return any(sum(not s.is_done for s in quest.stages) <= 1 for quest in active if quest.is_main)


def _is_beginning(state: State) -> bool:
    """Whether the party has not left the place where the adventure begins: there is most to be offered there."""
    return sum(place.is_visited for place in state.locations.values()) <= 1


def _leads_to(state: State, offered: Suggestion) -> Location | None:
    ref = offered.action.target_ref or ""
    return state.locations.get(ref.removeprefix("exit:")) if offered.action.kind == "move" else None


def is_near(state: State, offered: Suggestion) -> bool:
    """Whether something can be had here, or a short walk off: a side matter is no reason to cross the map again."""
    place = _leads_to(state, offered)
    if place is None:
        return True
    path = route(state, state.location, place.key)
    return 0 < len(path) <= SHORT_WALK


def is_dangerous(state: State, offered: Suggestion) -> bool:
    """Whether a fight waits where a suggestion leads."""
    place = _leads_to(state, offered)
    return place is not None and waiting_fight(state, place.key) is not None


def is_rash(state: State, hero: Creature, offered: Suggestion) -> bool:
    """Whether a way leads into a fight for a hero who is hurt, or into the dark without a light."""
    place = _leads_to(state, offered)
    if place is None:
        return False
    is_hurt = hero.hp <= offers.HURT * hero.hp_max
    in_danger = is_hurt and waiting_fight(state, place.key) is not None
    return in_danger or offers.needs_light(state, hero, place)


def _of_the_place(state: State, actor: str) -> Iterator[Suggestion]:
    """Yield what the place itself offers, what tells something new before small talk."""
    people = list(offers.of_people(state))
    yield from offers.of_doubts(state)
    yield from people[:1]
    yield from offers.of_things(state)
    yield from offers.of_pressing(state)
    yield from offers.of_ways(state)
    yield from people[1:]


def _is_here(hooks: list[Suggestion]) -> bool:
    """Whether the first of the hooks can be had by asking on the spot."""
    return bool(hooks) and hooks[0].action.kind == "talk"


def is_legal(state: State, actor: str, offered: Suggestion) -> bool:
    """Whether the rules take an action now, and a rest would heal; dice that show their middle decide nothing."""
    made = resolve_turn(state, [offered.action], actor, ForcedDice(), 0)
    if any(isinstance(event, ActionRefused) for event in made.events):
        return False
    if offered.action.kind not in ("short_rest", "long_rest"):
        return True
    was, now = state.creatures[actor], made.state.creatures[actor]
    slots = [sum(c.sheet.slots_left.values()) if c.sheet else 0 for c in (was, now)]
    return now.hp > was.hp or slots[1] > slots[0]


def _legal(state: State, actor: str, found: Iterable[Suggestion]) -> list[Suggestion]:
    """Keep the first four that differ in words and deed, and that the rules take."""
    kept: dict[tuple[object, ...], Suggestion] = {}
    for offered in found:
        action = offered.action
        thing = action.item if action.kind == "attack" else None
        deed = (action.kind, action.target_ref, action.more_refs, action.spell, thing)
        if deed not in kept and is_legal(state, actor, offered):
            kept[deed] = offered
        if len(kept) == MOST:
            break
    return list(kept.values())
