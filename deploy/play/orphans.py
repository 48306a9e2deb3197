"""Makes sure that no process outlives the one that started it, even when that is killed.

Linux only (PR_SET_PDEATHSIG). Elsewhere an ordinary stop still ends everything.
"""

import ctypes
import os
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(death_signal: int) -> Callable[[], None] | None:
    """Return what a child runs before exec so that it gets `death_signal` when its parent is gone.

    The parent is the thread that starts the child: start children from the main thread.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
