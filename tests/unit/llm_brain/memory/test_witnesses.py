"""Who comes to know what in a turn."""

import pytest

from llm_brain.ledger.events.fights import EncounterEnded
from llm_brain.ledger.events.people import PersonAsked
from llm_brain.memory.witnesses import RUMOUR_MIN, learned, present
from llm_brain.narrators.protocol import Memory
from tests.unit.llm_brain.turn.test_prompt import STATE

SEEN = Memory(segment_id=5, text="x", score=4.0, wording=3.0)
FAINT = Memory(segment_id=6, text="y", score=1.0, wording=0.2)
ANSWER = PersonAsked(ref="n1", by="c1", said="x", manner="does_not_know")
WON = EncounterEnded(key="k", outcome="won")


def test_who_was_there_saw_it_and_nobody_else() -> None:
    far = STATE.creatures["n1"].model_copy(update={"ref": "n9", "location": "elsewhere"})
    fallen = STATE.creatures["n2"].model_copy(update={"ref": "n8", "hp": 0})
    creatures = {**STATE.creatures, "n9": far, "n8": fallen}
    state = STATE.model_copy(update={"creatures": creatures})
    assert set(present(state, state)) == {"c1", "n1", "n2"}


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("I tell Wen that the chapel burned", True),
        ("I warn her about the tide", True),
        ("What happened at the chapel?", False),
        ("I ask Wen to tell me of the chapel", False),
        ("I hum", False),
    ],
)
def test_what_is_told_outright_is_known_to_those_who_hear_it(said: str, is_told: bool) -> None:
    found = learned(STATE, [ANSWER], STATE, said, (), (SEEN, FAINT))
    assert found.told == ((5,) if is_told else ())
    assert set(found.hearers) == {"n1", "n2"}


def test_what_somebody_says_is_known_to_those_who_stand_by() -> None:
    assert learned(STATE, [ANSWER], STATE, "x?", (SEEN,), ()).told == (5,)
    refused = ANSWER.model_copy(update={"manner": "refuses"})
    assert learned(STATE, [refused], STATE, "x?", (SEEN,), ()).told == ()


def test_news_gets_about_where_somebody_saw_it_and_after_a_while() -> None:
    assert learned(STATE, [WON], STATE, "", (), ()).rumour_from_min == STATE.clock_min + RUMOUR_MIN
    assert learned(STATE, [], STATE, "", (), ()).rumour_from_min is None
    alone = STATE.model_copy(update={"creatures": {"c1": STATE.creatures["c1"]}})
    assert learned(alone, [WON], alone, "", (), ()).rumour_from_min is None
