"""Forms are filled within their deadline or not at all; a slow clerk is left in peace, a broken one costs nothing."""

import threading
import time
from collections.abc import Callable

import pytest
from pydantic import BaseModel

from llm_brain.narrators.desk import REST_S, Desk, clerk_of
from llm_brain.narrators.forms import Filled, Form, FormNotFilled, in_words, json_in
from llm_brain.narrators.protocol import ChatMessage, Standing
from llm_brain.narrators.storyteller import Storyteller


class Answer(BaseModel):
    """What the tests ask for."""

    word: str


class FakeClerk:
    """Fills forms as the test says."""

    name = "fake"
    is_in_process = False

    def __init__(self, fills: Callable[[threading.Event], str], state: str = "healthy") -> None:
        self.fills = fills
        self.state = state
        self.asked = 0

    def standing(self) -> Standing:
        return Standing(self.state)  # type: ignore[arg-type]

    def narrate(self, brief: object) -> None:
        """Tell nothing."""

    def fill(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        self.asked += 1
        return form.read(self.fills(given_up))


def form(deadline_s: float = 5.0) -> Form[Answer]:
    return Form("test", (ChatMessage("user", "Say a word."),), Answer, 50, deadline_s)


def hangs(given_up: threading.Event) -> str:
    given_up.wait(10)
    raise FormNotFilled(reason="given up")


def test_a_filled_form_comes_back_with_who_filled_it() -> None:
    filling = Desk().ask(FakeClerk(lambda _: '{"word": "rain"}'), form())
    assert filling.found == Answer(word="rain")
    assert filling.by == "fake"


@pytest.mark.parametrize("answer", ["", "{", '{"word": 1}', '{"word": "x"', "[" * 5000, "null"])
def test_garbage_is_no_answer_and_says_why(answer: str) -> None:
    filling = Desk().ask(FakeClerk(lambda _: answer), form())
    assert filling.found is None
    assert filling.why


def test_past_the_deadline_nothing_is_waited_for_and_the_clerk_hears_of_it() -> None:
    heard = threading.Event()

    def slow(given_up: threading.Event) -> str:
        if given_up.wait(10):
            heard.set()
        raise FormNotFilled(reason="given up")

    began = time.monotonic()
    filling = Desk().ask(FakeClerk(slow), form(0.05))
    assert filling.found is None
    assert time.monotonic() - began < 5
    assert heard.wait(10)


def test_a_clerk_that_was_too_slow_is_left_in_peace_for_longer_each_time() -> None:
    now = [0.0]
    clerk = FakeClerk(hangs)
    desk = Desk(clock=lambda: now.__setitem__(0, now[0] + 0.1) or now[0])  # type: ignore[func-returns-value]
    rests = []
    for _ in range(3):
        asked = clerk.asked
        while clerk.asked == asked:
            desk.ask(clerk, form(0.3))
            now[0] += 1
        rests.append(now[0])
    assert clerk.asked == 3
    assert rests[2] - rests[1] > rests[1] - rests[0] > REST_S[0]


def test_a_form_that_nobody_wants_any_more_is_given_up() -> None:
    began = time.monotonic()
    filling = Desk().ask(FakeClerk(hangs), form(60), is_unwanted=lambda: True)
    assert filling.found is None
    assert time.monotonic() - began < 5


def test_a_clerk_that_breaks_costs_an_answer_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)

    def breaks(given_up: threading.Event) -> str:
        raise ZeroDivisionError

    assert Desk().ask(FakeClerk(breaks), form()).found is None


def test_the_storyteller_fills_no_forms() -> None:
    ladder = (FakeClerk(lambda _: "", "loading"), Storyteller())
    assert clerk_of(ladder) is None  # type: ignore[arg-type]
    assert Desk().ask(None, form()).found is None


def test_the_best_narrator_that_can_be_asked_is_asked() -> None:
    first, second = FakeClerk(lambda _: "", "unavailable"), FakeClerk(lambda _: "")
    assert clerk_of((first, second, Storyteller())) is second  # type: ignore[arg-type]


def test_a_form_in_words_carries_its_schema_in_the_question() -> None:
    *before, asked = in_words(form())
    assert not before
    assert '"word"' in asked.content


def test_json_is_found_among_other_words() -> None:
    assert json_in('Sure! ```json\n{"word": "rain"}\n```') == '{"word": "rain"}'
    assert json_in("no json here") == "no json here"
