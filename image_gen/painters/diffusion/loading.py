"""From settings to a studio that can paint: libraries, device, weights, pipeline, few-step LoRA, a proof.

The one road to a loaded model, for the real weights and for a test's tiny ones. Every way it can fail ends in
PainterUnavailable, in a sentence that tells the operator what to do.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from image_gen.config import Settings
from image_gen.errors import ImageGenError, OutOfMemory, PainterUnavailable
from image_gen.painters.diffusion.device import Device, choose_device
from image_gen.painters.diffusion.economy import is_out_of_memory
from image_gen.painters.diffusion.fetching import fetch_lora, fetch_model
from image_gen.painters.diffusion.libraries import Libraries, first_line, import_libraries
from image_gen.painters.diffusion.studio import Manner, Studio
from image_gen.painters.diffusion.weights import (
    caches,
    find_lora,
    find_model,
    has_variant,
    judge,
    judge_file,
)

log = logging.getLogger("image_gen.diffusion")

Say = Callable[[str], None]
UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    ImportError,
    MemoryError,
)
NO_LORA = "none"
NO_ROOM = (
    "there is not memory enough to load {folder}; set IMAGE_PRECISION=bf16 on a processor, free the GPU, or set "
    "PAINTER=sketch; it is tried again by itself"
)
SLOW_ADVICE = "set IMAGE_FEW_STEPS=4, or give it time (IMAGE_DEADLINE_S and MEDIA_LEASE_S)"


def open_studio(settings: Settings, say: Say) -> Studio:
    """Load everything painting needs; `say` is told each step. Raise PainterUnavailable."""
    say("importing torch and diffusers")
    libraries = import_libraries()
    device = choose_device(libraries.torch, settings)
    folder = model_folder(settings, device, say)
    say(f"reading {folder}")
    judge(folder)
    try:
        pipe = _pipeline(libraries, folder, device, settings)
        if settings.image_few_steps:
            _few_steps(libraries, pipe, settings, say)
        say(f"moving to {device.name} in {device.precision}")
        manner, offload = _manner(settings), settings.image_offload
        studio = Studio(libraries.torch, pipe, device, manner, offload=offload)
        studio.settle()
    except ImageGenError:
        raise
    except UNREADABLE as error:
        raise _unreadable(error, folder) from error
    if not (device.is_gpu or settings.image_few_steps):
        log.warning("on a processor a picture of many steps takes minutes: %s", SLOW_ADVICE)
    return _proven(studio, settings, say)


def _manner(settings: Settings) -> Manner:
    """Return how an order is painted that does not say."""
    if settings.image_few_steps:
        steps, guidance = settings.image_few_steps, settings.image_few_steps_guidance
    else:
        steps, guidance = settings.image_steps, settings.image_guidance
    return Manner(steps, guidance, settings.image_deadline_s)


def model_folder(settings: Settings, device: Device, say: Say) -> Path:
    """Return the folder of IMAGE_MODEL, fetched when it is not here; raise PainterUnavailable."""
    name, checker = settings.image_model, settings.image_safety_checker
    kept = caches(settings.diffusers_cache)
    if (here := find_model(name, kept, with_checker=checker)) is not None:
        return here
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser()  # judge() says what is wrong with it
    say(f"fetching {name} into {settings.diffusers_cache}")
    try:
        want_half = device.precision == "fp16"
        return fetch_model(
            name, settings.diffusers_cache, want_half=want_half, with_checker=checker
        )
    except PainterUnavailable:
        if (usable := find_model(name, kept)) is None:
            raise
        log.warning("%s lies here without its safety checker, and the hub is away", name)
        return usable


def _pipeline(libraries: Libraries, folder: Path, device: Device, settings: Settings) -> Any:
    """Read the folder with diffusers' own code, safetensors only."""
    torch, diffusers = libraries.torch, libraries.diffusers
    given: dict[str, Any] = {}
    has_checker = (folder / "safety_checker" / "config.json").is_file()
    if (folder / "unet").is_dir() and not (settings.image_safety_checker and has_checker):
        given = {"safety_checker": None, "requires_safety_checker": False}
    if has_variant(folder, want_half=device.precision == "fp16"):
        given["variant"] = "fp16"
    pipe = diffusers.AutoPipelineForText2Image.from_pretrained(
        str(folder),
        dtype=getattr(torch, device.dtype_name),
        use_safetensors=True,
        local_files_only=True,
        **given,
    )
    pipe.set_progress_bar_config(disable=True)
    if (
        type(pipe.scheduler).__name__ == "PNDMScheduler"
    ):  # what v1.5 is saved with; this one needs half the steps
        scheduler = diffusers.DPMSolverMultistepScheduler
        pipe.scheduler = scheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
    return pipe


def _few_steps(libraries: Libraries, pipe: Any, settings: Settings, say: Say) -> None:
    """Lay the few-step LoRA into the model, and sample as it was taught; `none` leaves a model that is quick by itself."""
    name = settings.image_few_steps_lora
    if name == NO_LORA:
        return
    kept = caches(settings.diffusers_cache)
    folder = find_lora(name, kept)
    if folder is None and Path(name).expanduser().is_dir():
        raise PainterUnavailable(
            reason=f"IMAGE_FEW_STEPS_LORA={name} holds no safetensors; pickled weights are not read"
        )
    if folder is None:
        say(f"fetching {name} into {settings.diffusers_cache}")
        folder = fetch_lora(name, settings.diffusers_cache)
    say(f"laying in {folder}")
    file = sorted(folder.glob("*.safetensors"))[0]
    judge_file(file)
    try:
        pipe.load_lora_weights(
            str(folder), weight_name=file.name, use_safetensors=True, local_files_only=True
        )
        pipe.fuse_lora()
        pipe.unload_lora_weights()
    except UNREADABLE as error:
        raise PainterUnavailable(
            reason=f"the LoRA {name} does not fit {settings.image_model} ({first_line(error)}); set "
            "IMAGE_FEW_STEPS_LORA to one made for that model, or IMAGE_FEW_STEPS=0"
        ) from error
    pipe.scheduler = libraries.diffusers.LCMScheduler.from_config(pipe.scheduler.config)


def _proven(studio: Studio, settings: Settings, say: Say) -> Studio:
    """Compile where asked, and paint one small picture; raise PainterUnavailable when none comes."""
    if settings.image_compile and studio.device.is_gpu:
        say("compiling; the first picture of each size takes a minute")
        studio.compile()
    say("painting a first small picture")
    try:
        studio.prove()
    except OutOfMemory as error:
        raise PainterUnavailable(
            reason=NO_ROOM.format(folder=settings.image_model), is_passing=True
        ) from error
    except ImageGenError as error:
        raise PainterUnavailable(
            reason=f"{settings.image_model} is loaded but paints nothing: {error}"
        ) from error
    return studio


def _unreadable(error: BaseException, folder: Path) -> PainterUnavailable:
    if is_out_of_memory(error):
        return PainterUnavailable(reason=NO_ROOM.format(folder=folder), is_passing=True)
    return PainterUnavailable(
        reason=f"the model in {folder} cannot be read ({first_line(error)}); delete the folder and it "
        "is fetched anew, or set IMAGE_MODEL to another"
    )
