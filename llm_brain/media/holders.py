"""Who holds a media job: host, process and life of that process, so that a later life knows what an earlier one left behind.

Container ids are host names too; a process of another host is never said to be gone, its leases run out.
"""

import os
import socket
import uuid

_HOST = socket.gethostname()
_LIFE = uuid.uuid4().hex[:8]
THIS_PROCESS = f"{_HOST}/{os.getpid()}/{_LIFE}"


def is_gone(holder: str) -> bool:
    """Say whether a holder's process ran on this host and does no more."""
    host, _, rest = holder.partition("/")
    pid, _, life = rest.partition("/")
    if host != _HOST or not pid.isdigit():
        return False
    if int(pid) == os.getpid():  # the same number in a new container, or after a restart
        return not life.startswith(_LIFE)
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
