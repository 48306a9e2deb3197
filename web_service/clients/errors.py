"""What can go wrong when another service is asked, one tree; and the one table that foreign failures pass through.

ServiceError
├── ServiceAway        cannot be reached, or says itself that it cannot work now
│   ├── BrainAway
│   ├── BrainTooSlow   gave no answer within the deadline; the turn goes on without us
│   └── VoiceAway
├── GameConflict       the game says: not now (a turn in flight, nothing to undo …)
├── GameRefusal        the game says: not like this (a bad key, an unknown theme …)
├── GameNotFound
└── ServiceFailed      anything else: a fault of theirs or a broken answer
"""

from typing import Any, ClassVar

import httpx


class ServiceError(Exception):
    """Base of every failure of another service, with what a person should read."""

    code: str = "service_error"
    status: ClassVar[int] = 502
    title: ClassVar[str] = "Something at the table broke"
    is_passing: bool = False

    def __init__(self, message: str, code: str = "", details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.details = details or {}


class ServiceAway(ServiceError):
    """A service that will be back."""

    status = 503
    title = "The Dungeon Master has stepped out"
    is_passing = True


class BrainAway(ServiceAway):
    """The brain cannot be reached or has no database."""

    code = "brain_unavailable"


class BrainTooSlow(ServiceAway):
    """No answer within the deadline."""

    code = "brain_too_slow"
    status = 504


class VoiceAway(ServiceAway):
    """Nobody can speak right now."""

    code = "voice_unavailable"
    title = "The voice is silent"


class GameConflict(ServiceError):
    """The game is not in a state where this can be done."""

    code = "conflict"
    status = 409
    title = "Not now"


class TurnInFlight(GameConflict):
    """Another turn is being told; this one can be sent again in a moment."""

    code = "turn_in_flight"
    is_passing = True


class GameRefusal(ServiceError):
    """What was asked cannot be done like this."""

    code = "refused"
    status = 422
    title = "That does not work"


class GameNotFound(ServiceError):
    """The game does not know it (any more)."""

    code = "not_found"
    status = 404
    title = "Not at this table"


class ServiceFailed(ServiceError):
    """A service broke, or answered what nobody can read."""

    code = "service_failed"


# Services by what is asked of them: the operator asks the brain and the voice other things than a table does.
AWAY: dict[str, type[ServiceAway]] = {
    "brain": BrainAway,
    "voice": VoiceAway,
    "language_model": BrainAway,
    "voices": VoiceAway,
}
MESSAGES = {
    "brain": "The Dungeon Master cannot be reached. What you wrote is kept, and goes through when it is back.",
    "voice": "The voice cannot be reached; the words are all here.",
    "language_model": "The brain (llm_brain) cannot be reached. Look whether it runs, then load this page again.",
    "voices": "The voice service (tts_voice) cannot be reached. Look whether it runs, then load this page again.",
}
TOO_SLOW: dict[str, tuple[type[ServiceAway], str]] = {
    "brain": (
        BrainTooSlow,
        "The Dungeon Master takes long over this turn. It goes on; the page shows it when it is there.",
    ),
    "language_model": (
        BrainTooSlow,
        "The brain (llm_brain) did not answer in time. Load this page again to see how things stand.",
    ),
    "voices": (
        VoiceAway,
        "The voice service (tts_voice) did not answer in time. Load this page again to see how things stand.",
    ),
}

# Foreign exceptions, first match wins. Everything httpx can raise is a subclass of one of these.
HTTPX_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (httpx.ConnectTimeout, "away"),
    (httpx.PoolTimeout, "away"),
    (httpx.TimeoutException, "slow"),
    (httpx.RemoteProtocolError, "away"),
    (httpx.NetworkError, "away"),
    (httpx.ProxyError, "away"),
    (httpx.HTTPError, "failed"),
    (httpx.StreamError, "failed"),
    (httpx.InvalidURL, "failed"),
    (httpx.CookieConflict, "failed"),
)

# The brain's codes that mean more than their status does.
CODES: dict[str, type[ServiceError]] = {
    "turn_in_flight": TurnInFlight,
    "idempotency_key_in_flight": TurnInFlight,
    "database_unavailable": BrainAway,
    "speaker_unavailable": VoiceAway,
    "speaker_not_installed": VoiceAway,
    "busy": VoiceAway,
}
STATUSES: dict[int, type[ServiceError]] = {
    400: GameRefusal,
    404: GameNotFound,
    409: GameConflict,
    413: GameRefusal,
    422: GameRefusal,
    429: GameConflict,
}


def error_from_httpx(error: Exception, service: str) -> ServiceError:
    """Return our own exception for one of httpx's."""
    kind = next((kind for type_, kind in HTTPX_ERRORS if isinstance(error, type_)), "failed")
    if kind == "failed":
        return ServiceFailed(f"The {service} service could not be asked: {type(error).__name__}.")
    if kind == "slow" and service in TOO_SLOW:
        type_, message = TOO_SLOW[service]
        return type_(message)
    return AWAY[service](MESSAGES[service])


def error_from_answer(response: httpx.Response, service: str) -> ServiceError:
    """Return our own exception for an answer that is not a success. The body must have been read."""
    try:
        error = response.json()["error"]
        code, message = str(error["code"]), str(error["message"])
        details = dict(error.get("details") or {})
    except (ValueError, KeyError, TypeError):
        code, message, details = "", "", {}
    found = CODES.get(code) or STATUSES.get(response.status_code)
    if found is None:
        if response.status_code in (502, 503, 504):
            return AWAY[service](MESSAGES[service], code, details)
        return ServiceFailed(message or f"The {service} service failed.", code, details)
    return found(message or MESSAGES[service], code, details)
