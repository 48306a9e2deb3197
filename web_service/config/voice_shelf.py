"""The reference voices in words for the operator: the voice service's answer, read."""

from dataclasses import dataclass
from typing import Any

from web_service.clients.errors import ServiceError
from web_service.clients.recordings import Recordings

PREFIX = "reference:"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A recording."""

    name: str
    is_heard: bool
    has_consent: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """All recordings; `problem` says why none are known."""

    speaker: str = ""
    recordings: tuple[Shelved, ...] = ()
    problem: str = ""

    @property
    def is_unheard(self) -> bool:
        """Whether there are recordings that the speaker in use cannot sound like."""
        return bool(self.recordings) and not any(one.is_heard for one in self.recordings)


def shelf_now(asked: Recordings) -> Shelf:
    """Ask which there are; why that cannot be told is told instead."""
    try:
        return shelf_from(asked.all())
    except ServiceError as error:
        return Shelf(problem=str(error))


def shelf_from(answer: dict[str, Any]) -> Shelf:
    """Read the voice service's answer."""
    voices = answer.get("voices")
    rows = [row for row in voices if isinstance(row, dict)] if isinstance(voices, list) else []
    recordings = tuple(_shelved(row) for row in rows if row.get("kind") == "reference")
    return Shelf(str(answer.get("speaker") or ""), recordings)


def _shelved(row: dict[str, Any]) -> Shelved:
    return Shelved(
        name=str(row.get("voice", "")).removeprefix(PREFIX),
        is_heard=bool(row.get("heard_as_recorded")),
        has_consent=bool(row.get("has_consent")),
    )
