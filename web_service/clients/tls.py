"""The one TLS context of this process's clients. Making one reads every root certificate, some 20 ms of a core, so a client
that made its own for every call would spend more on that than on the call; a context may be shared by threads and loops.
"""

import ssl
from functools import cache

import httpx


@cache
def shared_tls() -> ssl.SSLContext:
    """Return the context, made at the first call."""
    return httpx.create_ssl_context(trust_env=False)
