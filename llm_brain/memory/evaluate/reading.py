"""Conversations and questions from files of JSON lines, checked line by line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from llm_brain.errors import BrainError

Row = TypeVar("Row", bound=BaseModel)


class DataNotUnderstood(BrainError):
    """A file of turns or questions is not what it should be."""

    code = "data_not_understood"
    status = 422
    template = "{path}, line {line}: {reason}"


class Turn(BaseModel):
    """Something said. `conversation` tells several conversations of one file apart."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    id: str
    text: str
    speaker: str = ""
    session: str = ""
    time: str = ""
    conversation: str = ""

    @field_validator("speaker", "session", "time", "conversation", mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return "" if value is None else value


class Question(BaseModel):
    """Something asked, and the ids of the turns that answer it."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    question: str
    evidence: list[str]
    conversation: str = ""

    @field_validator("conversation", mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return "" if value is None else value


def turns_from(path: Path) -> dict[str, list[Turn]]:
    """Return the turns of each conversation, in their order. Raises DataNotUnderstood."""
    found: dict[str, list[Turn]] = {}
    known: set[tuple[str, str]] = set()
    for number, turn in _lines(path, Turn):
        if (turn.conversation, turn.id) in known:
            raise DataNotUnderstood(path=path, line=number, reason=f"id {turn.id!r} was there")
        known.add((turn.conversation, turn.id))
        found.setdefault(turn.conversation, []).append(turn)
    if not found:
        raise DataNotUnderstood(path=path, line=1, reason="the file holds no turns")
    return found


def questions_from(path: Path, turns: dict[str, list[Turn]]) -> tuple[list[Question], int]:
    """Return the questions that can be measured, and how many cannot: all evidence must be turns of the conversation.

    Raises DataNotUnderstood.
    """
    known = {name: {turn.id for turn in of} for name, of in turns.items()}
    asked = [question for _, question in _lines(path, Question)]
    measurable = [
        q for q in asked if q.evidence and set(q.evidence) <= known.get(q.conversation, set())
    ]
    if not measurable:
        reason = "no question of the file has evidence that is a turn of its conversation"
        raise DataNotUnderstood(path=path, line=1, reason=reason)
    return measurable, len(asked) - len(measurable)


def _lines(path: Path, shape: type[Row]) -> Iterator[tuple[int, Row]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataNotUnderstood(path=path, line=1, reason=f"cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, shape.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            reason = f"{where or 'the line'}: {first['msg']}"
            raise DataNotUnderstood(path=path, line=number, reason=reason) from error
