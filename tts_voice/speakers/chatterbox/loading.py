"""Makes a Chatterbox engine ready: libraries, device, watermarker, weights. Slow; called in a thread.

Whatever is in the way becomes a SpeakerUnavailable that tells the operator what to do. It imports the
heavy libraries, and nothing else here does.
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from tts_voice.config import Settings
from tts_voice.errors import SpeakerMemoryFull, SpeakerNotWanted, SpeakerUnavailable
from tts_voice.speakers.chatterbox.engine import Engine
from tts_voice.speakers.chatterbox.memory import is_out_of_memory
from tts_voice.speakers.chatterbox.trust import staged
from tts_voice.speakers.chatterbox.weights import Report, Weights, get_weights
from tts_voice.voices import find_recordings

logger = logging.getLogger(__name__)

NOT_INSTALLED = (
    "chatterbox-tts is not installed: build the image with CAST=full, or install "
    "tts_voice/requirements-full.lock into the environment of the voice service"
)
NO_WATERMARKER = (
    "the watermarker of resemble-perth cannot be loaded, and without it nothing is spoken: "
    "pip install 'setuptools<81' and resemble-perth==1.0.1 beside chatterbox-tts"
)
NO_GPU = "there is no GPU, so eSpeak NG speaks; SPEAKER=chatterbox asks for Chatterbox on the CPU"


def load_engine(settings: Settings, report: Report) -> Engine:
    """Return a loaded engine; SpeakerUnavailable, SpeakerMemoryFull, SpeakerNotWanted."""
    os.environ.setdefault("TQDM_DISABLE", "1")  # a bar for every sentence is no log
    report("importing torch")
    torch = import_torch()
    device = choose_device(settings, torch)
    report("importing chatterbox-tts")
    check_watermarker(import_library("perth"))
    import_library("chatterbox")
    weights = get_weights(settings, report)
    report(f"loading {weights.folder} onto {device}")
    try:
        return _loaded(settings, weights, torch, device)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(torch, error):
            raise
        reason = too_large(device)
    _empty(torch)  # the error is gone by now, and with it what it held
    raise SpeakerMemoryFull(reason=reason)


def import_library(name: str) -> ModuleType:
    """Import a heavy library; SpeakerUnavailable when it is missing or fits nothing here."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise SpeakerUnavailable(reason=f"{NOT_INSTALLED} ({error})") from error
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        raise SpeakerUnavailable(reason=misfit(str(error))) from error


def import_torch() -> ModuleType:
    """Import torch and torchaudio, which must be of one version; SpeakerUnavailable."""
    torch, torchaudio = import_library("torch"), import_library("torchaudio")
    versions = [str(m.__version__).partition("+")[0] for m in (torch, torchaudio)]
    if versions[0] != versions[1]:
        reason = f"torch is {versions[0]}, torchaudio is {versions[1]}"
        raise SpeakerUnavailable(reason=misfit(reason))
    return torch


def choose_device(settings: Settings, torch: Any) -> str:
    """Return cuda, mps or cpu; SpeakerNotWanted when auto would have to take the CPU."""
    has_gpu = bool(torch.cuda.is_available())
    asked = settings.tts_device
    if asked.startswith("cuda") and not has_gpu:
        reason = "TTS_DEVICE asks for a GPU that torch does not see: set TTS_DEVICE=auto, or check "
        raise SpeakerUnavailable(reason=reason + "the driver and deploy/compose.gpu.yml")
    if asked == "mps" and not torch.backends.mps.is_available():
        raise SpeakerUnavailable(reason="TTS_DEVICE=mps, but torch has no MPS here: set auto")
    device = asked if asked != "auto" else "cuda" if has_gpu else "cpu"
    if device == "cpu" and settings.speaker == "auto":
        raise SpeakerNotWanted(reason=NO_GPU)
    return device


def check_watermarker(perth: Any) -> None:
    """Check that every sentence can be marked as made by a machine; SpeakerUnavailable."""
    if getattr(perth, "PerthImplicitWatermarker", None) is None:
        raise SpeakerUnavailable(reason=NO_WATERMARKER)


def _loaded(settings: Settings, weights: Weights, torch: Any, device: str) -> Engine:
    variant = weights.variant
    faults = (
        importlib.import_module("safetensors").SafetensorError,
        OSError, RuntimeError, ValueError, LookupError, TypeError, AssertionError,
    )  # fmt: skip
    try:
        with staged(weights, settings.tts_cache) as stage:
            _check_voices(settings, stage.refusal)
            _check_json(stage.folder)
            made = getattr(importlib.import_module(variant.module), variant.class_name)
            model = made.from_local(stage.folder, device)
    except ModuleNotFoundError as error:
        reason = f"this chatterbox-tts has no {variant.name} variant ({error}): install 0.1.7"
        raise SpeakerUnavailable(reason=reason) from error
    except faults as error:
        if is_out_of_memory(torch, error):
            raise
        logger.debug("loading failed", exc_info=error)
        reason = f"the weights in {weights.folder} cannot be loaded ({error}): fetch them anew"
        raise SpeakerUnavailable(reason=reason[:600]) from error
    if stage.refusal and model.conds is None:
        logger.warning("%s; only recorded voices can be spoken by Chatterbox", stage.refusal)
    return Engine(model, torch, variant=variant.name, device=device)


def _check_voices(settings: Settings, refusal: str) -> None:
    """Check that there is a voice at all before gigabytes are read."""
    if refusal and not find_recordings(settings.reference_voices_path):
        reason = f"there is no voice to speak in: {refusal}; or put a recording named narrator.wav "
        raise SpeakerUnavailable(reason=f"{reason}into {settings.reference_voices_path}")


def _check_json(folder: Path) -> None:
    # The tokenizer's own parser raises a bare Exception; what is no JSON at all is found here.
    for path in folder.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def misfit(details: str) -> str:
    """Return what to do about libraries that do not fit together."""
    return (
        f"torch, torchaudio and chatterbox-tts do not fit together ({details[:300]}): install "
        "tts_voice/requirements-full.lock into an environment of its own"
    )


def too_large(device: str) -> str:
    """Return what to do about weights that do not fit into memory."""
    return (
        f"Chatterbox does not fit into the memory of {device}, it needs some 4 GB: free some, or "
        "set SPEAKER=espeak"
    )


def _empty(torch: Any) -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
