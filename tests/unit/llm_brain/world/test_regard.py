"""What people hold of the party: moved by what it does to them, fading with the days, never beyond its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.ledger.creature import Person
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import DamageTaken, Healed
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.newcomers import RegardChanged
from llm_brain.ledger.events.table import CheckMade
from llm_brain.ledger.events.things import CoinsChanged
from llm_brain.ledger.events.world import QuestEnded
from llm_brain.ledger.fold import fold
from llm_brain.referee.world.regard import HALVES_IN_MIN, MOST, regard_now, regard_word, regards
from llm_brain.turn.prompt import people_in_words
from tests.unit.llm_brain.turn.test_prompt import STATE

QUEST = STATE.quests["bell"].model_copy(update={"giver": "n1"})
WORLD = STATE.model_copy(update={"quests": {"bell": QUEST}})


def check(skill: str, *, is_success: bool) -> Event:
    return CheckMade(by="c1", what=skill, skill=skill, is_success=is_success, target="n1")


DEEDS: list[tuple[Event, int, str]] = [
    (Healed(ref="n1", amount=3, hp=4, by="c1"), 1, "was healed"),
    (CoinsChanged(ref="n1", amount_cp=500, coins_cp=500), 1, "was paid"),
    (QuestEnded(key="bell", title="x", status="completed"), 1, "was helped"),
    (check("persuasion", is_success=True), 1, "was asked well"),
    (QuestEnded(key="bell", title="x", status="failed"), -1, "was let down"),
    (check("intimidation", is_success=True), -1, "was threatened"),
    (check("deception", is_success=False), -1, "caught them in a lie"),
    (AttackMade(attacker="c1", target="n1", weapon="x", kind="melee", is_hit=False), -1, "was attacked"),
    (DamageTaken(ref="n1", amount=1, damage_type="fire", rolled=1, hp=3, by="c1"), -1, "was hurt"),
]  # fmt: skip


@pytest.mark.parametrize(("deed", "sign", "because"), DEEDS)
def test_what_is_done_to_somebody_moves_them(deed: Event, sign: int, because: str) -> None:
    (moved,) = regards(WORLD, [deed], WORLD)
    assert isinstance(moved, RegardChanged)
    assert (moved.ref, moved.because) == ("n1", because)
    assert moved.regard * sign > 0
    person = fold(WORLD, [moved]).creatures["n1"].person
    assert person is not None
    assert person.regard == moved.regard


@pytest.mark.parametrize(
    "deed",
    [
        check("deception", is_success=True),
        AttackMade(attacker="n2", target="n1", weapon="x", kind="melee", is_hit=True),
        DamageTaken(ref="n2", amount=1, damage_type="fire", rolled=1, hp=3, by="c1"),
        CoinsChanged(ref="n1", amount_cp=-500, coins_cp=0),
        Healed(ref="n1", amount=3, hp=4),
    ],
)
def test_a_lie_that_held_and_what_others_did_move_nobody(deed: Event) -> None:
    assert regards(WORLD, [deed], WORLD) == []


def test_half_of_it_is_forgotten_in_a_week() -> None:
    person = Person(role="x", regard=80, regard_at_min=100)
    assert regard_now(person, 100) == 80
    assert regard_now(person, 100 + HALVES_IN_MIN) == 40
    assert regard_now(person, 100 + 40 * HALVES_IN_MIN) == 0
    assert regard_word(person, 100 + 40 * HALVES_IN_MIN) == ""


def test_what_is_held_of_the_party_is_in_the_here_line() -> None:
    (moved,) = regards(WORLD, [check("intimidation", is_success=True)], WORLD)
    after = fold(WORLD, [moved])
    (line,) = [line for line in people_in_words(after) if line.startswith("Old Wen")]
    assert "cool towards the party: was threatened" in line
    assert "party" not in people_in_words(WORLD)[0]


@given(st.lists(st.sampled_from([deed for deed, _, _ in DEEDS]), max_size=40))
def test_it_stays_within_bounds_and_every_step_is_told(deeds: list[Event]) -> None:
    state = WORLD
    for deed in deeds:
        for moved in regards(state, [deed], state):
            assert isinstance(moved, RegardChanged)
            person = state.creatures["n1"].person
            assert person is not None
            assert person.regard + moved.by == moved.regard
            state = fold(state, [moved])
    person = state.creatures["n1"].person
    assert person is not None
    assert -MOST <= person.regard <= MOST
