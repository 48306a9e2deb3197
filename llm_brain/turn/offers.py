"""What could be done next, as it is kept beside a turn: texts for the page, each with the exact action it means."""

from typing import Any

from llm_brain.ledger.state import State
from llm_brain.referee.suggestions import suggest


def offers(state: State, actor: str) -> tuple[dict[str, Any], ...]:
    """Return up to four suggestions as JSON values."""
    return tuple(
        {
            "text": suggestion.text,
            "choice": suggestion.choice,
            "action": suggestion.action.as_json() if suggestion.action else None,
        }
        for suggestion in suggest(state, actor)
    )
