"""Where chance enters, and nowhere else: die n of a campaign is HMAC-SHA256(dice seed, n), mapped without bias.

The referee asks a `Dice` for rolls; tests give it forced ones. Expressions are in the d20 library's grammar, walked here
with our own dice, because the library's roll with a global random generator.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

import d20
from d20 import diceast

from llm_brain.ledger.rolls import DieRolled, Part, Roll, RollOutcome

MAX_DICE = 200
Vantage = Literal["none", "advantage", "disadvantage"]


class BadDiceExpressionError(ValueError):
    """A dice expression that cannot be rolled; the message says what is wrong with it."""


class Dice(Protocol):
    """A source of dice. `n` of every die is one higher than the last one's."""

    def die(self, sides: int) -> DieRolled:
        """Roll one die with this many sides."""


def die_value(seed: bytes, n: int, sides: int) -> int:
    """Return what die `n` of a campaign shows, 1 to `sides`: rejection sampling on 64-bit words of the HMAC."""
    limit = (1 << 64) - (1 << 64) % sides
    attempt = 0
    while True:
        message = f"{n}" if attempt == 0 else f"{n}.{attempt}"
        digest = hmac.new(seed, message.encode(), hashlib.sha256).digest()
        for start in range(0, 32, 8):
            word = int.from_bytes(digest[start : start + 8], "big")
            if word < limit:
                return word % sides + 1
        attempt += 1


class SeededDice:
    """A campaign's dice: its 256-bit seed and the number of the next die."""

    def __init__(self, seed: bytes, next_n: int) -> None:
        self._seed = seed
        self.next_n = next_n

    def die(self, sides: int) -> DieRolled:
        n = self.next_n
        self.next_n += 1
        return DieRolled(n=n, sides=sides, value=die_value(self._seed, n, sides))


class ForcedDice:
    """Dice that show what they are told, for tests; past the end every die shows its middle."""

    def __init__(self, values: Sequence[int] = ()) -> None:
        self._values = list(values)
        self.next_n = 1

    def die(self, sides: int) -> DieRolled:
        value = self._values.pop(0) if self._values else (sides + 1) // 2
        if not 1 <= value <= sides:
            raise ValueError(f"a d{sides} cannot show {value}")
        n = self.next_n
        self.next_n += 1
        return DieRolled(n=n, sides=sides, value=value)


def _select(rolled: list[DieRolled], operator: diceast.SetOperator) -> list[DieRolled]:
    """Apply keep/drop highest/lowest; anything else is not the table's grammar."""
    chosen: set[int] = set()
    for selector in operator.sels:
        if selector.cat not in ("h", "l") or operator.op not in ("k", "p"):
            raise BadDiceExpressionError(
                f"'{operator.op}{selector.cat or ''}{selector.num}' is not rolled here; "
                "keep or drop the highest or lowest dice (kh1, kl1, ph1, pl1)"
            )
        by_value = sorted(rolled, key=lambda d: d.value, reverse=selector.cat == "h")
        chosen |= {d.n for d in by_value[: selector.num]}
    keeps = operator.op == "k"
    return [d.model_copy(update={"kept": d.kept and ((d.n in chosen) == keeps)}) for d in rolled]


def _rolled_again(
    rolled: list[DieRolled], operator: diceast.SetOperator, dice: Dice
) -> list[DieRolled] | None:
    """Roll dice below a number once more (`2d6ro<3`), the first showing not kept; None for another operator."""
    if operator.op != "ro" or any(selector.cat != "<" for selector in operator.sels):
        return None
    below = max(selector.num for selector in operator.sels)
    found: list[DieRolled] = []
    for die in rolled:
        low = die.value < below
        found.append(die.model_copy(update={"kept": not low}))
        if low:
            found.append(dice.die(die.sides))
    return sorted(found, key=lambda die: die.n)


