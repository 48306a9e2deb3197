"""Ports and addresses of this machine: which are free, and how a phone nearby calls us."""

import errno
import ipaddress
import socket
from contextlib import suppress

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Tell whether a server could listen there now; localhost must not mean another program."""
    if not _can_listen(socket.AF_INET, host, port):
        return False
    return not socket.has_ipv6 or _can_listen(socket.AF_INET6, "::1", port)


def _can_listen(family: socket.AddressFamily, host: str, port: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            if family == socket.AF_INET6:
                return True  # IPv6 is switched off here
            raise
    return True


def choose_port(wanted: int, host: str = LOOPBACK, taken: frozenset[int] = frozenset()) -> int:
    """Return `wanted` or the next free port after it, leaving out `taken`."""
    for port in range(wanted, min(wanted + 200, 65_536)):
        if port not in taken and is_free(port, host):
            return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def lan_addresses() -> list[str]:
    """List this machine's IPv4 addresses in the local network, the one with the route first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: the kernel only picks a route
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass  # no network at the moment
    with suppress(OSError):  # the machine's own name may be missing in its hosts file
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback]


def host_names(bind: str) -> list[str]:
    """List the names under which a page bound to `bind` may be asked for."""
    names = ["localhost", LOOPBACK, "[::1]"]
    if bind in ("0.0.0.0", "::", ""):  # noqa: S104
        name = socket.gethostname().lower()
        names += [name, f"{name}.local", *lan_addresses()]
    elif bind not in names:
        names.append(bind)
    return names
