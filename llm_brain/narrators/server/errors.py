"""How asking a language-model server can fail. The kind decides what is done: wait, ask the next replica, or give up."""

from typing import Any

from llm_brain.errors import BrainError


class AddressRefused(BrainError):
    """An address that no narrator may be at."""

    code = "address_refused"
    status = 422
    template = "The address {url} cannot be used: {reason}"


class KeyNotLegal(BrainError):
    """A key that no server can have given."""

    code = "key_not_legal"
    status = 422
    template = "The key holds characters that no key has: plain letters, digits and signs only."


class ServerTrouble(BrainError):
    """The base: a server did not tell. `rests` leaves it out for a while; `may_be_retried` asks it again soon."""

    code = "language_model_server_trouble"
    status = 502
    template = "{replica} {reason}"
    rests = True
    may_be_retried = False

    def __init__(self, *, wait_s: float | None = None, **details: Any) -> None:
        super().__init__(**details)
        self.wait_s = wait_s


class ServerUnreachable(ServerTrouble):
    """Nobody accepts the connection."""

    code = "language_model_server_unreachable"
    may_be_retried = True


class ServerBusy(ServerTrouble):
    """It answered 429 or 503; `wait_s` is how long it asks us to wait, if it said so."""

    code = "language_model_server_busy"
    rests = False
    may_be_retried = True


class ServerBroke(ServerTrouble):
    """It was silent, broke off, or answered what is no telling."""

    code = "language_model_server_broke"


class RequestRefused(ServerTrouble):
    """It will not have this very request: another would do."""

    code = "language_model_server_refused"
    rests = False
