"""The one door, under random play: nothing breaks, nothing is lost, nothing goes below zero."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.table import ActionRefused, ActionTaken
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit, Feature, Location
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import STAT_BLOCKS, creature_from
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.spells import SPELLS

KINDS = ["attack", "cast", "attack", "cast", "move", "use_item", "equip", "sneak", "help", "dodge", "disengage",
         "dash", "grapple", "shove", "ready", "wait", "skill_check", "search", "short_rest", "long_rest",
         "talk", "look", "interact"]  # fmt: skip
WORDS = [
    "",
    "back away",
    "break free",
    "take cover",
    "second wind",
    "throw",
    "flee",
    "stand up",
    "knock out",
]


def a_state(rng: random.Random) -> State:
    foes = {
        f"n{i}": creature_from(rng.choice(sorted(STAT_BLOCKS)), ref=f"n{i}", location="a")
        for i in range(1, rng.randint(2, 4))
    }
    keys = rng.sample(["fighter", "rogue", "wizard", "cleric"], rng.randint(1, 3))
    heroes = {f"c{i}": hero_from(k, ref=f"c{i}") for i, k in enumerate(keys, start=1)}
    heroes = {ref: hero.model_copy(update={"location": "a"}) for ref, hero in heroes.items()}
    there = Exit(to="b", direction="north", name="the arch")
    light = rng.choice(["bright", "dim", "dark"])
    place = Location(key="a", name="A", kind="crypt", light=light, exits=(there,),
                     features=(Feature(key="altar", name="the altar"),))  # fmt: skip
    beyond = Location(key="b", name="B", kind="hall")
    return State(location="a", locations={"a": place, "b": beyond}, creatures={**heroes, **foes})


def an_action(rng: random.Random, state: State, actor: str) -> Action:
    sheet = state.creatures[actor].sheet
    known = [*sheet.cantrips, *sheet.spells_prepared, rng.choice(sorted(SPELLS))]
    items = [i.key for i in state.creatures[actor].items] or ["torch"]
    kind = rng.choice(KINDS)
    return Action(
        kind=kind,
        target_ref=rng.choice([*state.creatures, None, "exit:b", "feature:altar"]),
        spell=rng.choice(known) if kind == "cast" else None,
        item=rng.choice(items) if kind in ("use_item", "equip") else None,
        text=rng.choice(WORDS),
    )


def whose_turn(state: State, rng: random.Random) -> str:
    encounter = state.encounter
    return encounter.order[encounter.turn].ref if encounter else rng.choice(state.heroes).ref


def is_sound(state: State) -> bool:
    for creature in state.creatures.values():
        if not 0 <= creature.hp <= creature.hp_max or creature.temp_hp < 0:
            return False
        sheet = creature.sheet
        if sheet and any(
            not 0 <= left <= sheet.slots_max[k] for k, left in sheet.slots_left.items()
        ):
            return False
        if any(item.quantity < 1 for item in creature.items):
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_random_play_stays_legal_and_every_die_is_in_the_ledger(seed):
    rng = random.Random(seed)
    state, dice = a_state(rng), SeededDice(b"%d" % seed, 1)
    for turn in range(1, 9):
        actor = whose_turn(state, rng)
        assert state.creatures[actor].is_hero
        first = dice.next_n
        actions = [an_action(rng, state, actor) for _ in range(rng.randint(1, 2))]
        result = resolve_turn(state, actions, actor, dice, turn)
        assert fold(state, result.events) == result.state
        rolled = [d.n for e in result.events if isinstance(e, RollMade) for d in e.roll.dice]
        assert rolled == list(range(first, dice.next_n))
        state = result.state
        assert is_sound(state)
        if state.encounter is not None:
            up = state.creatures[whose_turn(state, rng)]
            assert up.is_hero
            assert not up.is_down


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_a_refused_action_changes_nothing(seed):
    rng = random.Random(seed)
    state, dice = a_state(rng), SeededDice(b"%d" % seed, 1)
    result = resolve_turn(state, [an_action(rng, state, "c1")], "c1", dice, 1)
    if isinstance(result.events[-1], ActionRefused) and len(result.events) == 2:
        assert isinstance(result.events[0], ActionTaken)
        assert result.state == state
        assert dice.next_n == 1


def test_the_same_dice_give_the_same_events():
    rng = random.Random(7)
    state = a_state(rng)
    action = [Action(kind="attack", target_ref="n1")]
    one, two = (resolve_turn(state, action, "c1", SeededDice(b"s", 1), 1) for _ in range(2))
    assert one.events == two.events
