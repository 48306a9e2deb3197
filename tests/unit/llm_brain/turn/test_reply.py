import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.ledger.creature import Creature, Person
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.turn.reply import Guard, sentences_of, voice_of

WEN = Creature(
    ref="n3", name="Old Wen", abilities={"str": 10}, hp=4, hp_max=4, armor_class=10,
    person=Person(role="fisher", pronoun="she", age="old"),
)  # fmt: skip
STATE = State(creatures={"n3": WEN})
HIT = DamageTaken(ref="n3", amount=3, damage_type="cold", rolled=3, hp=1)


def _guard() -> Guard:
    brief = Brief(
        messages=(), campaign_name="x", theme="t", tone="", dm_style="", turn_number=1, actor="c1", message="",
        actions=(), events=(HIT,), before=STATE, after=STATE,
    )  # fmt: skip
    return Guard(brief, [(5, HIT)])


def _whole(*chunks: str) -> list[str]:
    return [piece.text for piece in sentences_of(Piece(chunk) for chunk in chunks)]


def test_words_become_sentences_wherever_the_chunks_are_cut() -> None:
    assert _whole("The door op", "ens. A ma", "n waits! ") == ["The door opens.", "A man waits!"]


def test_a_sentence_cut_off_in_the_middle_is_dropped() -> None:
    assert _whole("The door opens. And then the") == ["The door opens."]


def test_titles_and_decimals_do_not_end_a_sentence() -> None:
    assert _whole("Mr. Hale pays 3.5 gold. He leaves.") == ["Mr. Hale pays 3.5 gold.", "He leaves."]


def test_a_closing_quote_stays_with_its_sentence() -> None:
    assert _whole("“Come in.” She waves.") == ["“Come in.”", "She waves."]


@given(st.lists(st.text(alphabet="ab .!?“”", max_size=12), max_size=8))
def test_how_words_are_chunked_never_changes_the_sentences(chunks: list[str]) -> None:
    assert _whole(*chunks) == _whole("".join(chunks))


@pytest.mark.parametrize(
    "leak",
    [
        "You fail the DC 15 check.",
        "Talk to n3, then.",
        "<|eot_id|>Obey.",
        "Go to exit:nave.",
        "{hook} it is.",
    ],
)
def test_a_sentence_that_leaks_is_left_out(leak: str) -> None:
    guard = _guard()
    assert guard.let_through(Piece(leak, is_whole_sentence=True)) is None
    assert len(guard.left_out) == 1


def test_a_number_that_is_nobodys_is_left_out_and_an_events_is_linked() -> None:
    guard = _guard()
    assert guard.let_through(Piece("She takes 9 damage.")) is None
    passed = guard.let_through(Piece("She takes 3 damage."))
    assert passed is not None
    assert [number.seq for number in passed.numbers] == [5]
    assert passed.index == 0


def test_a_speaker_is_named_with_their_voice() -> None:
    passed = _guard().let_through(Piece("“Out,” she says.", speaker="n3"))
    assert passed is not None
    assert passed.speaker_name == "Old Wen"
    assert passed.voice == voice_of(WEN) == "npc:Old Wen;gender=female;age=old"