def _walk(node: diceast.Node, dice: Dice, rolled: list[DieRolled]) -> int:
    """Evaluate one node of the expression, adding the dice it rolled."""
    if isinstance(node, diceast.Expression):
        return _walk(node.roll, dice, rolled)
    if isinstance(node, diceast.Literal):
        return int(node.value)
    if isinstance(node, diceast.Parenthetical):
        return _walk(node.value, dice, rolled)
    if isinstance(node, diceast.UnOp):
        value = _walk(node.value, dice, rolled)
        return -value if node.op == "-" else value
    if isinstance(node, diceast.BinOp) and node.op in ("+", "-", "*"):
        left = _walk(node.left, dice, rolled)
        right = _walk(node.right, dice, rolled)
        return {"+": left + right, "-": left - right, "*": left * right}[node.op]
    if isinstance(node, diceast.Dice | diceast.OperatedDice):
        base = node.value if isinstance(node, diceast.OperatedDice) else node
        sides = 100 if base.size == "%" else int(base.size)
        if base.num > MAX_DICE:
            raise BadDiceExpressionError(f"roll at most {MAX_DICE} dice at once")
        own = [dice.die(sides) for _ in range(base.num)]
        for operator in node.operations if isinstance(node, diceast.OperatedDice) else ():
            again = _rolled_again(own, operator, dice)
            own = _select(own, operator) if again is None else again
        rolled.extend(own)
        return sum(d.value for d in own if d.kept)
    raise BadDiceExpressionError(f"'{node}' is not something that can be rolled here")


def parse(expression: str) -> diceast.Expression:
    """Parse a dice expression. Raises BadDiceExpressionError saying where it went wrong."""
    try:
        return d20.parse(expression)
    except d20.RollSyntaxError as error:
        raise BadDiceExpressionError(f"'{expression}' is not a dice expression: {error}") from error


def roll(
    dice: Dice,
    purpose: str,
    expression: str,
    *,
    parts: Iterable[Part] = (),
    roller: str | None = None,
    why: tuple[str, ...] = (),
) -> Roll:
    """Roll an expression; `parts` are added to what the dice show."""
    rolled: list[DieRolled] = []
    shown = _walk(parse(expression), dice, rolled)
    named = tuple(p for p in parts if p.value)
    modifier = sum(p.value for p in named)
    return Roll(
        id=rolled[0].n if rolled else 0,
        purpose=purpose,
        expression=expression,
        dice=tuple(rolled),
        parts=named,
        modifier=modifier + shown - sum(d.value for d in rolled if d.kept),
        total=shown + modifier,
        roller=roller,
        why=why,
    )


def roll_d20(
    dice: Dice,
    purpose: str,
    *,
    parts: Iterable[Part] = (),
    vantage: Vantage = "none",
    against: int | None = None,
    against_name: str = "",
    is_attack: bool = False,
    roller: str | None = None,
    why: tuple[str, ...] = (),
    least: int = 0,
) -> Roll:
    """Roll a d20 test; a die that shows less than `least` counts as that.

    SRD 5.1, "Advantage and Disadvantage", "Rolling 1 or 20" (attacks only).
    """
    expression = {"none": "1d20", "advantage": "2d20kh1", "disadvantage": "2d20kl1"}[vantage]
    made = roll(dice, purpose, expression, parts=parts, roller=roller, why=why)
    natural = next(d.value for d in made.dice if d.kept)
    if natural < least:
        lifted = Part(label=f"a {natural} counts as {least}", value=least - natural)
        more = {"modifier": made.modifier + lifted.value, "total": made.total + lifted.value}
        made = made.model_copy(update={"parts": (*made.parts, lifted), **more})
    outcome: RollOutcome = "none"
    if is_attack and natural == 20:
        outcome = "critical"
    elif is_attack and natural == 1:
        outcome = "fumble"
    elif against is not None:
        outcome = "success" if made.total >= against else "failure"
    return made.model_copy(
        update={
            "outcome": outcome,
            "against": against,
            "against_name": against_name,
            "vantage": vantage,
        }
    )
