"""The settings of the picture service, read once from the environment by `create_app`.

Nothing here is built at import. Secrets may also come from a file named by NAME_FILE.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PainterChoice = Literal["auto", "sketch", "stable_diffusion"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", use_attribute_docstrings=True)

    images_dir: Path = Path("/shared/images")
    """Folder the pictures are written to; created when missing."""

    images_url_prefix: str = "/media/images"
    """URL path under which the website serves that folder."""

    painter: PainterChoice = "auto"
    """Who paints: auto = stable_diffusion when its weights are there, else sketch."""

    image_model: str = "stable-diffusion-v1-5/stable-diffusion-v1-5"
    """Name or folder of the neural painter's weights; unused by the sketch."""

    diffusers_cache: Path = Path("/cache/diffusers")
    """Folder the neural painter's weights are looked for in; never downloaded to by the sketch."""

    service_token: SecretStr | None = None
    """When set, every call but /health* must carry it as a bearer token."""

    service_token_file: Path | None = None
    """File the token is read from instead; wins over nothing, loses to SERVICE_TOKEN."""

    ai_bind: str = "127.0.0.1"
    """Address the port is published on; anything but loopback demands a SERVICE_TOKEN."""

    default_style: str = "fantasy_art"
    """Style of a request that names none; one of GET /styles."""

    default_width_px: int = Field(default=960, ge=64, le=2048)
    """Width of a request that names none; 64 to 2048 px."""

    default_height_px: int = Field(default=600, ge=64, le=2048)
    """Height of a request that names none; 64 to 2048 px."""

    min_side_px: int = Field(default=128, ge=64)
    """Shortest side a caller may ask for, in px."""

    max_side_px: int = Field(default=1280, le=2048)
    """Longest side a caller may ask for, in px."""

    max_prompt_chars: int = Field(default=2000, ge=1)
    """Longest prompt taken, in characters."""

    painter_wait_s: float = Field(default=20.0, ge=0.0)
    """How long a request waits for the painter before it is told Busy, in seconds."""

    queue_limit: int = Field(default=8, ge=0)
    """How many requests may wait at once; one more is told Busy at once. 0 = none waits."""

    image_format: Literal["png", "webp"] = "webp"
    """File format of new pictures; webp is about a fifth of png in bytes."""

    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""

    @field_validator("service_token", "service_token_file", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @model_validator(mode="after")
    def _token_from_file(self) -> Self:
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
