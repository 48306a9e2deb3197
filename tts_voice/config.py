"""The settings of this service, read from the environment once by create_app."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator can set; names are those of .env.example."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", use_attribute_docstrings=True
    )

    speaker: Literal["auto", "espeak", "chatterbox"] = "auto"
    """Who speaks. auto: the neural one when its weights are there, else eSpeak NG."""

    audio_dir: Path = Path("/shared/audio")
    """Folder for finished audio files; made when missing. /media/audio/ serves the same folder."""

    reference_voices_path: Path = Path("/shared/reference_voices")
    """Folder of short recordings for voice cloning; may be missing or empty."""

    tts_model: str = "ResembleAI/chatterbox"
    """Weights of the neural speaker: a repository id looked up in tts_cache, or a folder."""

    tts_cache: Path = Path("./model_cache/tts")
    """Folder where downloaded voice weights lie."""

    max_characters: int = Field(default=1000, ge=1, le=10_000)
    """Characters spoken per narration, 1 to 10,000; the rest is cut at a sentence."""

    max_narrations: int = Field(default=8, ge=1, le=64)
    """Narrations spoken at once, 1 to 64; one more is answered 503 with Retry-After."""

    busy_after_s: float = Field(default=10.0, gt=0, le=120)
    """Seconds that a sentence waits for the speaker before the call is answered 503."""

    sentence_deadline_s: float = Field(default=10.0, gt=0, le=600)
    """Seconds that eSpeak NG may take for one sentence before it is restarted."""

    service_token: SecretStr | None = None
    """When set, every call but /health* must carry it as a bearer token."""

    service_token_file: Path | None = None
    """File to read service_token from instead, as container secrets are mounted."""

    ai_bind: str = "127.0.0.1"
    """Address the port is published on; anything but loopback demands a service_token."""

    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""

    @model_validator(mode="after")
    def _read_token_file(self) -> Self:
        if self.service_token is None and self.service_token_file is not None:
            token = self.service_token_file.read_text(encoding="utf-8").strip()
            self.service_token = SecretStr(token) if token else None
        if self.service_token is None and not _is_loopback(self.ai_bind):
            raise ValueError(
                f"AI_BIND={self.ai_bind} is reachable from outside: set SERVICE_TOKEN, "
                "or publish on 127.0.0.1"
            )
        return self


def _is_loopback(address: str) -> bool:
    """Tell whether an address or name means this machine only."""
    if address == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
