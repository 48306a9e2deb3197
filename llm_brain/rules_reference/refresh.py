"""The stored rules kept fresh from RULES_API, in a thread of its own beside the turns; off while that setting is empty."""

import logging
import threading

from llm_brain.brain import Brain
from llm_brain.errors import DatabaseAway
from llm_brain.rules_reference.client import RulesServer
from llm_brain.rules_reference.errors import RulesRefused
from llm_brain.store import rules_reference as store

log = logging.getLogger("llm_brain.rules")
AGAIN_AFTER_S = 900.0
"""After a failure: what is stored answers meanwhile."""
LOOK_S = 3600.0
STOP_S = 3.0


class RulesRefresh:
    """Fetches the rules when there are none of the server's yet, and again when they have grown old."""

    def __init__(self, brain: Brain, server: RulesServer | None = None) -> None:
        api = brain.settings.rules_api
        self._brain = brain
        self._server = server or (RulesServer(api) if api else None)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep_fresh, name="rules", daemon=True)

    def start(self) -> None:
        """Begin, if there is a server to ask."""
        if self._server is not None:
            self._thread.start()

    def stop(self) -> None:
        """End; a fetch under way is given up and changes nothing."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def refresh(self, server: RulesServer) -> store.Stored | None:
        """Fetch and store the rules if they are old; None when they are fresh. Raises RulesRefused, DatabaseAway."""
        age_s = self._brain.database.read(lambda held: store.age_s(held, server.source))
        if age_s is not None and age_s < self._brain.settings.rules_refresh_h * 3600:
            return None
        found = server.fetch(self._stopped)
        done = self._brain.database.run(
            lambda held: store.replace(held, server.source, found.pieces)
        )
        for reason in found.left_out:
            log.warning("an entry of %s was left out: %s", server.source, reason)
        return done

    def _keep_fresh(self) -> None:
        assert self._server is not None
        while not self._stopped.is_set():
            wait_s = LOOK_S
            try:
                done = self.refresh(self._server)
                if done is not None:
                    log.info("rules from %s: %s", self._server.source, done)
            except (RulesRefused, DatabaseAway) as error:
                wait_s = AGAIN_AFTER_S
                if not self._stopped.is_set():
                    log.warning("the rules were not refreshed: %s", error)
            self._stopped.wait(wait_s)
