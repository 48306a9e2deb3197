"""Which addresses a language-model server may have: any host of the operator's, never a cloud's metadata service.

Names are resolved once and connected to by the address that was looked at, so that a name cannot mean one thing when it is
checked and another when it is called.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

import httpx

from llm_brain.narrators.server.errors import AddressRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

CLOSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8",
        "169.254.0.0/16",  # link-local: the metadata service of most clouds
        "100.100.100.200/32",  # Alibaba's
        "168.63.129.16/32",  # Azure's inner one
        "192.0.0.192/32",  # Oracle's
        "224.0.0.0/4",
        "255.255.255.255/32",
        "::/128",
        "fe80::/10",
        "fd00:ec2::/32",  # Amazon's
        "fd20:ce::/32",  # Google's
        "ff00::/8",
    )
)
CLOSED_NAMES = ("metadata.google.internal", "metadata.goog", "metadata", "instance-data")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def base_url(text: str) -> str:
    """Return a server's base URL without a trailing slash. Raises AddressRefused saying what is wrong."""
    cleaned = text.strip().rstrip("/")
    try:
        parts = urlsplit(cleaned)
        host = (parts.hostname or "").rstrip(".").lower()
        _ = parts.port, httpx.URL(cleaned)
    except (ValueError, httpx.InvalidURL):
        raise AddressRefused(url="given", reason="it is no URL.") from None
    shown = _without_login(parts)
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(url=shown, reason="it must begin with http:// or https://.")
    if not host or any(char.isspace() or ord(char) < 33 for char in cleaned):
        raise AddressRefused(url=shown, reason="it names no host.")
    if parts.username or parts.password:
        raise AddressRefused(url=shown, reason="a key belongs in LLM_API_KEY, not in the address.")
    if parts.query or parts.fragment:
        raise AddressRefused(url=shown, reason="it must end with its path, such as /v1.")
    if host in CLOSED_NAMES or is_closed(host):
        raise AddressRefused(url=shown, reason="that is no language-model server's address.")
    return cleaned


def label_of(url: str) -> str:
    """Return host and port, as logs and metrics name a replica."""
    return urlsplit(url).netloc.rpartition("@")[2]


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port: what a key was given for."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").lower(), port


def is_closed(host: str) -> bool:
    """Say whether a host is written as an address that must not be called; a name is none."""
    try:
        found = ipaddress.ip_address(host.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    return any(each in net for each in _meant(found) for net in CLOSED)


def checked(host: str, addresses: Iterable[str]) -> list[str]:
    """Return the addresses a name resolved to. Raises AddressRefused when one of them must not be called."""
    found = list(dict.fromkeys(addresses))
    if any(is_closed(address) for address in found):
        raise AddressRefused(url=host, reason="it resolves to an address that must not be called.")
    return found


def _meant(address: Address) -> list[Address]:
    """Return an address and the IPv4 address it may only be another spelling of."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    if address in NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(each for each in inner if each is not None)]


def _without_login(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:200]
