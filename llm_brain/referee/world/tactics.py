"""What a hero can do in a fight, best first: strike, cast, heal, talk, get away."""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.state import State
from llm_brain.referee.combat.economy import has_bonus_action
from llm_brain.referee.combat.positions import enemies_of, is_engaged, same_zone
from llm_brain.referee.equipment import equipment, is_known
from llm_brain.referee.features.bard import INSPIRATION, friends_to_inspire
from llm_brain.referee.senses import is_blind
from llm_brain.referee.spells import SPELLS
from llm_brain.referee.world.offers import drink, of_light
from llm_brain.referee.world.persuading import parley_dc, tries
from llm_brain.referee.world.suggestion import Suggestion, suggestion
from llm_brain.referee.world.wording import the

MOST_TRIES = 2
ENOUGH = 2
MIDDLING, LOW, VERY_LOW = 0.7, 0.55, 0.35
STRIKING_SPELLS = ("magic-missile", "guiding-bolt", "burning-hands", "inflict-wounds")
STRIKING_CANTRIPS = (
    "fire-bolt", "sacred-flame", "ray-of-frost", "shocking-grasp", "poison-spray", "vicious-mockery",
)  # fmt: skip
SLEEPLESS = ("undead", "construct", "ooze")
SLEEPS_HP = 22  # 5d8, on average
HEALING_SPELLS = ("cure-wounds", "healing-word")


def _cast(name: str, key: str, target: Creature, text: str, slot: int) -> Suggestion:
    return suggestion(
        text,
        "cast",
        spell=key,
        target=target.name,
        target_ref=target.ref,
        slot_level=slot or None,
    )


def _spells(hero: Creature) -> tuple[tuple[str, ...], bool]:
    sheet = hero.sheet
    if sheet is None:
        return (), False
    ready = (*sheet.cantrips, *(sheet.spells_prepared or sheet.spells_known))
    return ready, sheet.slots_left.get(1, 0) > 0


def _heal(hero: Creature, share: float) -> Iterator[Suggestion]:
    """Yield what mends the hero."""
    sheet = hero.sheet
    if share > MIDDLING or sheet is None:
        return
    if sheet.resources_left.get("second wind", 0) and share <= MIDDLING:
        yield suggestion("Use Second Wind", "use_item", item="Second Wind", target="Second Wind")
    ready, has_slot = _spells(hero)
    if share > LOW:
        return
    for key in HEALING_SPELLS:
        if key in ready and has_slot:
            yield _cast(key, key, hero, f"Cast {SPELLS[key].name} on yourself", 1)
            break
    potion = drink(hero)
    if potion is not None:
        yield potion


def _strike(state: State, hero: Creature, foes: list[Creature]) -> Iterator[Suggestion]:
    """Yield blows and spells against those who stand, the weakest first."""
    ready, has_slot = _spells(hero)
    first = foes[0]
    awake = [f for f in foes if f.type not in SLEEPLESS]
    if has_slot and "sleep" in ready and awake and awake[0].hp <= SLEEPS_HP:
        text = f"Cast Sleep at {the(awake[0].name)}"
        yield _cast("sleep", "sleep", awake[0], text, 1)
    if has_slot and "hunters-mark" in ready and hero.concentration is None:
        text = f"Mark {the(first.name)} as your prey"
        yield _cast("hunters-mark", "hunters-mark", first, text, 1)
    cantrip = next((key for key in STRIKING_CANTRIPS if key in ready), None)
    spell = next((key for key in STRIKING_SPELLS if key in ready), None) if has_slot else None
    if spell is not None:
        text = f"Cast {SPELLS[spell].name} at {the(first.name)}"
        yield _cast(spell, spell, first, text, 1)
    if cantrip is not None:
        text = f"Cast {SPELLS[cantrip].name} at {the(first.name)}"
        yield _cast(cantrip, cantrip, first, text, 0)
    for foe in foes[:2]:
        text = f"Attack {the(foe.name)}"
        yield suggestion(text, "attack", target=foe.name, target_ref=foe.ref)
    spare = _spare(state, hero, first)
    if spare is not None:
        text = f"Attack {the(first.name)} with the {spare.name.lower()}"
        yield suggestion(text, "attack", target=first.name, target_ref=first.ref, item=spare.name)


