import threading

from hypothesis import given
from hypothesis import strategies as st

from llm_brain.observe.trail import LEGAL, accepted, following, in_this_trail, note, trail


def test_what_is_noted_inside_a_block_ends_with_it() -> None:
    with following(campaign_id=3):
        note(turn_id=9)
        assert trail() == {"campaign_id": 3, "turn_id": 9}
    assert trail() == {}


def test_a_thread_takes_the_trail_along() -> None:
    seen: list[object] = []
    with following(request_id="abcdefgh"):
        thread = threading.Thread(target=in_this_trail(lambda: seen.append(trail())))
    thread.start()
    thread.join()
    assert seen == [{"request_id": "abcdefgh"}]


def test_a_fit_id_is_kept() -> None:
    assert accepted("turn-0001.a_b") == "turn-0001.a_b"


@given(st.text())
def test_whatever_is_sent_the_id_is_fit_for_a_log(sent: str) -> None:
    assert LEGAL.fullmatch(accepted(sent))
