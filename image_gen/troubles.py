"""The last warnings and errors of this process, kept in memory for the operator's page, and counted for Prometheus."""

import logging
from collections import deque
from datetime import UTC, datetime

from prometheus_client import Counter

from image_gen.trail import trail

KEPT = 20
MOST_CHARS = 500


class Troubles(logging.Handler):
    """Keeps the newest KEPT records from WARNING up."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter
        self._kept: deque[dict[str, str]] = deque(maxlen=KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, and count it."""
        level = record.levelname.lower()
        self._counter.labels(level).inc()
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        self._kept.append(
            {
                "at": at,
                "level": level,
                "logger": record.name,
                **trail(),
                "message": message[:MOST_CHARS],
            }
        )

    def newest_first(self) -> list[dict[str, str]]:
        """Return what is kept."""
        return list(reversed(self._kept))
