"""Spells under random play: whatever a legal caster casts, the state stays legal and the slot is paid once."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import ActionRefused, SpellCast
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit, Feature, Location
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import STAT_BLOCKS, creature_from
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.spells import SPELLS

CASTERS = ("wizard", "cleric", "bard", "ranger")
FOES = sorted(key for key in STAT_BLOCKS if STAT_BLOCKS[key].challenge_rating <= 9)
CASTING_FOES = ("mage", "archmage", "priest", "lich", "acolyte", "cult-fanatic", "druid")


def a_scene(rng: random.Random) -> State:
    """Return casters who know spells of every level, friends and foes, in a place with a way out."""
    creatures = {}
    for i, key in enumerate(rng.sample(CASTERS, rng.randint(1, 2)), start=1):
        hero = hero_from(key, ref=f"c{i}")
        known = tuple(rng.sample(sorted(SPELLS), 40))
        slots = {level: rng.randint(0, 2) for level in range(1, 10)}
        sheet = hero.sheet.model_copy(
            update={
                "cantrips": known, "spells_prepared": known, "slots_left": slots,
                "slots_max": dict.fromkeys(range(1, 10), 2), "level": rng.randint(1, 20),
            }
        )  # fmt: skip
        hp = rng.randint(1, 90)
        changes = {"sheet": sheet, "location": "a", "coins_cp": 10**7, "hp_max": 90, "hp": hp}
        creatures[hero.ref] = hero.model_copy(update=changes)
    kinds = [rng.choice((*CASTING_FOES, rng.choice(FOES))) for _ in range(rng.randint(1, 3))]
    for i, key in enumerate(kinds, start=1):
        creatures[f"n{i}"] = creature_from(key, ref=f"n{i}", location="a")
    way = Exit(to="b", direction="north", name="the arch", is_locked=rng.random() < 0.3)
    light = rng.choice(["bright", "dim", "dark"])
    place = Location(key="a", name="A", kind="crypt", light=light, exits=(way,),
                     features=(Feature(key="altar", name="the altar"),))  # fmt: skip
    beyond = Location(key="b", name="Bree", kind="hall", is_visited=True)
    return State(location="a", locations={"a": place, "b": beyond}, creatures=creatures)


def a_cast(rng: random.Random, state: State, actor: str) -> Action:
    sheet = state.creatures[actor].sheet
    spell = SPELLS[rng.choice(sheet.cantrips)]
    way = rng.choice([*spell.ways, ""])
    target = rng.choice([*state.creatures, *state.creatures, None, "exit:b", "feature:altar"])
    slot = rng.choice([None, None, None, rng.randint(0, 9)])
    text = rng.choice([way, f"{way} to Bree", "fireball", "wolf", "ritual"])
    return Action(kind="cast", spell=spell.key, target_ref=target, slot_level=slot, text=text)


def problems(state: State) -> list[str]:
    """Return what is illegal about a state."""
    found = []
    for ref, creature in state.creatures.items():
        if not 0 <= creature.hp <= creature.hp_max or creature.temp_hp < 0:
            found.append(f"{ref}: {creature.hp} of {creature.hp_max} hit points")
        if creature.is_dead and (creature.hp or creature.concentration):
            found.append(f"{ref} is dead and lives")
        sheet = creature.sheet
        if sheet and any(not 0 <= n <= sheet.slots_max[k] for k, n in sheet.slots_left.items()):
            found.append(f"{ref}: slots {sheet.slots_left}")
        if creature.coins_cp < 0 or any(item.quantity < 1 for item in creature.items):
            found.append(f"{ref}: things below nothing")
        held = creature.concentration
        if held and SPELLS.get(held.spell) and not SPELLS[held.spell].concentration:
            found.append(f"{ref} concentrates on {held.spell}")
        for effect in creature.effects:
            caster = state.creatures.get(effect.ends.concentration_of or "")
            if caster is not None and caster.concentration is None:
                found.append(f"{ref}: {effect.name} hangs on nobody's concentration")
    encounter = state.encounter
    if encounter and len({c.ref for c in encounter.order}) != len(encounter.order):
        found.append("somebody is twice in the order")
    return found


@settings(max_examples=150, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_casting_any_spell_never_reaches_an_illegal_state(seed):
    rng = random.Random(seed)
    state, dice = a_scene(rng), SeededDice(b"%d" % seed, 1)
    if rng.random() < 0.7:
        foes = [ref for ref in state.creatures if ref.startswith("n")]
        began = begin_encounter(
            state, key="e", name="a fight", foes=foes, dice=dice, turn_number=1, is_close=rng.random() < 0.5
        )  # fmt: skip
        state = fold(state, began)
    for turn in range(2, 7):
        encounter = state.encounter
        up = encounter.order[encounter.turn].ref if encounter else "c1"
        actor = up if state.creatures[up].is_hero else "c1"
        action = a_cast(rng, state, actor)
        before = state
        result = resolve_turn(state, [action], actor, dice, turn)
        assert fold(state, result.events) == result.state
        state = result.state
        assert problems(state) == [], (action.spell, action.target_ref, action.text)
        _is_paid_once(before, result.events, actor)


def _is_paid_once(before: State, events, actor: str) -> None:
    """Check that each spell a hero cast with a slot is followed by that slot's payment, and a refusal by none."""
    casts = [e for e in events if isinstance(e, SpellCast) and e.slot and e.ref in before.creatures]
    casts = [e for e in casts if before.creatures[e.ref].is_hero]
    spent = [e for e in events if isinstance(e, SpellSlotSpent)]
    assert sorted((e.ref, e.slot) for e in casts) == sorted((e.ref, e.level) for e in spent)
    if any(isinstance(e, ActionRefused) and e.by == actor for e in events):
        mine = [e for e in casts if e.ref == actor and SPELLS[e.spell].casting_time != "reaction"]
        assert mine == []
