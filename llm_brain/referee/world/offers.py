"""What the place at hand offers besides the quests: people to ask, things to look into, ways not yet taken, rest and shopping.

Only what can be seen and would still bring something is offered.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location
from llm_brain.referee import modifiers
from llm_brain.referee.proposing.openings import suggested_check
from llm_brain.referee.rests import LAST_LONG_REST
from llm_brain.referee.treasure import is_worth_searching
from llm_brain.referee.world.leads import ask_about, examine
from llm_brain.referee.world.moving import waiting_fight
from llm_brain.referee.world.naming import in_sight
from llm_brain.referee.world.suggestion import Suggestion, suggestion
from llm_brain.referee.world.talking import is_willing
from llm_brain.referee.world.trading import price_cp
from llm_brain.referee.world.waiting import WAIT_MIN
from llm_brain.referee.world.wording import go, the, the_thing

POTION = "potion-of-healing"
ENOUGH_POTIONS = 3
LIGHTS = ("torch", "lantern-hooded", "candle")
HURT, BADLY_HURT = 0.7, 0.5


def of_people(state: State) -> Iterator[Suggestion]:
    """Yield questions to those present whose answers would tell something new."""
    for creature in in_sight(state):
        person = creature.person
        if person is None or creature.is_down or creature.attitude == "hostile":
            continue
        fresh = [t for t in person.topics if not t.is_told and is_willing(state, creature, t)]
        for topic in sorted(fresh, key=lambda t: not t.reveals):
            yield ask_about(creature, topic)


def of_doubts(state: State) -> Iterator[Suggestion]:
    """Yield the reading of somebody who has told a lie and not been seen through."""
    for creature in in_sight(state):
        person = creature.person
        if person is None or creature.is_down:
            continue
        lied = any(t.is_lie and t.is_told for t in person.topics)
        held = any(t.needs == "success" and not t.is_told for t in person.topics)
        if lied and held and state.flags.get(f"opened:{creature.ref}") != "yes":
            text = f"Watch whether {creature.name} is telling the truth"
            yield suggestion(
                text,
                "skill_check",
                skill="insight",
                target=creature.name,
                target_ref=creature.ref,
            )


def of_things(state: State) -> Iterator[Suggestion]:
    """Yield what can be looked into here, and the dead who still carry something."""
    here = state.here
    assert here is not None
    for thing in here.items:
        yield suggestion(
            f"Take {the_thing(thing)}", "take", target=thing.name, target_ref=f"item:{thing.key}"
        )
    for feature in here.features:
        if not feature.is_hidden and not feature.is_searched and not feature.is_underfoot:
            yield examine(here, feature, state)
    for body in state.at(here.key):
        carried = [i for i in body.items if not i.is_equipped]
        if body.is_dead and (carried or body.coins_cp or is_worth_searching(state, body)):
            text = f"Search {the(body.name)}'s body"
            yield suggestion(text, "search", target=body.name, target_ref=body.ref)
    if state.flags.get(f"searched:{here.key}") is None:
        yield suggestion("Search the place from end to end", "search")


def of_ways(state: State) -> Iterator[Suggestion]:
    """Yield ways that lead somewhere new."""
    here = state.here
    assert here is not None
    for way in here.exits:
        if not way.is_hidden and not way.is_locked and not state.locations[way.to].is_visited:
            yield suggestion(go(way.name), "move", target=way.name, target_ref=f"exit:{way.to}")


def of_stealth(state: State, going: Suggestion) -> Iterator[Suggestion]:
    """Yield the same way gone quietly, where nobody has been yet or a fight waits."""
    here, action = state.here, going.action
    ways = here.exits if here and action.kind == "move" else ()
    for way in ways:
        there = state.locations[way.to]
        is_risky = not there.is_visited or waiting_fight(state, way.to)
        if action.target_ref == f"exit:{way.to}" and is_risky:
            text = f"{go(way.name)}, quietly"
            yield suggestion(text, "sneak", target=way.name, target_ref=f"exit:{way.to}")


def of_retreat(state: State) -> Iterator[Suggestion]:
    """Yield the ways back, for when nothing else is left to do."""
    here = state.here
    assert here is not None
    for way in here.exits:
        if not way.is_hidden and not way.is_locked and state.locations[way.to].is_visited:
            yield suggestion(go(way.name), "move", target=way.name, target_ref=f"exit:{way.to}")


def drink(hero: Creature) -> Suggestion | None:
    """Return the drinking of a healing potion, if one is carried."""
    potion = next((i for i in hero.items if i.key == POTION), None)
    if potion is None:
        return None
    return suggestion(
        "Drink a potion of healing",
        "use_item",
        item=potion.name,
        target=potion.name,
        target_ref=f"item:{potion.key}",
    )


def needs_light(state: State, hero: Creature, place: Location) -> bool:
    """Whether a place is too dark for a hero, with the lights the party carries."""
    sees = hero.darkvision_ft or modifiers.has(hero, "darkvision")
    lit = any(modifiers.has(h, "light") for h in state.heroes if not h.is_dead)
    return place.light == "dark" and not sees and not lit


def of_light(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield what can be lit."""
    ready = hero.sheet.cantrips if hero.sheet else ()
    if "light" in ready:
        yield suggestion("Cast Light", "cast", spell="light", target_ref=hero.ref)
    carried = {i.key: i for i in hero.items}
    for key in LIGHTS:
        if key in carried:
            name = carried[key].name
            said = " ".join(reversed(name.lower().split(", ")))
            text = f"Light {'the' if 'lantern' in key else 'a'} {said}"
            yield suggestion(text, "use_item", item=name, target=name, target_ref=f"item:{key}")
            return


