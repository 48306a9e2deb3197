"""One whole answer of a server for a probe: its words, how they came, and what it counted. It decides nothing."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import httpx

from llm_brain.narrators.server import asking
from llm_brain.narrators.server.errors import ServerBroke

LIMIT_S = 60.0


@dataclass(frozen=True)
class Answer:
    """An answer, how many pieces it came in, why it ended, and seconds to its first words."""

    text: str
    pieces: int
    finish: str | None
    first_words_s: float | None
    took_s: float


async def answer_of(
    client: httpx.AsyncClient, label: str, body: dict[str, Any], limit_s: float = LIMIT_S
) -> Answer:
    """Ask once. Raises ServerTrouble."""
    began = time.monotonic()
    texts: list[str] = []
    finish, first_s = None, None
    try:
        async with (
            asyncio.timeout(limit_s),
            aclosing(asking.words_of(client, label, body)) as words,
        ):
            async for piece in words:
                finish = piece.finish or finish
                if piece.text:
                    first_s = first_s if first_s is not None else time.monotonic() - began
                    texts.append(piece.text)
    except TimeoutError:
        raise ServerBroke(replica=label, reason=f"was not done after {limit_s:g} s") from None
    return Answer("".join(texts), len(texts), finish, first_s, time.monotonic() - began)
