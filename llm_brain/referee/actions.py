"""What a player wants to do, as the wire spells it: made by `turn/intent.py`, resolved by `referee/resolve.py`."""

from typing import Any, Literal

from llm_brain.ledger.fact import Fact

ActionKind = Literal[
    "move", "look", "search", "talk", "persuade", "deceive", "intimidate", "attack", "cast", "use_item",
    "interact", "take", "drop", "give", "buy", "sell", "equip", "sneak", "help", "dodge", "disengage", "dash",
    "grapple", "shove", "ready", "short_rest", "long_rest", "skill_check", "wait", "ask_rules",
    "out_of_character", "unclear",
]  # fmt: skip


class Action(Fact):
    """One thing a player wants to do. `target` names somebody or something as the scene knows it.

    `target_ref` is what `target` was resolved to: a creature's ref, `exit:<location key>`, `feature:<key>` or `item:<key>`.
    `recipient_ref` is who gets what is given, shown or cast second-hand. `more_refs` are further targets in order. `question`
    is what to ask back when `kind` is `unclear`, with `choices` if there are few.
    """

    kind: ActionKind
    target: str | None = None
    skill: str | None = None
    item: str | None = None
    spell: str | None = None
    direction: str | None = None
    text: str = ""
    target_ref: str | None = None
    recipient_ref: str | None = None
    more_refs: tuple[str, ...] = ()
    slot_level: int | None = None
    quantity: int | None = None
    question: str | None = None
    choices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the action as the wire shows it: `kind`, `text` and what is known besides."""
        return {"kind": self.kind, "text": self.text, **self.model_dump(exclude_defaults=True)}
