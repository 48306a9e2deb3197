"""Asks one server for one answer and yields its words. Foreign failures become ours here, and nowhere else."""

import json
import ssl
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from llm_brain.narrators.protocol import Brief
from llm_brain.narrators.server.errors import (
    AddressRefused,
    RequestRefused,
    ServerBroke,
    ServerBusy,
    ServerTrouble,
    ServerUnreachable,
)
from llm_brain.narrators.server.filling import response_format
from llm_brain.narrators.server.stream import MOST_CHARS, Reader, Words, error_in
from llm_brain.observe.trail import HEADER, accepted, request_id

BUSY = (429, 503)
BROKEN = (500, 502, 504)
CHARS_PER_TOKEN = 16
"""More than any language needs: a server that does not keep to `max_tokens` is cut off there."""


def body_for(brief: Brief, model: str) -> dict[str, Any]:
    """Return the request for a telling, as every such server understands it."""
    body: dict[str, Any] = {
        "messages": [{"role": said.role, "content": said.content} for said in brief.messages],
        "stream": True,
        "max_tokens": brief.sampling.max_new_tokens,
        "temperature": brief.sampling.temperature,
        "top_p": brief.sampling.top_p,
        **response_format(brief),
    }
    return {"model": model, **body} if model else body


async def words_of(
    client: httpx.AsyncClient, replica: str, body: dict[str, Any]
) -> AsyncGenerator[Words]:
    """Yield the words of an answer as they come. Raises ServerTrouble."""
    most = int(body["max_tokens"]) * CHARS_PER_TOKEN
    headers = {"Accept": "text/event-stream, application/json", HEADER: accepted(request_id())}
    with translated(replica):
        url = "chat/completions"
        async with client.stream("POST", url, json=body, headers=headers) as response:
            if response.status_code != 200:
                raise await refusal(replica, response)
            reader = Reader(replica)
            async for chunk in response.aiter_bytes():
                for words in reader.feed(chunk):
                    yield words
                    most -= len(words.text)
                    if most <= 0:
                        return
                if reader.is_done:
                    return
            for words in reader.end():
                yield words


@contextmanager
def translated(replica: str) -> Iterator[None]:
    """Turn what httpx raises into our own errors."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        reason = "cannot be reached"
        if isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error):
            reason = "has a certificate that cannot be trusted"
        raise ServerUnreachable(replica=replica, reason=reason) from error
    except httpx.PoolTimeout as error:
        raise ServerBusy(replica=replica, reason="has no free connection") from error
    except httpx.TimeoutException as error:
        raise ServerBroke(replica=replica, reason="was silent for too long") from error
    except (httpx.HTTPError, httpx.StreamError) as error:
        reason = f"broke off ({type(error).__name__})"
        raise ServerBroke(replica=replica, reason=reason) from error
    except AddressRefused as error:
        raise ServerBroke(replica=replica, reason=str(error)) from error


async def refusal(replica: str, response: httpx.Response) -> ServerTrouble:
    """Return what an answer other than 200 amounts to, with what the server says about it."""
    status = response.status_code
    told = f": {said}" if (said := await _said(response)) else ""
    if status in BUSY:
        wait_s = _retry_after_s(response.headers.get("retry-after", ""))
        return ServerBusy(replica=replica, reason=f"is busy ({status}){told}", wait_s=wait_s)
    if 300 <= status < 400:
        reason = f"answered {status}, a redirect, which is not followed; give the final address"
        return ServerBroke(replica=replica, reason=reason)
    if status in (401, 403):
        return ServerBroke(replica=replica, reason=f"refuses the key ({status}); see LLM_API_KEY")
    if status in (404, 405):
        reason = (
            f"knows no such address or model ({status}){told}; see LLM_BASE_URL, LLM_SERVER_MODEL"
        )
        return ServerBroke(replica=replica, reason=reason)
    kind = ServerBroke if status in BROKEN or status < 400 else RequestRefused
    return kind(replica=replica, reason=f"answered {status}{told}")


async def json_of(response: httpx.Response) -> Any:
    """Return a body as JSON; None when it is none, or too long."""
    read = b""
    async for chunk in response.aiter_bytes():
        read += chunk
        if len(read) > MOST_CHARS:
            return None
    try:
        return json.loads(read)
    except (ValueError, RecursionError):
        return None


async def _said(response: httpx.Response) -> str:
    try:
        return error_in(await json_of(response)) or ""
    except httpx.HTTPError:
        return ""


def _retry_after_s(header: str) -> float | None:
    """Return what Retry-After asks for, in seconds from now; None when it says nothing readable."""
    text = header.strip()
    if text.isdigit():
        return float(text[:6])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
