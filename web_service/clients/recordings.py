"""The voice service's calls about reference voices, for the operator's page: which there are, one more, one less.

What makes a recording fit to be cloned is the service's to say.
"""

from dataclasses import dataclass
from urllib.parse import quote

import httpx
from django.conf import settings

from web_service.clients.calling import Json, Line

LOOK_S = 2.0
CHANGE_S = 30.0
"""Enough to carry a whole recording over and have it written."""
MAX_RECORDING_BYTES = 16 * 1024 * 1024
"""As much as the service takes."""
KINDS = ((b"RIFF", "audio/wav"), (b"fLaC", "audio/flac"), (b"OggS", "audio/ogg"))


@dataclass(frozen=True, slots=True)
class Recordings:
    """The reference voices. `transport` is a seam for tests."""

    base_url: str
    token: str = ""
    transport: httpx.BaseTransport | None = None

    def all(self) -> Json:
        """Return every voice, and who speaks."""
        return self._line.ask_object("GET", "/voices", LOOK_S)

    def add(self, name: str, sound: bytes, consent_by: str, *, replace: bool) -> Json:
        """Keep a recording with the line of who agrees to it."""
        said = {"name": name, "consent": "true", "consent_by": consent_by}
        return self._line.ask_object(
            "POST",
            "/voices",
            CHANGE_S,
            params=said | ({"replace": "true"} if replace else {}),
            content=sound,
            headers={"Content-Type": kind_of(sound)},
        )

    def delete(self, name: str) -> None:
        """Delete a recording and the consent beside it."""
        self._line.ask("DELETE", f"/voices/{quote(name, safe='')}", CHANGE_S)

    @property
    def _line(self) -> Line:
        return Line("voices", self.base_url, self.token, self.transport)


def kind_of(sound: bytes) -> str:
    """Return a recording's media type by its first bytes; what is none gets one that the service refuses in words."""
    return next((kind for mark, kind in KINDS if sound.startswith(mark)), "audio/unknown")


def get_recordings() -> Recordings:
    """Return the reference voices of the service the settings name."""
    transport = getattr(settings, "VOICE_TRANSPORT", None)
    return Recordings(settings.TTS_API, settings.SERVICE_TOKEN, transport)