def of_checks(state: State) -> Iterator[Suggestion]:
    """Yield the check that was suggested here, if one still stands."""
    found = suggested_check(state)
    if found is not None:
        skill, text = found
        yield suggestion(f"{text} ({skill.capitalize()})", "skill_check", skill=skill)


def of_dark_ways(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield a light where it is dark, or where an open way leads into the dark."""
    here = state.here
    assert here is not None
    ways = [w for w in here.exits if not w.is_hidden and not w.is_locked]
    near = (here, *(state.locations[w.to] for w in ways))
    if any(needs_light(state, hero, place) for place in near):
        yield from of_light(state, hero)


def of_rest(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield rest and healing for a hero who is hurt, or has no spell left."""
    share = hero.hp / max(hero.hp_max, 1)
    sheet = hero.sheet
    if sheet is None:
        return
    is_empty = bool(sheet.slots_max) and not any(sheet.slots_left.values())
    if share <= HURT and sheet.hit_dice_left > 0:
        yield suggestion("Rest for an hour and bind up the wounds", "short_rest")
    elif share <= HURT or is_empty:
        yield suggestion("Sleep until morning", "long_rest")
    healing = drink(hero)
    if healing is not None and share <= BADLY_HURT:
        yield healing


def of_lying_low(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield the waiting for the next night's sleep, for somebody too badly hurt to go on."""
    last = state.flags.get(LAST_LONG_REST)
    left = int(last) + 16 * 60 - state.clock_min if last is not None else 0
    if hero.hp <= BADLY_HURT * hero.hp_max and left > 0:
        tens = (left + WAIT_MIN - 1) // WAIT_MIN
        yield suggestion("Lie low until it is time to sleep", "wait", quantity=tens)


def of_wards(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield the ward a wizard wears into danger."""
    sheet = hero.sheet
    ready = sheet is not None and "mage-armor" in sheet.spells_prepared
    if (
        ready
        and sheet
        and sheet.slots_left.get(1, 0)
        and not modifiers.has(hero, "armor_class_base")
    ):
        yield suggestion(
            "Cast Mage Armor on yourself", "cast", spell="mage-armor",
            target=hero.name, target_ref=hero.ref, slot_level=1,
        )  # fmt: skip


def of_trade(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield the buying of a potion where one is sold and can be paid."""
    carried = sum(i.quantity for i in hero.items if i.key == POTION)
    if carried >= ENOUGH_POTIONS:
        return
    for seller in in_sight(state):
        for thing in seller.person.sells if seller.person and not seller.is_down else ():
            if thing.key == POTION and price_cp(thing, seller) <= hero.coins_cp:
                text = f"Buy a potion of healing from {seller.name}"
                yield suggestion(
                    text, "buy", item=thing.name, target=thing.name,
                    target_ref=f"item:{thing.key}", recipient_ref=seller.ref, quantity=1,
                )  # fmt: skip
                return


def of_pressing(state: State) -> Iterator[Suggestion]:
    """Yield the persuading of somebody who keeps something back."""
    for creature in in_sight(state):
        person = creature.person
        if person is None or creature.is_down or creature.attitude == "hostile":
            continue
        held = [t for t in person.topics if not t.is_told and not is_willing(state, creature, t)]
        if (
            held
            and person.has_met_party
            and int(state.flags.get(f"pressed:{creature.ref}", "0")) < 2
        ):
            yield suggestion(
                f"Persuade {creature.name} to say more", "persuade",
                target=creature.name, target_ref=creature.ref,
            )  # fmt: skip
