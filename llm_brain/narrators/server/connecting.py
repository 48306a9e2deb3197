"""Connections to one replica: no proxy of the environment, no redirect, no address that must not be called."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

import httpx
from pydantic import SecretStr

from llm_brain.narrators.server.addresses import checked

Resolve = Callable[[str, int], Awaitable[list[str]]]
WRITE_S = 10.0
RESOLVE_S = 3.0


async def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class CheckedTransport(httpx.AsyncBaseTransport):
    """Looks at each address a name resolves to, then connects to that very address. TLS still checks the name."""

    def __init__(self, inner: httpx.AsyncBaseTransport, resolve: Resolve = resolved) -> None:
        self._inner = inner
        self._resolve = resolve

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the first address that accepts a connection. Raises AddressRefused."""
        url = request.url
        try:
            port = url.port or (443 if url.scheme == "https" else 80)
            async with asyncio.timeout(RESOLVE_S):
                addresses = checked(url.host, await self._resolve(url.host, port))
        except (OSError, UnicodeError) as error:  # TimeoutError is an OSError
            raise httpx.ConnectError(f"no address of {url.host}", request=request) from error
        failed: httpx.TransportError = httpx.ConnectError("no address", request=request)
        for address in addresses:
            try:
                return await self._inner.handle_async_request(_at(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
        raise failed

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _at(request: httpx.Request, address: str) -> httpx.Request:
    extensions = dict(request.extensions)
    if not _is_address(request.url.host):
        extensions["sni_hostname"] = request.url.host
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # its Host is still the name
        stream=request.stream,
        extensions=extensions,
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def client_for(
    base_url: str, key: SecretStr | None, *, connect_s: float, read_s: float, most: int
) -> httpx.AsyncClient:
    """Return a client for one server; every path is under its base URL."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "dungeon-master-brain"}
    if key is not None:
        headers["Authorization"] = f"Bearer {key.get_secret_value()}"
    limits = httpx.Limits(max_connections=most + 4, max_keepalive_connections=most)
    inner = httpx.AsyncHTTPTransport(limits=limits, trust_env=False)
    return httpx.AsyncClient(
        base_url=base_url,
        headers=headers,
        timeout=httpx.Timeout(connect=connect_s, read=read_s, write=WRITE_S, pool=read_s),
        transport=CheckedTransport(inner),
        follow_redirects=False,
        trust_env=False,
    )
