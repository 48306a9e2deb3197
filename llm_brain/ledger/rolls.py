"""A roll as the ledger records it: every die with its number in the campaign's sequence, so that anybody who
holds the dice seed can verify it, and every part of the modifier with its name, so that the page can say why.
"""

from typing import Literal

from llm_brain.ledger.fact import Fact

RollOutcome = Literal["success", "failure", "critical", "fumble", "none"]


class DieRolled(Fact):
    """One die. `n` is its number in the campaign's sequence; a die with advantage's other value is not `kept`."""

    n: int
    sides: int
    value: int
    kept: bool = True


class Part(Fact):
    """A named share of a modifier: ("Dexterity", 3), ("proficiency", 2)."""

    label: str
    value: int


class Roll(Fact):
    """One roll of one or more dice. `id` is the number of its first die; `modifier` is the sum of `parts`.

    `against` is the number to meet (a DC or an armor class) and `against_name` what it is; `vantage` says which of two d20
    was kept and `why` what gave it.
    """

    id: int
    purpose: str
    expression: str
    dice: tuple[DieRolled, ...]
    parts: tuple[Part, ...] = ()
    modifier: int = 0
    total: int
    outcome: RollOutcome = "none"
    against: int | None = None
    against_name: str = ""
    vantage: Literal["none", "advantage", "disadvantage"] = "none"
    why: tuple[str, ...] = ()
    roller: str | None = None
