"""The Narrator role: told what happened, it tells it. It sees a `Brief`, owns no number, and yields words as they come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

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
    """Something worth remembering now: a segment's text, or a turn's, with its score and what that is made of."""

    segment_id: int
    text: str
    score: float
    turn_number: int | None = None
    meaning: float = 0.0
    wording: float = 0.0
    neighbours: float = 0.0


@dataclass(frozen=True)
class Known:
    """Something of the past that somebody knows of: how (saw, told, rumour), the memory's words, and what of it is certain."""

    ref: str
    how: str
    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sampling:
    """How a model chooses its words: temperature 0 always takes the likeliest; at most so many new tokens."""

    temperature: float = 0.7
    top_p: float = 0.9
    max_new_tokens: int = 256


@dataclass(frozen=True)
class Brief:
    """All that a narrator may know for one telling.

    `before` and `after` are the states around this turn's `events`. `phrases_used` counts the phrases this campaign has
    already been told with, so that no telling need repeat one; `telling` is 0 for a turn's first telling, 1 and up when it
    is told again; `seed` is the adventure's public number. `lines` must not appear at all, `veils` only off-stage.
    `known` is what whoever is talked with knows of the past; nobody speaks of more.
    `campaign_id` only says which tellings belong together, for those who keep a prompt's beginning warm.
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
    known: tuple[Known, ...] = ()
    recent_narrations: tuple[str, ...] = ()
    phrases_used: Mapping[str, int] = field(default_factory=dict)
    campaign_id: int = 0
    sampling: Sampling = Sampling()


@dataclass(frozen=True)
class Piece:
    """Some words of a telling. A narrator that knows yields whole sentences, says whose mouth quoted words come out of (a
    creature's ref), and names the phrases it used; one that does not yields text as it comes."""

    text: str
    speaker: str | None = None
    phrases: tuple[str, ...] = ()
    is_whole_sentence: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether a narrator can tell now, and why it is so, in words for the operator."""

    state: Literal["loading", "healthy", "unavailable"]
    reason: str = ""


READY = Standing("healthy")


class Narrator(Protocol):
    """Somebody who can tell a turn."""

    name: str

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        """Yield the telling, first words first. Raises NarratorFailed when it cannot.

        Whoever has to wait for words yields a piece without text a few times a second: there a stop is heard.
        """

    def standing(self) -> Standing:
        """Say at once, without asking anybody, whether a turn can be told now."""


@runtime_checkable
class Resident(Protocol):
    """A narrator with something to load or to hold: threads, weights, connections."""

    def start(self) -> None:
        """Begin loading in the background; return at once."""

    def close(self) -> None:
        """Let go of everything; a telling under way fails."""


def standing_of(narrator: Narrator) -> Standing:
    """Return how a narrator stands; one that has no way to say so is always ready."""
    says = getattr(narrator, "standing", None)
    found: Standing = says() if says is not None else READY
    return found
