"""A network that can fail: a TCP proxy between a service and what it needs, which passes, holds everything back, or cuts."""

import contextlib
import select
import socket
import struct
import threading

PASSES, SILENT, CUT = "passes", "silent", "cut"


class TroubledNetwork:
    """Stands before one address. `silent` loses no byte and delivers none; `cut` resets what there is and refuses the new."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._mode = PASSES
        self._changed = threading.Condition()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._is_closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def become(self, mode: str) -> None:
        """Change what happens to everything from now on."""
        with self._changed:
            self._mode = mode
            if mode == CUT:
                for pair in self._pairs:
                    for end in pair:
                        _reset(end)
                self._pairs.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Stop."""
        self._is_closed = True
        self.become(CUT)
        self._listening.close()

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._mode == CUT:
                _reset(near)
                continue
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._to)
        except OSError:
            _reset(near)
            return None
        with self._changed:
            self._pairs.append((near, far))
        other = {near: far, far: near}
        with contextlib.suppress(OSError, ValueError):
            while True:
                for end in select.select(list(other), [], [])[0]:
                    some = end.recv(65536)
                    with self._changed:
                        self._changed.wait_for(lambda: self._mode != SILENT)
                    if not some:
                        return _close(near, far)
                    other[end].sendall(some)
        return _close(near, far)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.close()
