"""The client against a fake server with the shapes of the public 5e API."""

import threading
from collections.abc import Callable

import httpx
import pytest

from llm_brain.rules_reference.client import MAX_ANSWER_BYTES, RulesServer
from llm_brain.rules_reference.errors import RulesServerFailed
from llm_brain.rules_reference.folder import Found
from tests.unit.llm_brain.rules_reference.small_database import DATABASE, DIZZY, ref

BASE = "http://rules.test:3000/api/2014"


class FakeServer:
    """Answers lists and entries like the public API; `spoil` answers instead where it wants to."""

    def __init__(self, spoil: Callable[[str, int], httpx.Response | None] | None = None) -> None:
        self.asked: list[str] = []
        self._spoil = spoil or (lambda _path, _times: None)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/2014/")
        self.asked.append(path)
        spoiled = self._spoil(path, self.asked.count(path))
        if spoiled is not None:
            return spoiled
        kind, _, index = path.partition("/")
        rows = DATABASE.get(kind)
        if rows is None:
            return httpx.Response(404, json={"error": "Not found"})
        if not index:
            listed = [ref(row["index"], row["name"], kind) for row in rows]
            return httpx.Response(200, json={"count": len(listed), "results": listed})
        found = next((row for row in rows if row["index"] == index), None)
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={})


def fetched(fake: FakeServer, stop: threading.Event | None = None) -> Found:
    server = RulesServer(BASE, httpx.MockTransport(fake), pause_s=0, first_wait_s=0)
    return server.fetch(stop or threading.Event())


def test_every_listed_entry_is_fetched_with_the_server_as_its_source() -> None:
    found = fetched(FakeServer())
    assert {p.key for p in found.pieces} == {
        "spells/ember-dart", "spells/light", "conditions/dizzy", "monsters/marsh-imp", "equipment/bow-hand",
        "rule-sections/boats", "rule-sections/boats#rowing hard",
    }  # fmt: skip
    assert {p.source for p in found.pieces} == {"5e API at rules.test:3000"}


def test_a_failure_that_passes_is_tried_again() -> None:
    def spoil(path: str, times: int) -> httpx.Response | None:
        return httpx.Response(503) if path == "spells/light" and times < 3 else None

    fake = FakeServer(spoil)
    assert "spells/light" in {p.key for p in fetched(fake).pieces}
    assert fake.asked.count("spells/light") == 3


def test_a_failure_that_stays_ends_the_fetch() -> None:
    fake = FakeServer(lambda path, _: httpx.Response(502) if path == "monsters" else None)
    with pytest.raises(RulesServerFailed):
        fetched(fake)


def test_a_refusal_is_not_asked_again() -> None:
    fake = FakeServer(lambda path, _: httpx.Response(403) if path == "spells" else None)
    with pytest.raises(RulesServerFailed):
        fetched(fake)
    assert fake.asked.count("spells") == 1


def test_a_server_that_cannot_be_reached_is_said_so() -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    server = RulesServer(BASE, httpx.MockTransport(nobody), pause_s=0, first_wait_s=0)
    with pytest.raises(RulesServerFailed):
        server.fetch(threading.Event())


def test_an_entry_in_no_known_shape_is_left_out_and_the_others_stay() -> None:
    broken = {"index": "dizzy", "name": "Dizzy", "desc": 5}
    fake = FakeServer(
        lambda path, _: httpx.Response(200, json=broken) if path == "conditions/dizzy" else None
    )
    found = fetched(fake)
    assert "conditions/dizzy" not in {p.key for p in found.pieces}
    assert len(found.left_out) == 1
    assert found.by_kind["spells"] == 2


def test_an_answer_without_an_end_is_not_read_to_its_end() -> None:
    huge = httpx.Response(200, content=b" " * (MAX_ANSWER_BYTES + 1))
    fake = FakeServer(lambda path, _: huge if path == "spells" else None)
    with pytest.raises(RulesServerFailed):
        fetched(fake)


@pytest.mark.parametrize("body", ["<html>", '{"results": 5}', "[" * 100_000])
def test_a_list_that_is_none_is_refused(body: str) -> None:
    fake = FakeServer(lambda path, _: httpx.Response(200, text=body) if path == "spells" else None)
    with pytest.raises(RulesServerFailed):
        fetched(fake)


def test_an_index_that_is_no_index_is_never_asked_for() -> None:
    listed = {"results": [{"index": "../../admin"}, {"index": 5}, "x", {"index": DIZZY["index"]}]}
    fake = FakeServer(
        lambda path, _: httpx.Response(200, json=listed) if path == "conditions" else None
    )
    fetched(fake)
    assert [path for path in fake.asked if path.startswith("conditions/")] == ["conditions/dizzy"]


def test_a_server_with_nothing_known_is_refused() -> None:
    with pytest.raises(RulesServerFailed):
        fetched(FakeServer(lambda _path, _times: httpx.Response(404)))


def test_a_fetch_ends_when_the_process_does() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(RulesServerFailed):
        fetched(FakeServer(), stop)
