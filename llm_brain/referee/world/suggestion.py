"""A suggestion: words as a player would type them, and the exact action that a click on them means."""

from typing import Literal

from llm_brain.ledger.fact import Fact
from llm_brain.referee.actions import Action, ActionKind

Choice = Literal["back", "new_hero", "epilogue"]


class Suggestion(Fact):
    """One thing to do now. `choice` marks what is not a hero's action but the table's, when the only hero is dead."""

    text: str
    action: Action
    choice: Choice | None = None


def suggestion(text: str, kind: ActionKind, **fields: object) -> Suggestion:
    """Return a suggestion whose action says the same in words."""
    return Suggestion(
        text=text, action=Action.model_validate({"kind": kind, "text": text, **fields})
    )
