"""Holds an answer back until its first sentence is whole: till then nobody has heard anything, and another may begin anew."""

import re

from llm_brain.narrators.server.thoughts import Thoughts

FIRST_END = re.compile(r"[.!?…][\"'”’)\]]*\s")


class Opening:
    """Feed it text as it comes; it gives back what can be said now. `has_passed` once something was."""

    def __init__(self) -> None:
        self._thoughts = Thoughts()
        self._held = ""
        self.has_passed = False

    def passed(self, text: str) -> str:
        """Return what may be said now."""
        spoken = self._thoughts.without(text)
        if self.has_passed:
            return spoken
        self._held += spoken
        if FIRST_END.search(self._held) is None:
            return ""
        return self.rest()

    def rest(self) -> str:
        """Return what is still held back, at the end."""
        held, self._held = self._held, ""
        self.has_passed = self.has_passed or bool(held)
        return held
