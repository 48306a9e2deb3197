"""A roll as the card that lies on the table: the die's shape, its natural value, what it was for, what came of it in words.

Pure: a roll's payload in, a card out. It shows numbers, it makes none.
"""

from dataclasses import dataclass, field
from typing import Any

from web_service.characters.sheet import signed

# The outline of each die in a 46 × 46 box.
SHAPES = {
    4: "M23 3 44 41H2Z",
    6: "M8 6h30q3 0 3 3v28q0 3-3 3H8q-3 0-3-3V9q0-3 3-3Z",
    8: "M23 1 43 23 23 45 3 23Z",
    10: "M23 2 43 20v7L23 44 3 27v-7Z",
    12: "M23 2 38 7l7 13-3 14-12 9H16L4 34 1 20 8 7Z",
    20: "M23 2 42 13v20L23 44 4 33V13Z",
    100: "M23 2a21 21 0 1 0 .01 0Z",
}
OUTCOMES = {
    "attack": {
        "success": "hit",
        "failure": "miss",
        "critical": "critical hit",
        "fumble": "miss, a natural 1",
    },
    "save": {
        "success": "saved",
        "failure": "not saved",
        "critical": "saved, a natural 20",
        "fumble": "not saved, a natural 1",
    },
    "check": {
        "success": "success",
        "failure": "failure",
        "critical": "natural 20",
        "fumble": "natural 1",
    },
}
"""What came of a roll, in the words of the kind of roll."""
UNSAID = frozenset({"DC", "armor class"})
"""What a roll was against and everybody knows: it is only in the why."""
TONES = {"success": "ok", "failure": "no", "critical": "crit", "fumble": "no"}


@dataclass(frozen=True, slots=True)
class DieCard:
    """One roll, ready to be shown."""

    seq: int
    roll_id: int
    sides: int
    shape: str
    face: int
    title: str
    outcome: str
    tone: str
    how: str
    total: int
    label: str
    dice: list[dict[str, Any]] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    against: str = ""
    expression: str = ""
    vantage: str = ""
    why: list[str] = field(default_factory=list)
    roller: str = ""


def _sum_in_words(roll: dict[str, Any], kept: list[int]) -> str:
    values = " + ".join(str(value) for value in kept)
    modifier = int(roll.get("modifier") or 0)
    if modifier:
        sign = "+" if modifier > 0 else "−"
        values += f" {sign} {abs(modifier)}"
    return values


def _kind(roll: dict[str, Any], head: str) -> str:
    """Return what kind of roll it is: an attack, a save, or any other check."""
    words = head.lower().split()
    if roll.get("against_name") == "armor class" or words[:1] == ["attack"]:
        return "attack"
    return "save" if "save" in words else "check"


def _head_and_what(roll: dict[str, Any]) -> tuple[str, str]:
    """Return what a roll is and what it was made with: ("Attack", "Warhammer")."""
    purpose = str(roll.get("purpose") or "roll").replace("_", " ")
    head, _, what = purpose.partition(": ")
    return head[:1].upper() + head[1:], what


def _title(head: str, total: int) -> str:
    if head.endswith(" damage"):
        return f"{total} {head[:1].lower()}{head[1:]}"
    return f"{head} {total}"


def _how(roll: dict[str, Any], kept: list[int], what: str) -> str:
    """Return the small print: the sum, with what, both dice of advantage, what it was against."""
    dropped = [str(die["value"]) for die in roll["dice"] if not die.get("kept", True)]
    vantage = roll.get("vantage") or "none"
    words = " · ".join(filter(None, [_sum_in_words(roll, kept), what]))
    if vantage != "none" and dropped:
        words += f" · {vantage}, the other die {' and '.join(dropped)}"
    name = roll.get("against_name")
    if name and name not in UNSAID and roll.get("against") is not None:
        words += f" · against {name}"
    return words


def card_of(seq: int, roll: dict[str, Any], names: dict[str, str] | None = None) -> DieCard:
    """Return the card of one roll; `names` maps refs to what people are called."""
    kept_dice = [die for die in roll["dice"] if die.get("kept", True)] or roll["dice"]
    kept = [int(die["value"]) for die in kept_dice]
    sides = int(kept_dice[0]["sides"]) if kept_dice else 20
    is_single = len(kept) == 1
    head, what = _head_and_what(roll)
    outcome = OUTCOMES[_kind(roll, head)].get(roll.get("outcome") or "none", "")
    title = _title(head, int(roll["total"]))
    roller = (names or {}).get(str(roll.get("roller") or ""), "")
    how = _how(roll, kept, what)
    spoken = ", ".join(filter(None, [roller, title, outcome, how]))
    against = roll.get("against")
    return DieCard(
        seq=seq,
        roll_id=int(roll["id"]),
        sides=sides,
        shape=SHAPES.get(sides, SHAPES[20]),
        face=kept[0] if is_single else sum(kept),
        title=title,
        outcome=outcome,
        tone=TONES.get(roll.get("outcome") or "none", ""),
        how=how,
        total=int(roll["total"]),
        label=spoken,
        dice=[{**die, "kept": die.get("kept", True)} for die in roll["dice"]],
        parts=[(part["label"], signed(int(part["value"]))) for part in roll.get("parts") or []],
        against=f"{roll.get('against_name') or 'the number to meet'} {against}" if against else "",
        expression=str(roll.get("expression") or ""),
        vantage=roll.get("vantage") or "none",
        why=list(roll.get("why") or []),
        roller=roller,
    )
