"""An event loop in a thread of its own: connections live there, turns are told in other threads."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
END_S = 2.0


class Loop:
    """Begun on first use; closed once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.is_closed = False

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin work there; cancelling the future ends it. Raises RuntimeError once closed."""
        with self._lock:
            if self.is_closed:
                work.close()
                raise RuntimeError(f"{self._name} is closed")
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """End whatever is under way, then the thread."""
        with self._lock:
            if self.is_closed:
                return
            self.is_closed = True
        if self._loop is None or self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(END_S)

    def end(self) -> None:
        """End from within the loop; nobody waits for the thread."""
        self.is_closed = True
        if self._loop is not None:
            self._loop.stop()

    def _run(self) -> None:
        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()
