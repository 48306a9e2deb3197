"""The key of a language-model server goes to the brain, and is seen nowhere again: no page, no cookie, no log."""

import logging
from collections.abc import Iterator

import httpx
import pytest

from tests.unit.web_service.conftest import Person
from tests.unit.web_service.operator_brain import (
    ADDRESS,
    KEY,
    REPORT,
    FakeBrain,
    refusal,
    standing_in,
    words,
)
from web_service.clients.language_model import without
from web_service.observe.troubles import newest_first


@pytest.fixture
def brain() -> Iterator[FakeBrain]:
    with standing_in() as brain:
        yield brain


@pytest.mark.parametrize(
    "address",
    [f"https://{KEY}@host/v1", f"https://u:a@{KEY}@host/v1", f"https://host/v1?key={KEY}"],
)
def test_an_address_with_a_key_in_it_is_refused_and_not_shown_again(
    staff: Person, brain: FakeBrain, address: str
) -> None:
    answer = staff.post("/operator/model", {"base_url": address})
    assert answer.status_code == 422
    assert KEY not in words(answer)
    assert brain.asked == []


class EveryRecord(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(
            f"{record.getMessage()} {record.exc_text} {record.exc_info} {vars(record)}"
        )


@pytest.fixture
def every_record() -> Iterator[list[str]]:
    """All that any logger says, from DEBUG up."""
    handler, root = EveryRecord(), logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "httpx", "httpcore", "django")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield handler.said
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("call", ["/operator/model", "/operator/model/questions"])
@pytest.mark.parametrize("how", ["taken", "refused", "broken", "away", "repeated"])
def test_a_key_is_in_no_page_and_no_log(
    staff: Person, brain: FakeBrain, every_record: list[str], call: str, how: str
) -> None:
    place = "PUT /model" if call == "/operator/model" else "POST /validate-model"
    repeating = {**REPORT, "summary": KEY, "narrators": [{"narrator": "server", "reason": KEY}]}
    if how == "refused":
        brain.refuses[place] = refusal(422, "refused", f"The key {KEY} is no key.")
    if how == "broken":
        brain.refuses[place] = refusal(500, "internal_error", f"Incorrect API key provided: {KEY}")
    if how == "repeated":
        brain.refuses[place] = httpx.Response(200, json=repeating)
    if how == "away":
        brain.fails[place] = httpx.ReadError
    answer = staff.post(call, {"base_url": ADDRESS, "key": KEY})
    assert brain.asked[0][2]["key"] == KEY
    after = words(staff.get("/operator/"))
    assert KEY not in words(answer) + str(answer.headers) + str(answer.cookies) + after
    assert [said for said in every_record if KEY in said] == []
    assert KEY not in str(newest_first())


def test_a_key_is_taken_out_of_everything_but_what_is_too_short_to_be_one() -> None:
    found = {"a": [f"x{KEY}y", 3], "b": {"c": KEY}}
    assert without(KEY, found) == {"a": ["x•••y", 3], "b": {"c": "•••"}}
    assert without("e", "sentence") == "sentence"
    assert without("", "sentence") == "sentence"
