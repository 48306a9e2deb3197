"""The brain's vital signs, felt in the background so that asking costs nothing."""

import logging
import threading

from llm_brain.brain import Brain
from llm_brain.errors import DatabaseAway
from llm_brain.media.services import MediaServices
from llm_brain.narrators.protocol import Narrator, Standing, standing_of
from llm_brain.store import embedders, vital_signs
from llm_brain.store.embedders import VectorsWaiting
from llm_brain.store.vital_signs import VitalSigns

VERSION = "0.1.0"
FEEL_S = 2.0
STOP_S = 3.0
SIGNS_EVERY = 5
log = logging.getLogger("llm_brain.health")


class Vitals:
    """What of the brain's surroundings is there. `embedder_state` is set by whoever loads it."""

    def __init__(self, brain: Brain, services: MediaServices) -> None:
        self._brain = brain
        self._services = services
        self._felt: dict[str, str] = {"image_gen": "loading", "tts_voice": "loading"}
        self._database_is_there: bool | None = None
        self.embedder_state = "loading"
        self.signs: VitalSigns | None = None
        self._vectors: VectorsWaiting | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._feel, name="vitals", daemon=True)

    @property
    def narrators(self) -> tuple[Narrator, ...]:
        """The ladder as it stands, best first."""
        return tuple(self._brain.narrators)

    @property
    def narrator(self) -> str:
        """Return who would tell a turn now."""
        return self._teller()[0].name

    @property
    def narrator_reason(self) -> str:
        """Say why it is this narrator who tells."""
        teller, passed_over = self._teller()
        if passed_over:
            return "; ".join(
                f"{rung.name} is {how.state}: {how.reason}" for rung, how in passed_over
            )
        settings = self._brain.settings
        if settings.narrator != "auto":
            return f"asked for by NARRATOR={settings.narrator}"
        if len(self._brain.narrators) > 1:
            how = standing_of(teller).reason
            return how or "the best there is; the storyteller stands in when it fails"
        return "NARRATOR=auto, and there is no language model here: no weights, no server"

    def vectors(self) -> dict[str, str | int]:
        """Return whose vectors are made, how many segments wait for one, and why none are used, if so."""
        found: dict[str, str | int] = {}
        if self._vectors is not None:
            found = {
                "embedder": self._vectors.embedder,
                "missing": self._vectors.missing,
                "of_another_embedder": self._vectors.of_another,
            }
        refusal = self._brain.whose.refusal
        return {**found, "refused": refusal} if refusal else found

    def rungs(self) -> list[dict[str, str]]:
        """Return every narrator of the ladder, best first: how it stands, and why."""
        found = [(rung.name, standing_of(rung)) for rung in self.narrators]
        return [{"narrator": name, "state": how.state, "reason": how.reason} for name, how in found]

    def _teller(self) -> tuple[Narrator, list[tuple[Narrator, Standing]]]:
        """Return who would tell a turn now, and who is passed over for the moment."""
        passed_over: list[tuple[Narrator, Standing]] = []
        ladder = self.narrators
        for rung in ladder:
            how = standing_of(rung)
            if how.state == "healthy":
                return rung, passed_over
            passed_over.append((rung, how))
        return ladder[-1], passed_over

    def felt(self) -> dict[str, str]:
        """Return each component's state as it was felt last, without asking again."""
        database = "healthy" if self._database_is_there else "unavailable"
        return {"database": database, "embedder": self.embedder_state, **self._felt}

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
        rounds = 0
        while not self._stopped.is_set():
            for service in ("image_gen", "tts_voice"):
                is_there = self._services.is_there(service)
                self._felt[service] = "healthy" if is_there else "unavailable"
            components = self.components()
            if rounds % SIGNS_EVERY == 0 or self.signs is None:
                self._read_signs(is_there=components["database"] == "healthy")
            rounds += 1
            self._stopped.wait(FEEL_S)

    def _read_signs(self, *, is_there: bool) -> None:
        self.signs = self._vectors = None
        if not is_there:
            return
        try:
            self.signs = self._brain.database.read(vital_signs.read)
            self._vectors = self._brain.database.read(embedders.waiting)
        except DatabaseAway:
            return
