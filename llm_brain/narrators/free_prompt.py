"""A prompt that belongs to no turn, and the role of those narrators that can answer one: they have a model.

It is a Brief without a story, so that the very path that tells turns answers it too. The storyteller has no such role:
it tells what happened, and nothing else.
"""

import secrets
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from llm_brain.errors import BrainError
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, ChatMessage, Sampling, Standing

SEED_BITS = 53


class PromptRefused(BrainError):
    """The model will not have this very prompt: another would do."""

    code = "prompt_refused"
    status = 422
    template = "The model cannot take this prompt: {reason}. Send a shorter or a plainer one."


@dataclass
class Counted:
    """How many tokens an answer had, once somebody knows."""

    tokens: int | None = None


@dataclass(frozen=True)
class FreePrompt(Brief):
    """Messages and no story. `urgency` is 0, 1 or 2, the lower first, as of turns; who answers fills in `counted`."""

    urgency: int = 2
    counted: Counted = field(default_factory=Counted)


@runtime_checkable
class Completer(Protocol):
    """A narrator that answers prompts which belong to no turn."""

    name: str

    @property
    def model(self) -> str:
        """Return which model answers, as well as that is known."""

    def complete(self, prompt: FreePrompt) -> Generator[str]:
        """Yield the answer as it comes, an empty text where there is none yet. Raises NarratorFailed, PromptRefused."""

    def standing(self) -> Standing:
        """Say at once whether it can answer now."""


def writable(text: str) -> str:
    """Return a text that can be written down: halves of a surrogate pair joined where both are there, else replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def free_prompt(
    messages: Sequence[ChatMessage], sampling: Sampling, urgency: int = 2, conversation: int = 0
) -> FreePrompt:
    """Return a prompt; those of one `conversation` (not 0) go where its beginning is warm. Its dice are its own."""
    return FreePrompt(
        messages=tuple(messages),
        campaign_name="",
        theme="",
        tone="",
        dm_style="",
        turn_number=0,
        actor="",
        message="",
        actions=(),
        events=(),
        before=State(),
        after=State(),
        seed=secrets.randbits(SEED_BITS),
        campaign_id=conversation,
        sampling=sampling,
        urgency=urgency,
    )
