"""The brain's vital signs, felt in the background so that asking costs nothing."""

import logging
import threading

from llm_brain.brain import Brain
from llm_brain.media.services import MediaServices

VERSION = "0.1.0"
FEEL_S = 2.0
STOP_S = 3.0
log = logging.getLogger("llm_brain.health")


class Vitals:
    """What of the brain's surroundings is there. `embedder_state` is set by whoever loads it."""

    def __init__(self, brain: Brain, services: MediaServices) -> None:
        self._brain = brain
        self._services = services
        self._felt: dict[str, str] = {"image_gen": "loading", "tts_voice": "loading"}
        self._database_is_there: bool | None = None
        self.embedder_state = "loading"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._feel, name="vitals", daemon=True)

    @property
    def narrator(self) -> str:
        return self._brain.narrators[0].name

    def components(self) -> dict[str, str]:
        """Return each component's state: healthy, loading or unavailable."""
        is_there = self._brain.database.is_there()
        if is_there != self._database_is_there:
            if not is_there:
                log.warning(
                    "limited functionality: the database cannot be reached, no turn can be taken"
                )
            elif self._database_is_there is False:
                log.warning("the database is back")
            self._database_is_there = is_there
        database = "healthy" if is_there else "unavailable"
        return {"database": database, "embedder": self.embedder_state, **self._felt}

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(STOP_S)

    def _feel(self) -> None:
        while not self._stopped.is_set():
            for service in ("image_gen", "tts_voice"):
                is_there = self._services.is_there(service)
                self._felt[service] = "healthy" if is_there else "unavailable"
            self.components()
            self._stopped.wait(FEEL_S)
