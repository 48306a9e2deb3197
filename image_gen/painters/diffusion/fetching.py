"""Weights from the Hugging Face hub: only the files that are needed, and every failure in words that tell what to do.

Of a download that was broken off the whole files stay. `weights.py` has already looked on this disk.
"""

import errno
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from image_gen.errors import PainterUnavailable
from image_gen.painters.diffusion.libraries import first_line

KEPT = (".json", ".txt", ".model", ".safetensors")


def wanted_files(names: Iterable[str], *, want_half: bool, with_checker: bool) -> list[str]:
    """Choose a model's files: its index, each part's settings, and one safetensors set a part, halved where there is one."""
    chosen: list[str] = []
    by_part: dict[str, list[str]] = {}
    for name in sorted(names):
        path = PurePosixPath(name)
        if name == "model_index.json":
            chosen.append(name)
        elif len(path.parts) == 2 and path.suffix in KEPT:
            by_part.setdefault(path.parts[0], []).append(name)
    for part, files in by_part.items():
        if part == "safety_checker" and not with_checker:
            continue
        weights = [name for name in files if ".safetensors" in name]
        half = [name for name in weights if ".fp16" in name]
        whole = [name for name in weights if ".fp16" not in name and ".non_ema" not in name]
        kept = half if half and (want_half or not whole) else whole
        chosen += [name for name in files if name not in weights] + kept
    return chosen


def fetch_model(name: str, cache: Path, *, want_half: bool, with_checker: bool) -> Path:
    """Download a model's needed files and return their folder; raise PainterUnavailable."""
    return _fetch(
        name,
        cache,
        "IMAGE_MODEL",
        lambda files: wanted_files(files, want_half=want_half, with_checker=with_checker),
    )


def fetch_lora(name: str, cache: Path) -> Path:
    """Download a LoRA's safetensors and return their folder; raise PainterUnavailable."""
    return _fetch(
        name,
        cache,
        "IMAGE_FEW_STEPS_LORA",
        lambda files: [f for f in files if "/" not in f and f.endswith(".safetensors")],
    )


def _fetch(name: str, cache: Path, setting: str, choose: Any) -> Path:
    hub, errors = import_module("huggingface_hub"), import_module("huggingface_hub.errors")
    if len(PurePosixPath(name).parts) != 2 or name.startswith((".", "/", "~")):
        raise PainterUnavailable(
            reason=f"{setting}={name} is neither a folder here nor an id like owner/model"
        )
    try:
        listed = [sibling.rfilename for sibling in hub.model_info(name).siblings or ()]
        files = choose(listed)
        if not any(".safetensors" in file for file in files):
            raise PainterUnavailable(
                reason=f"{setting}={name} offers no safetensors in diffusers' layout; "
                "pickled weights are not read, so choose another model"
            )
        return Path(hub.snapshot_download(name, cache_dir=str(cache), allow_patterns=files))
    except (errors.HTTPError, errors.HFValidationError, errors.XetDownloadError, OSError) as error:
        raise in_words(error, name=name, cache=cache, setting=setting) from error


def in_words(error: Exception, *, name: str, cache: Path, setting: str) -> PainterUnavailable:
    """Turn a failed download into a sentence; it says whether trying again later makes sense."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return PainterUnavailable(
            reason=f"the disk of {cache} is full; make room for {name} (4 GB or more), and it goes on",
            is_passing=True,
        )
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return PainterUnavailable(
            reason=f"{cache} cannot be written; let the service's user write there (MODEL_CACHE_PATH)"
        )
    if status in (401, 403):
        return PainterUnavailable(
            reason=f"the hub refuses {name} ({status}): accept its licence on its page and set "
            f"HF_TOKEN to a token that may read it, or set {setting} to another model"
        )
    if status == 404:
        return PainterUnavailable(reason=f"the hub has no {name}; mend {setting}")
    answered = f"it answered {status}" if status else first_line(error)
    return PainterUnavailable(
        reason=f"{name} is not under {cache}, and the hub cannot be reached ({answered}); "
        f"copy a downloaded model there, or set {setting} to its folder, or connect the network",
        is_passing=True,
    )
