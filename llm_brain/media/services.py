"""The picture and voice services as the brain sees them: one call each, and two kinds of failure."""

import re
from dataclasses import dataclass
from typing import Any

import httpx

from llm_brain.config import Settings
from llm_brain.errors import BrainError
from llm_brain.observe.trail import HEADER, accepted, request_id


class ServiceAway(BrainError):
    """Nobody answers, it is busy or its disk is full: the job waits and costs no attempt."""

    code = "media_service_away"
    status = 503
    template = "{service} cannot be reached now: {reason}."


class ServiceRefused(BrainError):
    """It answered, but not with a picture or a voice: the attempt counts."""

    code = "media_service_refused"
    status = 502
    template = "{service} answered {answer}."


@dataclass(frozen=True)
class Picture:
    """What the painter made."""

    url: str
    painter: str


@dataclass(frozen=True)
class Voice:
    """What the speaker made: the whole, and its sentences in order."""

    url: str
    speaker: str
    clips: tuple[str, ...]


class MediaServices:
    """image_gen and tts_voice over HTTP."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        token = settings.service_token
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        timeout = httpx.Timeout(connect=3.0, read=settings.media_lease_s, write=10.0, pool=5.0)
        self._image_api = settings.image_api.rstrip("/")
        self._tts_api = settings.tts_api.rstrip("/")
        self._http = httpx.Client(headers=headers, timeout=timeout, transport=transport)

    def paint(self, order: dict[str, Any]) -> Picture:
        """Ask for a picture. Raises ServiceAway, ServiceRefused."""
        answer = self._post("image_gen", f"{self._image_api}/generate", order)
        url = _address("image_gen", "images", answer.get("url"))
        return Picture(url=url, painter=str(answer.get("painter", "")))

    def speak(self, order: dict[str, Any]) -> Voice:
        """Ask for a voice. Raises ServiceAway, ServiceRefused."""
        answer = self._post("tts_voice", f"{self._tts_api}/narrate", order)
        url = _address("tts_voice", "audio", answer.get("url"))
        listed = answer.get("clips") or ()
        found = [clip.get("url") if isinstance(clip, dict) else None for clip in listed]
        clips = tuple(_address("tts_voice", "audio", clip) for clip in found)
        return Voice(url=url, speaker=str(answer.get("speaker", "")), clips=clips)

    def is_there(self, service: str) -> bool:
        """Say whether a service's /health answers."""
        url = self._image_api if service == "image_gen" else self._tts_api
        try:
            return self._http.get(f"{url}/health", timeout=1.0).status_code < 500
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _post(self, service: str, url: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self._http.post(url, json=body, headers={HEADER: accepted(request_id())})
        except httpx.TransportError as error:
            raise ServiceAway(service=service, reason=type(error).__name__) from error
        if answer.status_code in (429, 502, 503, 504, 507):
            raise ServiceAway(service=service, reason=f"it answered {answer.status_code}")
        if answer.status_code != 200:
            raise ServiceRefused(
                service=service, answer=f"{answer.status_code}: {answer.text[:200]}"
            )
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ServiceRefused(service=service, answer="something that is no JSON object")
        return found


def _address(service: str, kind: str, url: object) -> str:
    """Return where the website serves a file. Raises ServiceRefused for any other address."""
    if not isinstance(url, str) or not re.fullmatch(
        rf"/media/{kind}/[A-Za-z0-9][\w.-]*", url, re.A
    ):
        raise ServiceRefused(service=service, answer="an address that is no media file's")
    return url
