"""Where the painting is computed, and in which precision: a GPU in float16, a processor in float32.

Attention is torch's own scaled_dot_product_attention on both, which picks the quickest kernel the device has;
`economy.py` cuts it into slices when memory runs out.
"""

from dataclasses import dataclass
from typing import Any

from image_gen.config import Settings
from image_gen.errors import PainterStandsBack, PainterUnavailable

PRECISIONS = {"fp16": "float16", "bf16": "bfloat16", "fp32": "float32"}


@dataclass(frozen=True, slots=True)
class Device:
    """A place to compute: its torch name and the name of the numbers it computes with."""

    name: str
    precision: str

    @property
    def is_gpu(self) -> bool:
        return self.name == "cuda"

    @property
    def dtype_name(self) -> str:
        """The precision in torch's words."""
        return PRECISIONS[self.precision]


def choose_device(torch: Any, settings: Settings) -> Device:
    """Choose by IMAGE_DEVICE, IMAGE_PRECISION and what is there; raise PainterUnavailable.

    PAINTER=auto stands back from a processor unless few steps are asked for: a picture would take minutes.
    """
    has_gpu = bool(torch.cuda.is_available())
    if settings.image_device == "cuda" and not has_gpu:
        raise PainterUnavailable(
            reason="IMAGE_DEVICE=cuda, but no NVIDIA GPU can be seen here; start with "
            "deploy/compose.gpu.yml, or set IMAGE_DEVICE=auto"
        )
    name = "cuda" if has_gpu and settings.image_device != "cpu" else "cpu"
    if name == "cpu" and settings.painter == "auto" and not settings.image_few_steps:
        raise PainterStandsBack(
            reason="there is no GPU, and on a processor a picture of many steps takes minutes; "
            "set IMAGE_FEW_STEPS=4, or PAINTER=diffusion to have it all the same"
        )
    precision = settings.image_precision
    if precision == "auto":
        precision = "fp16" if name == "cuda" else "fp32"
    if precision == "fp16" and name == "cpu":
        raise PainterUnavailable(
            reason="IMAGE_PRECISION=fp16 is for GPUs; set it to auto, or bf16 for half the memory"
        )
    return Device(name, precision)
