"""Everything of a brain that runs beside its calls, begun and ended together: the embedder's load, the narrators' residents,
the loops that tell untold turns, drain the media jobs, watch the other services and look after what is kept.
"""

import logging
import threading

from llm_brain.brain import Brain
from llm_brain.health import Vitals
from llm_brain.media.services import MediaServices
from llm_brain.media.worker import stop_all, workers_for
from llm_brain.memory.embedder import EmbedderUnavailable, MiniLM
from llm_brain.narrators.choosing import residents_of
from llm_brain.narrators.keeping import ServerKeeper
from llm_brain.rules_reference.refresh import RulesRefresh
from llm_brain.turn.chronicler import Chronicler
from llm_brain.turn.proposing import Proposer
from llm_brain.turn.recover import Sweeper
from llm_brain.understanding.exemplars import warm_up

log = logging.getLogger("llm_brain")


class Loops:
    """One brain's; making them starts nothing."""

    def __init__(self, brain: Brain, services: MediaServices, vitals: Vitals) -> None:
        self.keeper = ServerKeeper(brain)
        self._brain = brain
        self._vitals = vitals
        self._parts = (
            vitals,
            Sweeper(brain),
            self.keeper,
            Proposer(brain),
            RulesRefresh(brain),
            Chronicler(brain),
        )
        self._workers = workers_for(brain, services, brain.settings.media_workers)

    def start(self) -> None:
        """Begin all of them, and the loading of what takes long."""
        loading = threading.Thread(
            target=load_embedder, args=(self._brain, self._vitals), daemon=True
        )
        loading.start()
        for resident in residents_of(self._brain.narrators):
            resident.start()
        for part in self._parts:
            part.start()
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """End them, the media workers first: what they hold goes back."""
        stop_all(self._workers)
        for part in self._parts:
            part.stop()
        for resident in residents_of(self._brain.narrators):
            resident.close()


def load_embedder(brain: Brain, vitals: Vitals) -> None:
    """Load the embedder; without its files the brain plays on without vectors."""
    if brain.settings.embedder == "none":
        vitals.embedder_state = "unavailable"
        return
    embedder = MiniLM()
    try:
        embedder.load()
    except EmbedderUnavailable as error:
        vitals.embedder_state = "unavailable"
        log.warning("no embedder: %s", error)
        return
    warm_up(embedder)
    brain.embedder = embedder
    vitals.embedder_state = "healthy"
