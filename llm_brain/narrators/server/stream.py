"""Reads what a server sends back, whatever its habits: server-sent events, or one JSON body where `stream` was ignored.

It knows no HTTP and no clock: bytes in, words out. Broken input raises ServerBroke; an error that the server tells of,
RequestRefused or ServerBusy.
"""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from llm_brain.narrators.server.errors import (
    RequestRefused,
    ServerBroke,
    ServerBusy,
    ServerTrouble,
)

MOST_CHARS = 2_000_000
"""Of one line, or of a body that is no stream."""
LINE_END = re.compile(r"\r\n|\n|\r(?!$)")
BUSY = re.compile(r"overload|rate.?limit|too many|capacity|busy|loading model", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """Some words of an answer; `finish` is why it ended (stop, length), on its last piece."""

    text: str = ""
    finish: str | None = None


class Reader:
    """Feed it bytes as they come; it yields words. `is_done` once the server said that this was all."""

    def __init__(self, replica: str) -> None:
        self._replica = replica
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self._data: list[str] = []
        self._body: list[str] = []
        self._is_plain = False
        self._read_chars = 0
        self.is_done = False

    def feed(self, chunk: bytes) -> Iterator[Words]:
        """Yield the words that are whole now. Raises ServerTrouble."""
        self._rest += self._decoder.decode(chunk)
        lines = LINE_END.split(self._rest)
        self._rest = lines.pop()
        if len(self._rest) > MOST_CHARS:
            raise self._broke("sent a line without an end")
        for line in lines:
            yield from self._line(line.rstrip("\r").removeprefix("\ufeff"))

    def end(self) -> Iterator[Words]:
        """Yield what is left when the body is over. Raises ServerTrouble when it ended in the middle."""
        yield from self._line((self._rest + self._decoder.decode(b"", final=True)).rstrip("\r"))
        self._rest = ""
        if self._is_plain:
            yield from self._whole("\n".join(self._body))
        elif self._data:
            raise self._broke("sent an event that is no JSON")
        if not self.is_done:
            raise self._broke("broke off before the end of its answer")

    def _line(self, line: str) -> Iterator[Words]:
        if self.is_done:
            return
        if self._is_plain or (not self._data and line.lstrip()[:1] in ("{", "[")):
            self._is_plain = True
            self._body.append(line)
            self._read_chars += len(line)
            if self._read_chars > MOST_CHARS:
                raise self._broke("sent a body without an end")
            return
        if line.startswith("data:"):
            yield from self._event(line.removeprefix("data:").removeprefix(" "))
        elif not line:
            if any(part.strip() for part in self._data):
                raise self._broke("sent an event that is no JSON")
            self._data = []
        elif not line.startswith((":", "event:", "id:", "retry:")):
            raise self._broke("answered something that is no chat completion")

    def _event(self, data: str) -> Iterator[Words]:
        if data.strip() == "[DONE]":
            self.is_done = True
            return
        self._data.append(data)
        try:
            found = json.loads("\n".join(self._data))
        except (ValueError, RecursionError):
            return
        self._data = []
        yield from self._chunk(found)

    def _whole(self, body: str) -> Iterator[Words]:
        try:
            found = [json.loads(body)]
        except (ValueError, RecursionError):
            try:
                found = [json.loads(line) for line in body.splitlines() if line.strip()]
            except (ValueError, RecursionError):
                raise self._broke("answered something that is no JSON") from None
        for chunk in found:
            yield from self._chunk(chunk)
        self.is_done = True

    def _chunk(self, found: Any) -> Iterator[Words]:
        if not isinstance(found, dict):
            raise self._broke("answered something that is no chat completion")
        if (told := error_in(found)) is not None:
            raise trouble(self._replica, told)
        choices = found.get("choices")
        if not isinstance(choices, list):
            raise self._broke("answered something that is no chat completion")
        if not choices or not isinstance(choices[0], dict):
            return
        finish = choices[0].get("finish_reason")
        finish = finish if isinstance(finish, str) and finish else None
        text = _text(choices[0])
        if text or finish:
            yield Words(text, finish)
        self.is_done = self.is_done or finish is not None

    def _broke(self, reason: str) -> ServerBroke:
        return ServerBroke(replica=self._replica, reason=reason)


def _text(choice: dict[str, Any]) -> str:
    for holder in (choice.get("delta"), choice.get("message"), choice):
        if not isinstance(holder, dict):
            continue
        content = holder.get("content", holder.get("text"))
        if isinstance(content, str):
            return content
        if isinstance(content, list):
            parts = [part.get("text") for part in content if isinstance(part, dict)]
            return "".join(part for part in parts if isinstance(part, str))
    return ""


def error_in(found: Any) -> str | None:
    """Return what an error body says, in at most 200 characters; None when it is none."""
    if not isinstance(found, dict):
        return None
    told = found.get("error")
    if told is None and found.get("object") == "error":
        told = found
    if told is None and "choices" not in found:
        told = found.get("detail")
    if not told:
        return None
    said = told.get("message") or told.get("type") or told if isinstance(told, dict) else told
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", str(said))[:200]


def trouble(replica: str, told: str) -> ServerTrouble:
    """Return what an error told inside an answer amounts to."""
    if BUSY.search(told):
        return ServerBusy(replica=replica, reason=f"is busy: {told}")
    return RequestRefused(replica=replica, reason=f"answered with an error: {told}")
