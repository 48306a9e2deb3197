"""How much memory this machine's first NVIDIA GPU has, as nvidia-smi says. Nothing is raised: there is one, or none is seen."""

import shutil
import subprocess
from collections.abc import Callable

QUERY = ("nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits")
PATIENCE_S = 10.0


def card_mib(ask: Callable[[], str] | None = None) -> int | None:
    """Return the MiB of the GPU that models are put on; None where none is seen."""
    said = (ask or _asked)().strip().splitlines()
    first = said[0].strip() if said else ""
    return int(first) if first.isdecimal() and int(first) > 0 else None


def _asked() -> str:
    if shutil.which(QUERY[0]) is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603
            QUERY, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
