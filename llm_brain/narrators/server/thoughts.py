"""Leaves out what a reasoning model thinks aloud before it speaks: a leading `<think>…</think>`."""

OPEN, CLOSE = "<think>", "</think>"


class Thoughts:
    """Feed it text as it comes; it gives back what is meant for the table."""

    def __init__(self) -> None:
        self._held = ""
        self._is_speaking = False
        self._is_thinking = False

    def without(self, text: str) -> str:
        """Return what may be said of this text and of what was held back before it."""
        if self._is_speaking:
            return text
        self._held += text
        if not self._is_thinking:
            begun = self._held.lstrip()
            if begun.startswith(OPEN):
                self._is_thinking = True
            elif OPEN.startswith(begun):
                return ""
            else:
                self._is_speaking = True
                return self._held
        at = self._held.find(CLOSE)
        if at < 0:
            return ""
        self._is_speaking = True
        return self._held[at + len(CLOSE) :].lstrip()
