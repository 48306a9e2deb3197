from hypothesis import given
from hypothesis import strategies as st

from llm_brain.narrators.server.opening import Opening


def said(*texts: str) -> str:
    opening = Opening()
    return "".join(opening.passed(text) for text in texts) + opening.rest()


def test_nothing_passes_before_the_first_sentence_is_whole() -> None:
    opening = Opening()
    assert opening.passed("The door ") == ""
    assert not opening.has_passed
    assert opening.passed("opens. Dust") == "The door opens. Dust"
    assert opening.has_passed
    assert opening.passed(" falls") == " falls"


def test_what_a_model_thinks_aloud_is_left_out() -> None:
    assert said("\n<thi", "nk>I should. Be brief. ", "</th", "ink>\n\nThe door opens. ") == (
        "The door opens. "
    )


def test_a_thought_without_an_end_is_no_telling() -> None:
    assert said("<think>On and on. ", "And on. ") == ""


@given(st.lists(st.text(alphabet="ab. <think>/", max_size=8)))
def test_words_that_begin_with_no_thought_come_out_as_they_went_in(texts: list[str]) -> None:
    assert said("A", *texts) == "A" + "".join(texts)
