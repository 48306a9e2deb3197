"""The pictures' part of `tests.bench.gpu`: 512 × 512 in 20 and 50 steps and in 4 of the few-step mode, through the painter's
own code, on a checkpoint of Stable Diffusion 1.5's real sizes and random weights. `--tiny` takes a tiny one.
"""

import statistics
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from image_gen.config import Settings
from image_gen.errors import ImageGenError
from image_gen.painters.diffusion.painter import DiffusionPainter
from image_gen.painters.protocol import PictureOrder
from image_gen.painters.turnstile import Turnstile
from tests.models.tiny_diffusion import save_tiny_lora, save_tiny_model, save_tokenizer

ROUNDS = 5


def save_real_sizes(folder: Path, dtype: str) -> Path:
    """Save a pipeline whose parts have the published sizes; the words mean nothing to it."""
    import torch
    from diffusers import (
        AutoencoderKL,
        PNDMScheduler,
        StableDiffusionPipeline,
        UNet2DConditionModel,
    )
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    save_tokenizer(words := folder.with_name(f"{folder.name}-tokenizer"))
    unet = UNet2DConditionModel(
        sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280)
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, sample_size=512,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
    )  # fmt: skip
    text = CLIPTextConfig(
        vocab_size=49_408,
        hidden_size=768,
        intermediate_size=3072,
        num_hidden_layers=12,
        num_attention_heads=12,
    )
    scheduler = PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1
    )  # fmt: skip
    pipe: Any = StableDiffusionPipeline(
        unet=unet, vae=vae, text_encoder=CLIPTextModel(text), tokenizer=CLIPTokenizer.from_pretrained(str(words)),
        scheduler=scheduler, safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipe.to(dtype=getattr(torch, dtype)).save_pretrained(str(folder), safe_serialization=True)
    return folder


def painted(settings: Settings, title: str, side_px: int, steps: int, rounds: int) -> None:
    """Print how long one kind of picture takes."""
    painter = DiffusionPainter(settings, Turnstile(wait_s=60, queue_limit=1))
    began = time.perf_counter()
    painter.load()
    loaded_s = time.perf_counter() - began
    took: list[float] = []
    for seed in range(rounds + 1):  # the first is the library's own first time
        order = PictureOrder(
            "a torch in a crypt", "fantasy_art", seed, side_px, side_px, steps=steps
        )
        began = time.perf_counter()
        painter.paint(order)
        took.append(time.perf_counter() - began)
    print(f"{title:<34} median {statistics.median(took[1:]):7.2f} s   first {took[0]:6.2f} s   "
          f"loaded in {loaded_s:.1f} s   {painter.progress}")  # fmt: skip


def main() -> None:
    import torch

    is_tiny, has_gpu = "--tiny" in sys.argv, torch.cuda.is_available()
    rounds, side_px = (1, 64) if is_tiny else (ROUNDS, 512)
    print(
        f"{torch.cuda.get_device_name() if has_gpu else 'a processor'}, torch {torch.__version__}"
    )
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "model"
        if is_tiny:
            save_tiny_model(folder)
        else:
            save_real_sizes(folder, "float16" if has_gpu else "float32")
        usual: dict[str, Any] = {
            "painter": "diffusion", "image_model": str(folder), "diffusers_cache": Path(room) / "cache",
            "images_dir": Path(room) / "images", "image_deadline_s": 0, "image_safety_checker": False,
        }  # fmt: skip
        try:
            for steps in (20, 50):
                title = f"{side_px} x {side_px}, {steps} steps"
                painted(Settings(**usual), title, side_px, steps, rounds)
            if find_spec("peft") is None:
                print("the few-step mode is left out: peft is not installed")
                return
            lora = save_tiny_lora(Path(room) / "lora", folder)
            few = Settings(**usual, image_few_steps=4, image_few_steps_lora=str(lora))
            painted(few, f"{side_px} x {side_px}, 4 steps, LCM", side_px, 4, rounds)
        except ImageGenError as error:
            print(f"no pictures: {error}")


if __name__ == "__main__":
    main()
