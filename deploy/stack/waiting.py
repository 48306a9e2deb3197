"""Waiting for the healthy containers, the five and the proxy where there is one: says what changes, and whose fault it is
when one does not get there.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deploy.stack.engine import State, log_tail, states
from deploy.stack.errors import NotWell, StackError

SERVICES = {
    "database": "dnd_postgres",
    "image_gen": "dnd_artist",
    "tts_voice": "dnd_voice",
    "llm_brain": "dnd_llm",
    "web_service": "dnd_website",
}
SCALE_OVERLAY = "compose.scale.yml"
PROXY = {"proxy": "dnd_proxy"}
LOOK_EVERY_S = 0.5
DEADLINE_S = 900.0
UNHEALTHY_PATIENCE_S = 30.0
MOST_RESTARTS = 3
SICK = ("unhealthy", "restarting", "exited")


def containers_of(files: str) -> dict[str, str]:
    """Return the services that must be healthy, and their containers. `files`: what COMPOSE_FILE says."""
    return SERVICES | (PROXY if SCALE_OVERLAY in files else {})


def _states_now(containers: Mapping[str, str]) -> dict[str, State]:
    found = states(list(containers.values()))
    return {service: found[container] for service, container in containers.items()}


@dataclass
class Watch:
    """One wait. `upping` tells whether compose still works (None) or with which code it ended."""

    upping: Callable[[], int | None]
    compose: str = "docker-compose"
    containers: Mapping[str, str] = field(default_factory=lambda: SERVICES)
    look: Callable[[Mapping[str, str]], dict[str, State]] = _states_now
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = print
    _words: dict[str, str] = field(default_factory=dict, init=False)
    _fewest_restarts: dict[str, int] = field(default_factory=dict, init=False)
    _unhealthy_since: dict[str, float] = field(default_factory=dict, init=False)

    def until_all_healthy(self) -> float:
        """Wait; return the seconds it took. Raises NotWell naming the container."""
        began = self.clock()
        while True:
            now = self.look(self.containers)
            passed = self.clock() - began
            self._say_changes(now, passed)
            ended = self.upping()
            if ended == 0 and all(state.is_healthy for state in now.values()):
                return passed
            for service, state in now.items():
                self._refuse_the_sick(service, state, passed)
            if ended not in (None, 0) and not self._sick(now):
                raise StackError("The containers could not be started: see above.")
            if ended not in (None, 0) or passed > DEADLINE_S:
                raise self._blame(now, passed)
            self.sleep(LOOK_EVERY_S)

    def _say_changes(self, now: dict[str, State], passed: float) -> None:
        for service, state in now.items():
            if self._words.get(service, "absent") != state.word:
                self.say(f"  {passed:5.1f} s  {service:<12} {state.word}")
                self._words[service] = state.word

    def _refuse_the_sick(self, service: str, state: State, passed: float) -> None:
        fewest = min(self._fewest_restarts.get(service, state.restarts), state.restarts)
        self._fewest_restarts[service] = fewest
        if state.restarts - fewest >= MOST_RESTARTS:
            raise self._not_well(service, f"keeps stopping (exit code {state.exit_code})")
        if state.word != "unhealthy":
            self._unhealthy_since.pop(service, None)
        elif passed - self._unhealthy_since.setdefault(service, passed) > UNHEALTHY_PATIENCE_S:
            raise self._not_well(service, "is unhealthy")

    def _sick(self, now: Mapping[str, State]) -> list[str]:
        """List who is not well, or was restarted since we look."""
        return [
            service
            for service, state in now.items()
            if state.word in SICK or state.restarts > self._fewest_restarts.get(service, 0)
        ]

    def _blame(self, now: dict[str, State], passed: float) -> NotWell:
        """Name the sick one, or else the first that the others wait for."""
        late = [service for service, state in now.items() if not state.is_healthy]
        service = (self._sick(now) or late or list(now))[0]
        return self._not_well(service, f"is {now[service].word} after {passed:.0f} s")

    def _not_well(self, service: str, what: str) -> NotWell:
        container = self.containers[service]
        named = f"{service} ({container}) {what}. Its last words:"
        return NotWell(named, log_tail(container), self.compose, service)
