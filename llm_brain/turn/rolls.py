"""A roll as the wire shows it. The number a check had to meet stays the Dungeon Master's: only its name is shown."""

from typing import Any

from llm_brain.ledger.rolls import Roll


def roll_on_wire(seq: int, roll: Roll) -> dict[str, Any]:
    """Return a roll with who made it, what it came to, and the parts that answer "why?"."""
    roller = roll.roller or ""
    return {
        "id": roll.id,
        "purpose": roll.purpose,
        "expression": roll.expression,
        "dice": [die.model_dump() for die in roll.dice],
        "modifier": roll.modifier,
        "total": roll.total,
        "outcome": roll.outcome,
        "character_id": int(roller[1:]) if roller.startswith("c") else None,
        "npc_id": int(roller[1:]) if roller.startswith("n") else None,
        "parts": [part.model_dump() for part in roll.parts],
        "against_name": roll.against_name,
        "vantage": roll.vantage,
        "why": list(roll.why),
        "seq": seq,
    }
