"""The brain's calls about the language-model server, for the operator's page.

A key goes in with a change or a question and comes out of nothing here, not even when a server repeats it.
"""

from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from web_service.clients.calling import Json, Line
from web_service.clients.errors import BrainTooSlow, ServiceError

LOOK_S = 2.0
"""A look for a page that shows more than this."""
CHANGE_S = 30.0
"""The brain looks for up to 15 s whether a new server is there."""
QUESTIONS_S = 240.0
"""A proxy in front may wait 300 s: our own sentence has to be there before it hangs up."""
STILL_ASKING = (
    "The server has not answered every question within four minutes, so this page no longer waits. Too slow for these "
    "questions is too slow for a table: try a smaller model or a faster machine, or ask one address at a time."
)
SHORTEST_KEY = 6
"""Shorter than this it is no secret, and taking it out would tear words apart."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The server that narrates, as the brain knows it. `transport` is a seam for tests."""

    base_url: str
    token: str = ""
    transport: httpx.BaseTransport | None = None

    def now(self) -> Json:
        """Return the server in use and the ladder of narrators."""
        return self._line.ask_object("GET", "/model", LOOK_S)

    def change(self, wanted: Json) -> Json:
        """Have another server tell from the next turn on; what is left out stays as it is."""
        return self._without_key("PUT", "/model", CHANGE_S, wanted)

    def forget(self) -> Json:
        """Let the brain's environment count again from the next turn on."""
        return self._line.ask_object("DELETE", "/model", CHANGE_S)

    def questioned(self, wanted: Json) -> Json:
        """Return what a server can do. Takes minutes; raises BrainTooSlow after QUESTIONS_S."""
        try:
            return self._without_key("POST", "/validate-model", QUESTIONS_S, wanted)
        except BrainTooSlow as error:
            raise BrainTooSlow(STILL_ASKING, "questions_too_slow") from error

    @property
    def _line(self) -> Line:
        return Line("language_model", self.base_url, self.token, self.transport)

    def _without_key(self, method: str, path: str, timeout_s: float, wanted: Json) -> Json:
        key = str(wanted.get("key", ""))
        try:
            answer = self._line.ask_object(method, path, timeout_s, json=wanted)
        except ServiceError as error:
            raise type(error)(without(key, str(error)), error.code) from None
        return {name: without(key, value) for name, value in answer.items()}


def without(key: str, found: Any) -> Any:
    """Return text, or all text in lists and objects, with a key taken out."""
    if len(key) < SHORTEST_KEY:
        return found
    if isinstance(found, str):
        return found.replace(key, "•••")
    if isinstance(found, list):
        return [without(key, each) for each in found]
    if isinstance(found, dict):
        return {name: without(key, each) for name, each in found.items()}
    return found


def get_language_model() -> LanguageModel:
    """Return the calls of the brain the settings name."""
    transport = getattr(settings, "BRAIN_TRANSPORT", None)
    return LanguageModel(settings.LLM_API, settings.SERVICE_TOKEN, transport)
