"""Whose vectors a brain reads and writes: its embedder, known to the database by name and version.

Asked for on every recall; the database is asked once for each embedder, and again while the vectors it keeps do not fit.
"""

import logging
import threading

from llm_brain.memory.embedder import DIMENSIONS, Embedder, VectorsDoNotFit
from llm_brain.store import embedders
from llm_brain.store.database import Database

log = logging.getLogger("llm_brain.memory")


class Whose:
    """The database's id of the embedder in use, or None while its vectors do not fit those kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[Embedder, int] | None = None
        self.refusal = ""
        """Why the vectors of the embedder in use are not used, for an operator."""

    def id_of(self, embedder: Embedder, database: Database) -> int | None:
        """Return its id, choosing it the first time. Raises DatabaseAway."""
        with self._lock:
            if self._known is not None and self._known[0] is embedder:
                return self._known[1]
            chosen = self._chosen(embedder, database)
            if chosen is not None:
                self._known = (embedder, chosen)
            return chosen

    def _chosen(self, embedder: Embedder, database: Database) -> int | None:
        made = getattr(embedder, "dimensions", DIMENSIONS)
        kept = database.read(embedders.kept_dimensions)
        if made != kept:
            refusal = str(VectorsDoNotFit(embedder=embedder.name, made=made, kept=kept))
            if refusal != self.refusal:
                log.warning("%s", refusal)
            self.refusal = refusal
            return None
        self.refusal = ""
        return database.run(lambda held: embedders.choose(held, embedder.name, made))
