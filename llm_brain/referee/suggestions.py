"""What to do next: at most four suggestions, legal now, that move the story, as a player would type them.

Progress first, then a side matter, then what the place offers. Each is tried against the rules with dice that count for
nothing before it is offered, so that none is refused. The same state gives the same suggestions.
"""

from collections.abc import Iterable, Iterator

from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.state import State
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.world import offers
from llm_brain.referee.world.fallen import all_fallen
from llm_brain.referee.world.leads import hooks_of, leads_of
from llm_brain.referee.world.suggestion import Choice, Suggestion, suggestion
from llm_brain.referee.world.tactics import in_fight

__all__ = ["Suggestion", "suggest"]

MOST = 4
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
    if state.creatures[actor].is_dead or state.here is None:
        return []
    found = in_fight(state, actor) if state.encounter else list(_at_peace(state, actor))
    return (
        _legal(state, actor, found)
        or _legal(state, actor, offers.of_retreat(state))
        or [suggestion("Wait and see", "wait")]
    )


def _at_peace(state: State, actor: str) -> Iterator[Suggestion]:
    """Yield what to do outside a fight in the order of how much it matters."""
    hero = state.creatures[actor]
    active = [q for q in state.quests.values() if q.status == "active"]
    main = [s for q in active if q.is_main for s in leads_of(state, actor, q)]
    side = [s for q in active if not q.is_main for s in leads_of(state, actor, q)[:1]]
    hooks = list(hooks_of(state, actor))
    # somebody else's trouble is worth a mention until the party has some of its own, or stands beside it
    side += hooks[:1] if not side or _is_here(hooks) else []
    local = list(_of_the_place(state, actor))
    yield from offers.of_rest(state, hero)
    yield from main[:1]
    yield from side[:1]
    yield from local[:1]
    yield from main[1:2] or offers.of_trade(state, hero)
    if not main or not side:
        yield from local[1:3]


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
    is_rest = offered.action.kind in ("short_rest", "long_rest")
    return not is_rest or made.state.creatures[actor].hp > state.creatures[actor].hp


def _legal(state: State, actor: str, found: Iterable[Suggestion]) -> list[Suggestion]:
    """Keep the first four that differ in words and deed, and that the rules take."""
    kept: list[Suggestion] = []
    for offered in found:
        told = {
            (s.action.kind, s.action.target_ref, s.action.more_refs, s.action.spell) for s in kept
        }
        action = offered.action
        same = (action.kind, action.target_ref, action.more_refs, action.spell) in told
        if not same and is_legal(state, actor, offered):
            kept.append(offered)
        if len(kept) == MOST:
            break
    return kept
