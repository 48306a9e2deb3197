"""A stop that was asked for ends the process with 0, once it has drained.

uvicorn ends itself once more by the very signal it was stopped with, which a supervisor takes for a crash. It imports this
application before it listens for signals itself, and afterwards puts back what it found.
"""

import signal
import sys
import threading


def end_well() -> None:
    """Have a SIGTERM that nobody else handles end the process with 0; uvicorn drains first."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
