"""Log lines that people and machines read: `ts=… level=… logger=… msg="…"` and the trail, one record a line.

The lines of a traceback follow their record, each behind "  | ", so that nothing a player types can look like a record.
"""

import json
import logging
import re
from datetime import UTC, datetime

from llm_brain.observe.trail import trail

PLAIN = re.compile(r"[A-Za-z0-9_.:/+@-]+")
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
QUIET = ("httpx", "httpcore", "urllib3")
UVICORN = ("uvicorn", "uvicorn.error")


class KeyValues(logging.Formatter):
    """Formats a record as key=value pairs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, and its traceback's."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        extra = {key: value for key, value in vars(record).items() if key not in STANDARD}
        pairs: dict[str, object] = {
            "ts": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **trail(),
            **extra,
            "msg": record.getMessage(),
        }
        line = " ".join(f"{key}={_value(value)}" for key, value in pairs.items())
        if record.exc_info:
            trace = self.formatException(record.exc_info).splitlines()
            line += "".join(f"\n  | {step}" for step in trace)
        return line


def _value(value: object) -> str:
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def set_up_logs(level: str) -> None:
    """Send every record of this process to stderr as key=value, unless somebody else has taken the logs already."""
    root = logging.getLogger()
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if root.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(KeyValues())
    root.addHandler(handler)
    root.setLevel(level.strip().upper() or "INFO")
    for name in UVICORN:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
