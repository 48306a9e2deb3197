"""The loop that looks after what is kept of the story beside the turns: chapters, newcomers, the vectors of lore.

It looks at the campaigns that were played since it last looked; no turn waits for it.
"""

import logging
import threading
from datetime import datetime, timedelta

import psycopg2

from llm_brain.brain import Brain
from llm_brain.errors import BrainError, DatabaseAway
from llm_brain.store import lore_entries, summaries
from llm_brain.turn.chapter_words import reword
from llm_brain.turn.chronicling import chronicle
from llm_brain.turn.newcomers import bring_newcomers

log = logging.getLogger("llm_brain.chronicler")
STOP_S = 3.0
CAMPAIGNS_A_LOOK = 25
VECTORS_A_LOOK = 16
OVERLAP = timedelta(seconds=30)
"""A commit may be seen after later ones: what changed shortly before is looked at again."""
REMEMBERED = 2000


class Chronicler:
    """One thread a brain; several brains do no harm to each other."""

    def __init__(self, brain: Brain) -> None:
        self._brain = brain
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="chronicler", daemon=True)
        self._seen: dict[int, datetime] = {}
        self._since: datetime | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of what is under way."""
        self._stopped.set()
        self._thread.join(STOP_S)

    def look(self) -> None:
        """Bring everything that changed up to date. Raises BrainError."""
        since = self._since - OVERLAP if self._since else None
        rows = self._brain.database.read(
            lambda held: summaries.campaigns_changed(
                held, since, CAMPAIGNS_A_LOOK + len(self._seen)
            )
        )
        fresh = [(key, at) for key, at in rows if self._seen.get(key) != at][:CAMPAIGNS_A_LOOK]
        for campaign_id, at in fresh:
            if self._stopped.is_set():
                return
            self._seen[campaign_id] = at
            self._since = max(at, self._since or at)
            if not self._tend(campaign_id):
                self._seen.pop(campaign_id)
        if len(self._seen) > REMEMBERED:
            self._seen = {
                k: at for k, at in self._seen.items() if at >= (self._since or at) - OVERLAP
            }
        vectors_of_lore(self._brain)

    def _tend(self, campaign_id: int) -> bool:
        """Look after one campaign; return whether nothing is left that a turn was in the way of."""
        is_done = bring_newcomers(self._brain, campaign_id) is not None
        for summary_id in chronicle(self._brain, campaign_id)[-1:]:
            reword(self._brain, campaign_id, summary_id, self._stopped)
        return is_done

    def _work(self) -> None:
        while not self._stopped.wait(self._brain.settings.sweep_s):
            try:
                self.look()
            except DatabaseAway:
                continue
            except (BrainError, LookupError, ValueError, psycopg2.Error):
                # one campaign that cannot be read (of another release, say) leaves the others theirs
                log.exception("the chapters of a campaign could not be written")


def vectors_of_lore(brain: Brain) -> int:
    """Make the vectors of entries that wait for theirs; return how many."""
    embedder = brain.embedder_id()
    if embedder is None or brain.leases.are_held:
        return 0
    waiting = brain.database.read(
        lambda held: lore_entries.without_vector(held, embedder, VECTORS_A_LOOK)
    )
    for entry in waiting:
        vector = brain.embed(f"{entry.title}. {entry.content}")
        if vector is None:
            return 0
        _keep(brain, entry, vector, embedder)
    return len(waiting)


def _keep(
    brain: Brain, entry: lore_entries.Entry, vector: tuple[float, ...], embedder: int
) -> None:
    brain.database.run(lambda held: lore_entries.set_vector(held, entry, vector, embedder))
