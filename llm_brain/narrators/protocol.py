"""The Narrator role: told what happened, it tells it. It sees a `Brief`, owns no number, and yields words as they come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action


@dataclass(frozen=True)
class ChatMessage:
    """One message of a prompt; `role` is system, user or assistant."""

    role: str
    content: str


@dataclass(frozen=True)
class Memory:
    """Something worth remembering now: a segment's text, or a turn's, with its fused score."""

    segment_id: int
    text: str
    score: float
    turn_number: int | None = None


@dataclass(frozen=True)
class Brief:
    """All that a narrator may know for one telling.

    `before` and `after` are the states around this turn's `events`. `phrases_used` counts the phrases this campaign has
    already been told with, so that no telling need repeat one; `telling` is 0 for a turn's first telling, 1 and up when it
    is told again; `seed` is the adventure's public number. `lines` must not appear at all, `veils` only off-stage.
    """

    messages: tuple[ChatMessage, ...]
    campaign_name: str
    theme: str
    tone: str
    dm_style: str
    turn_number: int
    actor: str
    message: str
    actions: tuple[Action, ...]
    events: tuple[Event, ...]
    before: State
    after: State
    seed: int = 0
    telling: int = 0
    lines: tuple[str, ...] = ()
    veils: tuple[str, ...] = ()
    memories: tuple[Memory, ...] = ()
    recent_narrations: tuple[str, ...] = ()
    phrases_used: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """Some words of a telling. A narrator that knows yields whole sentences, says whose mouth quoted words come out of (a
    creature's ref), and names the phrases it used; one that does not yields text as it comes."""

    text: str
    speaker: str | None = None
    phrases: tuple[str, ...] = ()
    is_whole_sentence: bool = False


class Narrator(Protocol):
    """Somebody who can tell a turn."""

    name: str

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        """Yield the telling, first words first. Raises NarratorFailed when it cannot."""
