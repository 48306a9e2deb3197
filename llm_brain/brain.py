"""What a turn is played with: database, narrators, embedder, leases, settings. Made once in `app.py`, handed to every step;
it holds no game state at all.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from llm_brain.config import Settings
from llm_brain.memory.embedder import Embedder, EmbedderUnavailable
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
    _embed_one: Callable[[str], tuple[float, ...]] | None = field(default=None, repr=False)

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
        if self._embed_one is None:
            self._embed_one = lru_cache(maxsize=256)(self._embedded)
        try:
            return self._embed_one(text)
        except EmbedderUnavailable:
            return None

    def _embedded(self, text: str) -> tuple[float, ...]:
        assert self.embedder is not None
        return tuple(float(x) for x in self.embedder.embed([text])[0])
