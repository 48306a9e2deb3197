"""A stop that was asked for ends the process with 0, once it has drained.

uvicorn ends itself once more by the very signal it was stopped with, which a supervisor takes for a crash.
"""

import signal
from types import FrameType


def end_well() -> None:
    """Have SIGTERM drain the server as ever, and the process then end with 0; elsewhere than in uvicorn do nothing."""
    drain = signal.getsignal(signal.SIGTERM)
    if not callable(drain) or getattr(drain, "__name__", "") != "handle_exit":
        return

    def stop(_signal: int, frame: FrameType | None) -> None:
        drain(signal.SIGCHLD, frame)  # what uvicorn then ends itself by, and nobody dies of

    signal.signal(signal.SIGTERM, stop)
