"""What a turn is played with: database, narrators, embedder, leases, settings. Made once in `app.py`, handed to every step;
it holds no game state at all.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from llm_brain.config import Settings
from llm_brain.memory.embedder import Embedder, EmbedderUnavailable
from llm_brain.memory.first_look import FirstLook
from llm_brain.memory.whose import Whose
from llm_brain.narrators.desk import Desk
from llm_brain.narrators.protocol import Narrator
from llm_brain.observe.watch import Watch
from llm_brain.store.database import Database
from llm_brain.turn.leases import Leases
from llm_brain.turn.steps import Steps


def _nobody(campaign_id: int, turn_number: int, narrator: str) -> None:
    """Hear of a telling and do nothing."""


@dataclass
class Brain:
    """The parts, wired. `narrators` is the ladder, best first; its last rung never fails."""

    settings: Settings
    database: Database
    leases: Leases
    narrators: Sequence[Narrator]
    embedder: Embedder | None = None
    watch: Watch = field(default_factory=Watch)
    desk: Desk = field(default_factory=Desk, repr=False)
    new_steps: Callable[[], Steps] = field(default=Steps)
    on_told: Callable[[int, int, str], None] = field(default=_nobody, repr=False)
    """Hears of every first telling once it is safe: the campaign's id, the turn's number, who told it."""
    changing: threading.Lock = field(default_factory=threading.Lock, repr=False)
    """Held by whoever changes the ladder; who tells a turn takes it as it stands."""
    first_look: FirstLook = field(default_factory=FirstLook, repr=False)
    whose: Whose = field(default_factory=Whose, repr=False)
    _embed_one: Callable[[str], tuple[float, ...]] | None = field(default=None, repr=False)
    _embeds_by: Embedder | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.new_steps is Steps:
            self.new_steps = lambda: Steps(self.watch)

    @property
    def embedder_is_there(self) -> bool:
        return self.embedder is not None

    def embed(self, text: str) -> tuple[float, ...] | None:
        """Return the vector of a text, or None while the embedder is away."""
        if self.embedder is None:
            return None
        if self._embed_one is None or self._embeds_by is not self.embedder:
            self._embed_one = lru_cache(maxsize=256)(partial(_embedded, self.embedder))
            self._embeds_by = self.embedder
        try:
            return self._embed_one(text)
        except EmbedderUnavailable:
            return None

    def embedder_id(self) -> int | None:
        """Return whose vectors are read and written now; None while there is nobody whose would fit."""
        if self.embedder is None:
            return None
        return self.whose.id_of(self.embedder, self.database)


def _embedded(embedder: Embedder, text: str) -> tuple[float, ...]:
    return tuple(float(x) for x in embedder.embed([text])[0])
