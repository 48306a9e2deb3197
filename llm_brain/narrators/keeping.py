"""The server an operator chose: kept in the database, loaded at the start, noticed by every other brain within seconds.

What is kept counts before the environment until it is forgotten. It asks no server anything but whether it is there.
"""

import logging
import threading

from llm_brain.brain import Brain
from llm_brain.errors import DatabaseAway
from llm_brain.narrators import choosing
from llm_brain.narrators.server import LanguageModelServer, ServerChoice
from llm_brain.narrators.server.errors import AddressRefused, KeyNotLegal
from llm_brain.narrators.server.sealing import Seal, SealBroken
from llm_brain.store import language_model_server as table
from llm_brain.store.language_model_server import KeptServer

log = logging.getLogger("llm_brain.narrators.keeping")
NOTICE_S = 2.0
LOOK_S = 15.0
STOP_S = 3.0
CANNOT_OPEN = (
    "The server's key was kept with another APP_DB_PASS and cannot be read: give the key again."
)


class ServerKeeper:
    """Keeps one brain's server as the database says. `problem` is what an operator has to know of it."""

    def __init__(self, brain: Brain, notice_s: float = NOTICE_S) -> None:
        self._brain = brain
        self._notice_s = notice_s
        self._seal = Seal(brain.settings.app_db_pass)
        self._applied: KeptServer | None = None
        self._changing = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="server-keeper", daemon=True)
        self.problem = ""

    @property
    def is_kept(self) -> bool:
        """Whether an operator's choice counts, rather than the environment."""
        return self._applied is not None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(STOP_S)

    def choose(self, choice: ServerChoice) -> None:
        """Have a server tell from the next turn on, here and at every brain. Raises DatabaseAway: nothing changed."""
        sealed = self._seal.sealed(choice.key) if choice.key else None
        wanted = KeptServer(choice.base_urls, choice.model, sealed)
        server = self._made(choice)
        try:
            with self._changing:
                self._brain.database.run(lambda held: table.keep(held, wanted))
                self._put(server, wanted)
                server = None
        finally:
            if server is not None:
                server.retire()

    def forget(self) -> None:
        """Let the environment count again, here and at every brain. Raises DatabaseAway: nothing changed."""
        with self._changing:
            self._brain.database.run(table.forget)
            if self._applied is not None:
                self._put(self._from_settings(), None)

    def catch_up(self) -> None:
        """Do as the database says, if that is not what is done already. Raises DatabaseAway."""
        with self._changing:
            kept = self._brain.database.read(table.get)
            if kept == self._applied:
                return
            if kept is None:
                self._put(self._from_settings(), None)
            else:
                self._put_kept(kept)
            log.info("the language-model server is the one %s", _by_whom(self.is_kept))

    def _put_kept(self, kept: KeptServer) -> None:
        problem, key = "", None
        try:
            key = self._seal.opened(kept.sealed_key) if kept.sealed_key is not None else None
        except SealBroken:
            problem = CANNOT_OPEN
        server = None
        try:
            choice = ServerChoice(kept.base_urls, kept.model, key, is_from_settings=False)
            server = self._made(choice)
        except (AddressRefused, KeyNotLegal) as error:
            problem = str(error)
        self._put(server, kept)
        if problem:
            log.warning("%s", problem)
        self.problem = problem

    def _made(self, choice: ServerChoice) -> LanguageModelServer | None:
        """Return a server that was looked at once, so that a turn need not wait for that."""
        brain = self._brain
        server = choosing.server_for(choice, brain.settings, brain.watch.metrics)
        if server is not None:
            server.look_now(LOOK_S)
            server.start()
        return server

    def _from_settings(self) -> LanguageModelServer | None:
        server = choosing.server_of_settings(self._brain.settings, self._brain.watch.metrics)
        if server is not None:
            server.look_now(LOOK_S)
            server.start()
        return server

    def _put(self, server: LanguageModelServer | None, kept: KeptServer | None) -> None:
        with self._brain.changing:
            before = choosing.server_of(self._brain.narrators)
            self._brain.narrators = choosing.with_server(self._brain.narrators, server)
        self._applied, self.problem = kept, ""
        if before is not None:
            before.retire()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            try:
                self.catch_up()
            except DatabaseAway:
                log.debug("the database is away: the server stays as it is")
            self._stopped.wait(self._notice_s)


def _by_whom(is_kept: bool) -> str:
    return "an operator chose" if is_kept else "the environment names"
