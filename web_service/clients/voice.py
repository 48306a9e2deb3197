"""The voice service as this service sees it: parts in, a stream of sentences of speech out.

It knows the wire and nothing of turns; `play/speech.py` decides what is said in which voice.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from web_service.clients.errors import VoiceAway, error_from_answer, error_from_httpx
from web_service.clients.tls import shared_tls
from web_service.observe.trail import outgoing_headers

FIRST_SOUND_S = 60.0
"""A neural speaker on a CPU takes long over its first sentence."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice's API. `transport` is a seam for tests."""

    base_url: str
    token: str = ""
    transport: httpx.AsyncBaseTransport | None = None

    async def speak(
        self, parts: list[dict[str, str]], speed: float, mood: str = "plain"
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield the events of one narration in a mood as they come. Raises VoiceAway and its kin."""
        headers = outgoing_headers()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        timeout = httpx.Timeout(FIRST_SOUND_S, connect=3.0)
        body = {"parts": parts, "speed": speed, "keep": False, "emotion": {"mood": mood}}
        client = httpx.AsyncClient(
            base_url=self.base_url,
            timeout=timeout,
            transport=self.transport,
            trust_env=False,
            verify=shared_tls(),
        )
        try:
            async with (
                client,
                client.stream("POST", "/narrate/stream", json=body, headers=headers) as response,
            ):
                if not response.is_success:
                    await response.aread()
                    raise error_from_answer(response, "voice")
                async for line in response.aiter_lines():
                    if line.startswith("data:"):
                        yield _event(line[5:])
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise error_from_httpx(error, "voice") from error


def _event(data: str) -> dict[str, Any]:
    try:
        event = json.loads(data)
    except ValueError as error:
        raise VoiceAway("The voice's answer could not be read.") from error
    if not isinstance(event, dict) or event.get("type") == "error":
        raise VoiceAway("The voice failed at a sentence; the words are all here.")
    return event


def get_voice() -> Voice:
    """Return the voice the settings name."""
    transport = getattr(settings, "VOICE_TRANSPORT", None)
    return Voice(settings.TTS_API, settings.SERVICE_TOKEN, transport)
