"""One `make play` per folder: a lock that the kernel lets go of when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path
from typing import Self, TextIO

from deploy.play.errors import AlreadyRunning


class OnlyOne:
    """Holds var/play.lock, which also tells a second start where the page is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Take the lock; AlreadyRunning with the address when somebody has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            address = file.read().strip()
            file.close()
            raise AlreadyRunning(address) from None
        self._file = file
        self.tell("")
        return self

    def tell(self, address: str) -> None:
        """Write down where the page is."""
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(address)
            self._file.flush()
            os.fsync(self._file.fileno())

    def __exit__(self, *_: object) -> None:
        """Let go; the file stays."""
        if self._file is not None:
            self.tell("")
            self._file.close()