def _spare(state: State, hero: Creature, foe: Creature) -> Item | None:
    """Return a weapon besides the one in hand that is worth a blow now: nothing is shot at arm's length."""
    engaged = is_engaged(state, hero.ref)
    for item in hero.items:
        weapon = equipment(item.key).weapon if is_known(item.key) else None
        if item.is_equipped or weapon is None:
            continue
        shoots = weapon.kind == "ranged"
        if shoots != engaged and (shoots or same_zone(state, hero.ref, foe.ref)):
            return item
    return None


def _words(state: State, foes: list[Creature]) -> Iterator[Suggestion]:
    """Yield the offer to talk, where somebody would listen."""
    fight = state.encounter
    if fight is None or parley_dc(state, fight, "persuade") is None:
        return
    losing = 2 * sum(f.hp for f in foes) <= sum(state.creatures[r].hp_max for r in fight.foes)
    if tries(state, fight.key) >= MOST_TRIES:
        return
    speaker = foes[0]
    if losing:
        text = f"Order {the(speaker.name)} to give up"
        yield suggestion(text, "intimidate", target=speaker.name, target_ref=speaker.ref)
    else:
        text = f"Talk {the(speaker.name)} out of fighting"
        yield suggestion(text, "persuade", target=speaker.name, target_ref=speaker.ref)


def _inspiration(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield a bard's word to a companion who fights on beside them."""
    sheet = hero.sheet
    if sheet is None or not sheet.resources_left.get(INSPIRATION, 0):
        return
    if not has_bonus_action(state, hero.ref):
        return
    for friend in friends_to_inspire(state, hero.ref)[:1]:
        text = f"Inspire {friend.name}"
        yield suggestion(
            text, "use_item", item=INSPIRATION, target=friend.name, target_ref=friend.ref
        )


def _flight(state: State) -> Iterator[Suggestion]:
    here = state.here
    ways = [w for w in here.exits if not w.is_hidden and not w.is_locked] if here else []
    back = next((w for w in ways if state.locations[w.to].is_visited), None)
    if back is not None:
        text = f"Run for {the(back.name)}"
        yield suggestion(text, "move", target=back.name, target_ref=f"exit:{back.to}")


def in_fight(state: State, actor: str) -> list[Suggestion]:
    """Return what to do in a fight, best first."""
    hero = state.creatures[actor]
    if hero.is_down:
        return [suggestion("Hold on", "wait")]
    foes = sorted((state.creatures[r] for r in enemies_of(state, actor)), key=lambda f: f.hp)
    foes = [f for f in foes if not f.is_hidden]
    share = hero.hp / max(hero.hp_max, 1)
    found = [*list(_save_a_friend(state, hero))[:1], *list(_heal(hero, share))[:2]]
    if is_blind(state, hero):
        found += of_light(state, hero)
    if foes:
        strikes = list(_strike(state, hero, foes))
        found += strikes[: 1 if found and share <= VERY_LOW else 2 if found else 3]
        found += _words(state, foes)
        found += _inspiration(state, hero)
    if share <= VERY_LOW or not foes:
        found += _flight(state)
    if len(found) < ENOUGH:
        found.append(suggestion("Dodge, and watch for an opening", "dodge"))
    return found


def _save_a_friend(state: State, hero: Creature) -> Iterator[Suggestion]:
    """Yield what keeps a dying companion alive: a healing word, a potion, first aid."""
    fallen = next(
        (h for h in state.heroes if h.hp <= 0 and not h.is_dead and h.ref != hero.ref
         and not h.death_saves.is_stable), None,
    )  # fmt: skip
    if fallen is None:
        return
    ready, has_slot = _spells(hero)
    for key in reversed(HEALING_SPELLS):
        if key in ready and has_slot:
            yield _cast(key, key, fallen, f"Cast {SPELLS[key].name} on {fallen.name}", 1)
    if drink(hero) is not None:
        yield suggestion(
            f"Give {fallen.name} a potion of healing", "use_item", item="Potion of Healing",
            target=fallen.name, target_ref=fallen.ref,
        )  # fmt: skip
    text = f"Give {fallen.name} first aid"
    yield suggestion(text, "help", target=fallen.name, target_ref=fallen.ref)
