"""What can go wrong while the game is started; each message says what to do next.

PlayError
├── DatabaseFailed     Postgres cannot be installed, started or reached
├── SchemaRefused      an applied schema file was changed, or a new one fails
├── ServiceFailed      a service the game cannot do without did not come up
└── AlreadyRunning     somebody else plays from this folder
"""

from pathlib import Path


class PlayError(Exception):
    """Anything that ends `make play` with a message instead of a traceback."""

    code = "play_failed"


class DatabaseFailed(PlayError):
    code = "database_failed"

    def __init__(self, what: str, *, log_tail: str = "", log_file: Path | None = None) -> None:
        self.log_tail = log_tail
        lines = [f"The database {what}"]
        if hint := _hint(log_tail):
            lines.append(hint)
        if log_tail:
            lines += [f"Last lines of {log_file or 'its log'}:", log_tail]
        super().__init__("\n".join(lines))


class SchemaRefused(PlayError):
    code = "schema_refused"


class ServiceFailed(PlayError):
    code = "service_failed"

    def __init__(self, service: str, what: str, *, log_file: Path, log_tail: str) -> None:
        self.service = service
        lines = [f"{service} {what}."]
        if hint := _hint(log_tail):
            lines.append(hint)
        lines += [f"Last lines of {log_file}:", log_tail or "(empty)"]
        super().__init__("\n".join(lines))


class AlreadyRunning(PlayError):
    code = "already_running"

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"The game is running already: {address or 'it is just starting'}")


HINTS = {
    "No space left on device": "The disk is full: free some space, then start again.",
    "address already in use": "Another program has taken its port: stop that one, or start again "
    "and a free port is chosen.",
    "Address already in use": "Another program has taken its port: stop that one, or start again "
    "and a free port is chosen.",
    "ModuleNotFoundError": "A library is missing: delete .venv and .cast, then run `make play` again.",
    "password authentication failed": "The passwords in var/secrets.env do not belong to the "
    "database in var/postgres: put the old var/secrets.env back.",
    "Permission denied": "A file or folder belongs to somebody else: run it as the user who "
    "started it first, or give var/ to yourself with chown.",
}


def _hint(log_tail: str) -> str:
    """Return what to do about the first trouble the log is known to name."""
    return next((hint for sign, hint in HINTS.items() if sign in log_tail), "")
