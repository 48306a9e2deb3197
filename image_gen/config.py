"""The settings of the picture service, read once from the environment by `create_app`.

Nothing here is built at import. Secrets may also come from a file named by NAME_FILE.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PainterChoice = Literal["auto", "sketch", "diffusion"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", use_attribute_docstrings=True
    )

    images_dir: Path = Path("/shared/images")
    """Folder the pictures are written to; created when missing."""

    images_url_prefix: str = "/media/images"
    """URL path under which the website serves that folder."""

    painter: PainterChoice = "auto"
    """Who paints: auto = diffusion where its libraries are installed and a GPU or IMAGE_FEW_STEPS makes it quick, else
    sketch. `stable_diffusion` is another word for diffusion. The sketch paints until the model is loaded."""

    image_model: str = "stable-diffusion-v1-5/stable-diffusion-v1-5"
    """A text-to-image model of diffusers: its id, or the folder it lies in. Safetensors only."""

    diffusers_cache: Path = Path("/cache/diffusers")
    """Folder that models are looked for in and downloaded to; Hugging Face's own cache is looked in too."""

    image_device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where the model computes: auto = the GPU where there is one."""

    image_precision: Literal["auto", "fp16", "bf16", "fp32"] = "auto"
    """Numbers it computes with: auto = fp16 on a GPU, fp32 on a processor; bf16 halves a processor's memory."""

    image_offload: Literal["auto", "none", "model", "sequential"] = "auto"
    """On a GPU, what of the model waits in main memory until it is its turn: model = whole parts (1 GB less, a little
    slower), sequential = single layers (least, slow), none = never anything, auto = nothing until memory runs out."""

    image_steps: int = Field(default=25, ge=1, le=100)
    """Steps of a picture whose order names none, 1 to 100."""

    image_guidance: float = Field(default=7.5, ge=0.0, le=30.0)
    """How closely the words are followed, 0 to 30; at 1 and below the negative prompt is not heard."""

    image_few_steps: int = Field(default=0, ge=0, le=16)
    """Steps in few-step mode, 2 to 8 are sensible; 0 = off. With it, auto paints on a processor too."""

    image_few_steps_lora: str = "latent-consistency/lcm-lora-sdv1-5"
    """The few-step LoRA: id or folder; none = the model is quick by itself (a turbo model)."""

    image_few_steps_guidance: float = Field(default=1.5, ge=0.0, le=30.0)
    """IMAGE_GUIDANCE in few-step mode; LCM wants 1 to 2."""

    image_safety_checker: bool = True
    """Whether the model's own safety checker looks at each picture, where the model brings one."""

    image_compile: bool = False
    """On a GPU: compile the model (torch.compile, channels_last); needs a C compiler, a slow first picture per size."""

    image_deadline_s: float = Field(default=90.0, ge=0.0)
    """Seconds a picture may take; one that would take longer is left to the sketch. 0 = no limit. Keep it under the brain's
    MEDIA_LEASE_S."""

    image_retry_s: float = Field(default=300.0, ge=0.0)
    """Seconds until loading is tried again when the network or the disk was the trouble; 0 = never."""

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

    @field_validator("painter", mode="before")
    @classmethod
    def _by_its_other_name(cls, value: object) -> object:
        return "diffusion" if value == "stable_diffusion" else value

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
