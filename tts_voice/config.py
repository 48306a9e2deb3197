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
    """Who speaks. auto: Chatterbox on a GPU, else eSpeak NG; chatterbox: also on a CPU, slowly."""

    audio_dir: Path = Path("/shared/audio")
    """Folder for finished audio files; made when missing. /media/audio/ serves the same folder."""

    reference_voices_path: Path = Path("/shared/reference_voices")
    """Folder of recordings to clone, 5 to 30 s each; may be missing, empty or read-only."""

    tts_model: str = "ResembleAI/chatterbox"
    """Chatterbox's weights: a repository id (ResembleAI/chatterbox-turbo is the quick one), or a folder."""

    tts_device: str = Field(default="auto", pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")
    """Where Chatterbox runs: auto (a GPU that CUDA sees, else the CPU), cpu, cuda, cuda:1, mps."""

    tts_cache: Path = Path("./model_cache/tts")
    """Folder where downloaded voice weights lie; what is missing is downloaded there."""

    max_characters: int = Field(default=1000, ge=1, le=10_000)
    """Characters spoken per narration, 1 to 10,000; the rest is cut at a sentence."""

    max_narrations: int = Field(default=8, ge=1, le=64)
    """Narrations spoken at once, 1 to 64; one more is answered 503 with Retry-After."""

    busy_after_s: float = Field(default=10.0, gt=0, le=120)
    """Seconds that a sentence waits for the speaker before the call is answered 503."""

    sentence_deadline_s: float = Field(default=10.0, gt=0, le=600)
    """Seconds that one sentence may take; Chatterbox on a CPU is given six times as many."""

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
