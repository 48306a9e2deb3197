"""The folder of a model's weights on this disk: found, and judged before anything is loaded from it.

Knows the layout of diffusers folders and of safetensors files; needs neither library. Weights pickled in .bin files can
run anybody's code when they are read, so they are refused.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from image_gen.errors import PainterUnavailable

INDEX = "model_index.json"
WEIGHTLESS = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "FeatureExtractor")
OPTIONAL = frozenset({"safety_checker", "feature_extractor", "image_encoder"})


def caches(diffusers_cache: Path) -> tuple[Path, ...]:
    """Return the folders that downloaded models lie in, ours first, then Hugging Face's own."""
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache/huggingface")
    hub = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    return tuple(dict.fromkeys((diffusers_cache, hub)))


def snapshots(name: str, folders: Iterable[Path]) -> list[Path]:
    """Return where a model may lie: the folder it names itself, then its downloads, the current one first."""
    own = Path(name).expanduser()
    found = [own] if own.is_dir() else []
    for cache in folders:
        hub = cache / ("models--" + name.replace("/", "--"))
        kept = sorted((hub / "snapshots").glob("*"))
        reference = hub / "refs" / "main"
        current = reference.read_text().strip() if reference.is_file() else ""
        found += sorted(kept, key=lambda folder: folder.name != current)
    return found


def find_model(name: str, folders: Iterable[Path], *, with_checker: bool = False) -> Path | None:
    """Return a whole model's folder, or None while it is not here, or not all of it."""
    for folder in snapshots(name, folders):
        if (folder / INDEX).is_file() and not missing_parts(folder, with_checker=with_checker):
            return folder
    return None


def find_lora(name: str, folders: Iterable[Path]) -> Path | None:
    """Return the folder of a LoRA that has a safetensors file, or None."""
    return next((f for f in snapshots(name, folders) if any(f.glob("*.safetensors"))), None)


def missing_parts(folder: Path, *, with_checker: bool = False) -> list[str]:
    """Name the parts that the model's index promises and that do not lie there."""
    missing = []
    for part, class_name in _parts(folder).items():
        if part in OPTIONAL and not (with_checker and part != "image_encoder"):
            continue
        place = folder / part
        has_weights = any(place.glob("*.safetensors")) or any(place.glob("*.bin"))
        is_whole = class_name.endswith(WEIGHTLESS) or has_weights
        if not (place.is_dir() and any(place.iterdir()) and is_whole):
            missing.append(part)
        missing += [
            f"{part}/{name}" for name in _promised_shards(place) if not (place / name).is_file()
        ]
    return missing


def judge(folder: Path) -> None:
    """Check that every part has whole safetensors; raise PainterUnavailable telling what to do."""
    if missing := missing_parts(folder):
        raise PainterUnavailable(
            reason=f"the model in {folder} lacks {', '.join(missing)}; copy the whole folder"
        )
    for part in _parts(folder):
        place = folder / part
        safe = sorted(place.glob("*.safetensors"))
        if not safe and any(place.glob("*.bin")):
            raise PainterUnavailable(
                reason=f"the weights in {place} are pickled (.bin), which can run anybody's code; "
                "use a model saved as safetensors"
            )
        for file in safe:
            judge_file(file)


def judge_file(file: Path) -> None:
    """Check that a safetensors file is as long as its header says; raise PainterUnavailable."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        header = opened.read(length) if length <= size else b""
    try:
        tensors = json.loads(header)
        wanted = (
            8
            + length
            + max(
                (t["data_offsets"][1] for n, t in tensors.items() if n != "__metadata__"), default=0
            )
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        wanted = -1
    if size != wanted:
        said = (
            f"{size} of {wanted} bytes"
            if wanted > size
            else f"{size} bytes that are no safetensors"
        )
        raise PainterUnavailable(
            reason=f"{file} is broken ({said}); delete it and start again, and it is fetched anew"
        )


def has_variant(folder: Path, *, want_half: bool) -> bool:
    """Tell whether the halved files (.fp16) are to be read: wanted and there, or all there is."""
    half = any(folder.glob("*/*.fp16*.safetensors"))
    core = [f for part in ("unet", "transformer") for f in (folder / part).glob("*.safetensors")]
    return half and (want_half or all(".fp16" in file.name for file in core))


def _parts(folder: Path) -> dict[str, str]:
    """Return the model's parts and the names of their classes; raise PainterUnavailable."""
    try:
        index: dict[str, Any] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        index["_class_name"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PainterUnavailable(
            reason=f"{folder / INDEX} cannot be read ({type(error).__name__}); IMAGE_MODEL must name a "
            "diffusers model: a folder with that file, or an id"
        ) from error
    return {
        part: str(value[1])
        for part, value in index.items()
        if isinstance(value, list) and len(value) == 2 and value[0] and not part.startswith("_")
    }


def _promised_shards(place: Path) -> list[str]:
    """Return the files that a sharded model's index lists."""
    names: set[str] = set()
    for index in place.glob("*.safetensors.index.json"):
        try:
            names |= set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
        except (ValueError, KeyError, AttributeError):
            names.add(index.name.removesuffix(".index.json"))
    return sorted(names)
