"""Weighing advantage against disadvantage: however many of each, one of both kinds cancels all.

It collects reasons so that a roll can say why; what the reasons are is the callers' business.
"""

from llm_brain.referee.dice import Vantage


class Tally:
    """What speaks for and against a d20. SRD 5.1, "Advantage and Disadvantage"."""

    def __init__(self, vantage: Vantage = "none", why: tuple[str, ...] = ()) -> None:
        self.for_it: list[str] = []
        self.against_it: list[str] = []
        if vantage == "advantage":
            self.for_it.extend(why or ("circumstances",))
        elif vantage == "disadvantage":
            self.against_it.extend(why or ("circumstances",))

    def advantage(self, reason: str) -> None:
        self.for_it.append(reason)

    def disadvantage(self, reason: str) -> None:
        self.against_it.append(reason)

    @property
    def vantage(self) -> Vantage:
        if bool(self.for_it) == bool(self.against_it):
            return "none"
        return "advantage" if self.for_it else "disadvantage"

    @property
    def why(self) -> tuple[str, ...]:
        reasons = [f"advantage: {reason}" for reason in dict.fromkeys(self.for_it)]
        return (*reasons, *(f"disadvantage: {r}" for r in dict.fromkeys(self.against_it)))
