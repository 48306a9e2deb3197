import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.narrators.server.errors import RequestRefused, ServerBroke, ServerBusy, ServerTrouble
from llm_brain.narrators.server.stream import Reader
from tests.unit.llm_brain.narrators.server.fake_server import DONE, chunk

GOOD = chunk() + chunk("Grüße ") + chunk("aus dem “Turm”. ") + chunk("", "stop") + DONE
TEXT = "Grüße aus dem “Turm”. "


def read(*parts: bytes) -> str:
    reader = Reader("here")
    words = [w.text for part in parts for w in reader.feed(part)]
    if not reader.is_done:
        words += [w.text for w in reader.end()]
    return "".join(words)


@given(st.lists(st.integers(1, 40), max_size=60))
def test_where_the_bytes_are_cut_changes_nothing(sizes: list[int]) -> None:
    parts, rest = [], GOOD
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    assert read(*parts, rest) == TEXT


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_any_line_end_will_do(end: bytes) -> None:
    assert read(GOOD.replace(b"\n", end)) == TEXT


def test_comments_names_and_ids_are_passed_over() -> None:
    noise = b": keep-alive\n\nevent: message\nid: 7\nretry: 10\n\n: again\n\n"
    assert read(noise + chunk("A word. ") + noise + DONE) == "A word. "


def test_events_without_a_blank_line_between_are_read() -> None:
    assert read(GOOD.replace(b"\n\n", b"\n")) == TEXT


def test_an_event_over_several_data_lines_is_one() -> None:
    body = json.dumps(
        {"choices": [{"delta": {"content": "One."}, "finish_reason": None}]}, indent=1
    )
    lines = b"".join(b"data: " + line.encode() + b"\n" for line in body.splitlines())
    assert read(lines + b"\n" + DONE) == "One."


def test_a_stream_may_end_with_its_finish_reason_alone() -> None:
    assert read(chunk("A word. ") + chunk(None, "length")) == "A word. "


def test_pieces_without_words_are_nothing() -> None:
    usage = b'data: {"choices": [], "usage": {"completion_tokens": 3}}\n\n'
    nothing = b'data: {"choices": [{"delta": {"content": null}}]}\n\n'
    assert read(usage + nothing + chunk("Yes. ") + usage + DONE) == "Yes. "


def test_a_server_that_does_not_stream_is_read_whole() -> None:
    whole = {"choices": [{"message": {"content": "All at once. "}, "finish_reason": "stop"}]}
    assert read(json.dumps(whole, indent=2).encode()) == "All at once. "


def test_words_in_parts_are_joined() -> None:
    content = [{"type": "text", "text": "One "}, {"type": "text", "text": "two."}]
    whole = {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
    assert read(json.dumps(whole).encode()) == "One two."


def test_the_old_completion_shape_is_read() -> None:
    whole = {"choices": [{"text": "Old. ", "finish_reason": "stop"}]}
    assert read(json.dumps(whole).encode()) == "Old. "


def test_lines_of_bare_json_are_read() -> None:
    lines = [chunk("One "), chunk("two.", "stop")]
    assert read(b"".join(line.removeprefix(b"data: ") for line in lines)) == "One two."


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbf" + GOOD) == TEXT


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'data: {"error": {"message": "out of memory", "code": 500}}\n\n', RequestRefused),
        (b'{"error": "the model is overloaded"}', ServerBusy),
        (b'{"object": "error", "message": "no such model"}', RequestRefused),
        (b'event: error\ndata: {"error": {"message": "rate limit"}}\n\n', ServerBusy),
        (b'{"detail": "not found"}', RequestRefused),
    ],
)
def test_an_error_in_the_answer_is_one(body: bytes, kind: type[ServerTrouble]) -> None:
    with pytest.raises(kind):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Welcome to nginx</body></html>",
        b"data: {half a thing\n\n",
        b'data: {"half": ',
        b"data: 7\n\n",
        b'data: {"id": "x"}\n\n',
        b"{not json",
        b"[1, 2]",
        b"\x00\xff\xfe\x80 noise",
        b"",
        b"data: " + b"[" * 100_000 + b"\n\n",
        chunk("It only began"),
    ],
)
def test_what_is_no_answer_is_broken(body: bytes) -> None:
    with pytest.raises(ServerBroke):
        read(body)


def test_a_line_without_an_end_is_not_kept_for_ever() -> None:
    with pytest.raises(ServerBroke):
        read(*[b"data: " + b"x" * 500_000] * 5)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise_anything_else(body: bytes) -> None:
    with suppress(ServerTrouble):
        read(body)
