"""A dnd5eapi-shaped server over HTTP: the list of each kind, then its entries one by one. Never called in a turn.

Sizes and counts are bounded, what fails for a moment is tried again, an entry in no known shape is left out and named.
"""

import json
import re
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import stamina

from llm_brain.rules_reference.errors import RulesFileUnreadable, RulesServerFailed
from llm_brain.rules_reference.folder import Found
from llm_brain.rules_reference.piece import Piece
from llm_brain.rules_reference.shapes import KINDS, pieces_of

MAX_ANSWER_BYTES = 4 << 20
MAX_ENTRIES = 3000
"""Of one kind; the largest of the SRD has about 400."""
PAUSE_S = 0.02
"""Between two calls: a public server is a guest's."""
TIMEOUT_S = 20.0
ATTEMPTS = 4
INDEX = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,120}$")
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class _Passing(RulesServerFailed):
    """Worth another try."""


class RulesServer:
    """The server at `base_url`, such as http://localhost:3000/api/2014. `transport` is a seam for tests."""

    def __init__(
        self,
        base_url: str,
        transport: httpx.BaseTransport | None = None,
        *,
        pause_s: float = PAUSE_S,
        first_wait_s: float = 0.5,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._transport = transport
        self._pause_s = pause_s
        self._first_wait_s = first_wait_s

    @property
    def source(self) -> str:
        """What its pieces say they are from."""
        return f"5e API at {urlsplit(self._base).netloc or self._base}"

    def fetch(self, stop: threading.Event) -> Found:
        """Return everything the server has of the known kinds. Raises RulesServerFailed."""
        pieces: dict[str, Piece] = {}
        by_kind: dict[str, int] = {}
        left_out: list[str] = []
        with httpx.Client(
            timeout=httpx.Timeout(TIMEOUT_S, connect=5.0), transport=self._transport
        ) as http:
            for kind in KINDS:
                found = 0
                for index in self._indexes(http, kind):
                    if stop.wait(self._pause_s):
                        raise RulesServerFailed(reason="this process is stopping")
                    where = f"{kind}/{index}"
                    try:
                        made = pieces_of(kind, [self._get(http, where)], self.source, where)
                    except RulesFileUnreadable as error:
                        left_out.append(str(error.details["reason"]))
                        continue
                    pieces |= {piece.key: piece for piece in made}
                    found += 1
                by_kind[kind] = found
        if not pieces:
            raise RulesServerFailed(reason="it lists nothing of a known kind")
        return Found(tuple(pieces.values()), by_kind, tuple(left_out))

    def _indexes(self, http: httpx.Client, kind: str) -> Iterator[str]:
        """Yield what the server lists of a kind; nothing where it does not have the kind."""
        answer = self._get(http, kind, may_lack=True)
        if answer is None:
            return
        rows = answer.get("results") if isinstance(answer, dict) else answer
        if not isinstance(rows, list) or len(rows) > MAX_ENTRIES:
            raise RulesServerFailed(reason=f"its list of {kind} is no list of entries")
        for row in rows:
            index = row.get("index") if isinstance(row, dict) else None
            if isinstance(index, str) and INDEX.match(index):
                yield index

    def _get(self, http: httpx.Client, path: str, *, may_lack: bool = False) -> Any:
        for attempt in stamina.retry_context(
            on=_Passing,
            attempts=ATTEMPTS,
            timeout=None,
            wait_initial=self._first_wait_s,
            wait_jitter=self._first_wait_s,
            wait_max=16 * self._first_wait_s,
        ):
            with attempt:
                return self._ask(http, path, may_lack=may_lack)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _ask(self, http: httpx.Client, path: str, *, may_lack: bool) -> Any:
        try:
            with http.stream("GET", f"{self._base}/{path}") as answer:
                if may_lack and answer.status_code == 404:
                    return None
                if answer.status_code in PASSING:
                    raise _Passing(reason=f"{path} was answered with {answer.status_code}")
                if answer.status_code != 200:
                    raise RulesServerFailed(reason=f"{path} was answered with {answer.status_code}")
                return json.loads(_bounded(answer, path))
        except (httpx.TransportError, httpx.StreamError) as error:
            raise _Passing(reason=f"{path}: {error or type(error).__name__}") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
            raise RulesServerFailed(reason=f"{path}: {error}") from error


def _bounded(answer: httpx.Response, path: str) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > MAX_ANSWER_BYTES:
            raise RulesServerFailed(reason=f"{path} is larger than {MAX_ANSWER_BYTES >> 20} MiB")
    return bytes(body)
