import logging
import re

import pytest

from llm_brain.observe.logs import KeyValues
from llm_brain.observe.trail import following

PAIR = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


def written(message: str, *args: object, **extra: object) -> str:
    logger = logging.getLogger("llm_brain.test")
    record = logger.makeRecord(logger.name, logging.INFO, "f", 1, message, args, None, extra=extra)
    return KeyValues().format(record)


def pairs(line: str) -> dict[str, str]:
    return dict(PAIR.findall(line))


def test_a_record_says_whose_work_it_is() -> None:
    with following(request_id="0123456789abcdef", campaign_id=3):
        found = pairs(written("told", narrator="storyteller"))
    assert found["request_id"] == "0123456789abcdef"
    assert found["campaign_id"] == "3"
    assert found["narrator"] == "storyteller"
    assert found["level"] == "info"


def test_nobodys_work_has_no_trail() -> None:
    assert set(pairs(written("started"))) == {"ts", "level", "logger", "msg"}


@pytest.mark.parametrize("typed", ["a\nts=1 level=error msg=forged", 'x" level="error', "a\r\nb"])
def test_what_a_player_types_stays_in_one_value_of_one_line(typed: str) -> None:
    line = written("message %s", typed)
    assert len(line.splitlines()) == 1
    assert pairs(line)["level"] == "info"


def test_a_traceback_follows_its_record_and_cannot_look_like_one() -> None:
    try:
        raise ValueError("ts=1 level=info")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": __import__("sys").exc_info()})
    first, *rest = KeyValues().format(record).splitlines()
    assert pairs(first)["msg"] == "failed"
    assert rest
    assert all(line.startswith("  | ") for line in rest)
