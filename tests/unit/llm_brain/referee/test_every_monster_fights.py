"""Every monster of the SRD meets four heroes: no errors, legal states, and events that fold to them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_brain.ledger.event import Event
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import STAT_BLOCKS, creature_from, stat_block
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.combat.legends import IN_A_ROUND, left
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import resolve_turn

HEROES = ("fighter", "cleric", "rogue", "wizard")
CRYPT = Location(key="crypt", name="the crypt", kind="crypt")
HERO_HP = 60


def start(keys: tuple[str, ...], dice: SeededDice) -> State:
    creatures = {}
    for i, key in enumerate(HEROES, start=1):
        hero = hero_from(key, ref=f"c{i}")
        hero = hero.model_copy(update={"location": "crypt", "hp": HERO_HP, "hp_max": HERO_HP})
        creatures[hero.ref] = hero
    for i, key in enumerate(keys, start=1):
        creatures[f"n{i}"] = creature_from(key, ref=f"n{i}", location="crypt")
    state = State(location="crypt", locations={"crypt": CRYPT}, creatures=creatures)
    foes = [ref for ref in creatures if ref.startswith("n")]
    events = begin_encounter(state, key="e", name="a fight", foes=foes, dice=dice, turn_number=1)
    return fold(state, events)


def play(keys: tuple[str, ...], seed: int, turns: int) -> tuple[State, list[Event]]:
    """Let heroes strike at the first foe that stands, or wait when they cannot."""
    dice = SeededDice(seed.to_bytes(32, "big"), 1)
    state, told = start(keys, dice), []
    for number in range(2, turns + 2):
        if state.encounter is None:
            break
        up = state.encounter.order[state.encounter.turn].ref
        standing = [r for r, c in state.creatures.items() if not c.is_hero and not c.is_down]
        kind = "attack" if number % 4 else "wait"
        action = Action(kind=kind, target_ref=standing[0] if standing else None)
        made = resolve_turn(state, [action], up if up.startswith("c") else "c1", dice, number)
        assert fold(state, made.events) == made.state
        state = made.state
        told += made.events
    return state, told


def check(state: State) -> None:
    """Assert what is true of every legal state."""
    for creature in state.creatures.values():
        assert 0 <= creature.hp <= creature.hp_max
        assert creature.temp_hp >= 0
        assert not set(creature.condition_immunities) & {c.name for c in creature.conditions}
        if creature.is_dead:
            assert creature.hp == 0
        if creature.stat_block:
            assert 0 <= left(state, creature.ref) <= IN_A_ROUND
            most = stat_block(creature.stat_block).legendary_resistances
            assert 0 <= int(state.flags.get(f"legendary_resistance:{creature.ref}", most)) <= most


@pytest.mark.parametrize("key", STAT_BLOCKS)
def test_a_monster_fights_four_heroes(key: str) -> None:
    state, _ = play((key,), seed=7, turns=8)
    check(state)


@pytest.mark.parametrize("key", ["goblin", "troll", "mage", "young-red-dragon", "magmin", "medusa"])
def test_a_fight_comes_to_an_end(key: str) -> None:
    state, _ = play((key,), seed=11, turns=160)
    assert state.encounter is None
    check(state)


@given(
    st.lists(st.sampled_from(sorted(STAT_BLOCKS)), min_size=1, max_size=3),
    st.integers(0, 2**64),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_monsters_together_keep_the_state_legal(keys: list[str], seed: int) -> None:
    state, _ = play(tuple(keys), seed=seed, turns=6)
    check(state)
