"""What a rule raises when something cannot be done; `resolve.py` turns it into an ActionRefused, and nothing is spent.

A rule raises it before it rolls anything: dice that fell cannot be taken back.
"""

from llm_brain.ledger.events.table import ActionRefused
from llm_brain.referee.actions import Action


class Refusal(Exception):
    """An illegal action. `code` is for code, `reason` tells a person what would help."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)

    def event(self, actor: str, action: Action) -> ActionRefused:
        """Return the event that notes the refusal."""
        return ActionRefused(
            by=actor,
            kind=action.kind,
            code=self.code,
            reason=self.reason,
            target=action.target or action.target_ref or "",
        )
