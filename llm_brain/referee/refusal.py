"""What a rule raises when something cannot be done; `resolve.py` turns it into an ActionRefused, and nothing is spent."""


class Refusal(Exception):
    """An illegal action. `code` is for code, `reason` tells a person what would help."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)
