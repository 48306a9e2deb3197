"""The last warnings and errors of this process, kept in memory for the operator's page, and counted for Prometheus.

`settings.LOGGING` puts it beside the log itself. Somebody asking for a page that is not there is no trouble.
"""

import logging
from collections import deque
from datetime import UTC, datetime

from web_service.observe.metrics import LOG_RECORDS
from web_service.observe.trail import Known, trail

MOST_CHARS = 500
kept: deque[Known] = deque(maxlen=20)


class Troubles(logging.Handler):
    """Keeps the newest records from WARNING up."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, and count it."""
        if record.levelno < logging.WARNING:
            return
        level = record.levelname.lower()
        LOG_RECORDS.labels(level).inc()
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        known = {"at": at, "level": level, "logger": record.name, **trail()}
        kept.append({**known, "message": message[:MOST_CHARS]})


def newest_first() -> list[Known]:
    """Return what is kept."""
    return list(reversed(kept))
