"""Tokens become text as they come: only what can no longer change is let go, so that no character is ever torn.

It knows no model: decoding is a function it is given.
"""

from collections.abc import Callable, Sequence

TORN = "\ufffd"
LOOK_BACK = 6
"""Tokens that are decoded again with the new ones, so that spaces between words come out right."""


class Words:
    """The text of one telling, token by token."""

    def __init__(self, decode: Callable[[Sequence[int]], str]) -> None:
        self._decode = decode
        self._ids: list[int] = []
        self._settled = 0

    def add(self, id_: int) -> str:
        """Return the text that is new and whole with this token; often empty."""
        self._ids.append(id_)
        start = max(0, self._settled - LOOK_BACK)
        before = self._decode(self._ids[start : self._settled])
        after = self._decode(self._ids[start:])
        if after.endswith(TORN) or not after.startswith(before):
            return ""
        self._settled = len(self._ids)
        return after[len(before) :]
