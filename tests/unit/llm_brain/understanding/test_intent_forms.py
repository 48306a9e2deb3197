"""A model's reading names only what is there, and is taken only when every check agrees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.scene import scene_of
from llm_brain.turn.intent import read_actions
from llm_brain.understanding.exemplars import HARMING
from llm_brain.understanding.intent_checks import NotTaken, checked
from llm_brain.understanding.intent_form import KINDS, NOBODY, IntentForm, intent_form
from llm_brain.understanding.targets import Situation
from tests.unit.llm_brain.proposing.conftest import begun

STATE = begun(3, "high_fantasy", "wizard")
LIKELY = dict.fromkeys(KINDS, 0.5)


def situation(state: State = STATE) -> Situation:
    return Situation(scene_of(state, "c1"), state, "c1")


FORM = intent_form(situation())
PERSON = next(name for name, noun in FORM.targets.items() if noun.kind == "person")
WAY = next(name for name, noun in FORM.targets.items() if noun.kind == "exit")
CARRIED = next(name for name, means in FORM.means.items() if means.sort == "item")


def read(message: str, likely: dict[str, float] | None = None, **filled: str) -> Action:
    fields = {"target": NOBODY, "means": NOBODY} | filled
    deed = FORM.wanted.model_validate(fields)
    return checked(FORM, deed, message, situation(), LIKELY if likely is None else likely)  # type: ignore[arg-type]


def test_what_is_not_there_cannot_be_filled_in() -> None:
    for fields in (
        {"kind": "fly", "target": NOBODY, "means": NOBODY},
        {"kind": "talk", "target": "the king of the moon", "means": NOBODY},
        {"kind": "cast", "target": NOBODY, "means": "wish"},
        {"kind": "talk", "target": PERSON, "means": NOBODY, "damage": 99},
    ):
        with pytest.raises(ValidationError):
            FORM.wanted.model_validate(fields)


def test_every_noun_of_the_scene_has_a_name_of_its_own() -> None:
    assert {n.ref for n in FORM.targets.values()} == {
        n.ref for n in situation().scene.nouns if n.kind not in ("item_carried",) and n.ref != "c1"
    }


def test_a_reading_becomes_the_action_it_says() -> None:
    made = read("I saunter off yonder", kind="move", target=WAY)
    assert (made.kind, made.target_ref) == ("move", FORM.targets[WAY].ref)
    made = read("What gives?", kind="talk", target=PERSON)
    assert (made.kind, made.target_ref) == ("talk", FORM.targets[PERSON].ref)
    assert made.text == "What gives?"


@pytest.mark.parametrize(
    ("message", "filled"),
    [
        ("hm", {"kind": "unclear"}),
        ("I set off", {"kind": "move"}),
        ("I set off", {"kind": "move", "target": PERSON}),
        ("I chatter", {"kind": "talk"}),
        ("I let loose", {"kind": "attack", "target": PERSON}),
        ("I let loose", {"kind": "attack", "target": WAY}),
        ("zap", {"kind": "cast"}),
        ("zap", {"kind": "look", "means": "stealth"}),
        ("hm", {"kind": "skill_check"}),
        ("hm", {"kind": "drop", "means": CARRIED}),
        ("hm", {"kind": "give", "target": PERSON}),
        ("I never hit anybody", {"kind": "attack", "target": PERSON}),
    ],
)
def test_what_a_check_doubts_is_not_taken_and_says_why(
    message: str, filled: dict[str, str]
) -> None:
    with pytest.raises(NotTaken) as off:
        read(message, **filled)
    assert off.value.reason


def test_nobody_is_struck_on_a_models_word_alone() -> None:
    with pytest.raises(NotTaken):
        read("I swing around in joy", kind="attack", target=PERSON)
    with pytest.raises(NotTaken):
        read(f"Shall I kill {PERSON}?", kind="attack", target=PERSON)
    with pytest.raises(NotTaken):
        read(f"I hum for {PERSON}", {"attack": 0.0}, kind="attack", target=PERSON)
    assert read(f"I deck {PERSON}", kind="attack", target=PERSON).kind == "attack"


def test_a_slot_is_not_spent_on_a_spell_that_was_not_named() -> None:
    spells = {m.key: name for name, m in FORM.means.items() if m.sort == "spell"}
    with pytest.raises(NotTaken):
        read("I want to be safe", kind="cast", means=spells["mage-armor"])
    assert (
        read("mage armour, mage armor!", kind="cast", means=spells["mage-armor"]).spell
        == "mage-armor"
    )


def _of(form: IntentForm) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "target": st.sampled_from([NOBODY, *form.targets]),
            "means": st.sampled_from([NOBODY, *form.means]),
        }
    )


@settings(max_examples=200, deadline=None)
@given(fields=_of(FORM), message=st.text(min_size=1, max_size=60))
def test_whatever_a_model_reads_the_referee_can_take_it(
    fields: dict[str, str], message: str
) -> None:
    try:
        made = read(message, **fields)
    except NotTaken:
        return
    assert made.kind not in HARMING or made.kind == fields["kind"]
    after = resolve_turn(STATE, [made], "c1", ForcedDice(), 5).state
    assert after.creatures["c1"].hp <= STATE.creatures["c1"].hp_max


def test_a_plain_message_leaves_the_reader_in_no_doubt() -> None:
    sure = read_actions(f"I talk to {PERSON}", scene_of(STATE, "c1"), STATE, "c1")
    assert sure.doubt is None
    lost = read_actions("florble the wumpus sideways", scene_of(STATE, "c1"), STATE, "c1")
    assert lost.doubt is not None
    assert lost.actions[0].kind == "unclear"
