"""Finds Chatterbox's weights: in a folder of their own, in the download cache, or on the model hub.

It decides which variant they are by what the name or the folder says, and downloads file by file, so
that progress can be told. It does not open a file; trust.py decides what may be loaded.
"""

from __future__ import annotations

import errno
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tts_voice.config import Settings
from tts_voice.errors import SpeakerUnavailable

BUILT_IN_VOICE = "conds.pt"

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the package's English models: its class, the files it reads, and how to tell it."""

    name: str
    module: str
    class_name: str
    weights_file: str
    files: tuple[str, ...]


STANDARD = Variant(
    "standard",
    "chatterbox.tts",
    "ChatterboxTTS",
    "t3_cfg.safetensors",
    ("ve.safetensors", "t3_cfg.safetensors", "s3gen.safetensors", "tokenizer.json"),
)
TURBO = Variant(
    "turbo",
    "chatterbox.tts_turbo",
    "ChatterboxTurboTTS",
    "t3_turbo_v1.safetensors",
    (
        "ve.safetensors",
        "t3_turbo_v1.safetensors",
        "s3gen_meanflow.safetensors",
        "vocab.json",
        "merges.txt",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
    ),
)
VARIANTS = (STANDARD, TURBO)
NEEDED = frozenset({".safetensors"}) | {"tokenizer.json", "vocab.json", "merges.txt"}


@dataclass(frozen=True, slots=True)
class Weights:
    """A folder with everything one variant needs."""

    folder: Path
    variant: Variant


def find_weights(settings: Settings) -> Weights | None:
    """Return the weights that TTS_MODEL names when they are on this machine, whole."""
    folder = Path(settings.tts_model)
    # The layout in which model hubs keep downloads: models--<owner>--<name>/snapshots/<revision>.
    repository = "models--" + settings.tts_model.replace("/", "--")
    roots = (settings.tts_cache, settings.tts_cache / "hub")
    snapshots = [s for root in roots for s in sorted((root / repository / "snapshots").glob("*"))]
    for candidate in (folder, *reversed(snapshots)):
        for variant in VARIANTS:
            if is_whole(candidate, variant):
                return Weights(candidate, variant)
    return None


def is_whole(folder: Path, variant: Variant) -> bool:
    """Tell whether the folder has every file without which the variant cannot load."""
    return all((folder / name).is_file() for name in variant.files if is_needed(name))


def is_needed(name: str) -> bool:
    """Tell whether a variant cannot do without this file."""
    return Path(name).suffix in NEEDED or name in NEEDED


def get_weights(settings: Settings, report: Report) -> Weights:
    """Return the weights, downloaded when they are not here; SpeakerUnavailable says what to do."""
    found = find_weights(settings)
    if found is not None:
        return found
    if Path(settings.tts_model).is_dir():
        wanted = " or ".join(", ".join(filter(is_needed, v.files)) for v in VARIANTS)
        reason = f"TTS_MODEL={settings.tts_model} lacks a file; it needs {wanted}"
        raise SpeakerUnavailable(reason=reason)
    return download(settings, report)


def download(settings: Settings, report: Report) -> Weights:
    """Fetch the files of TTS_MODEL into TTS_CACHE; SpeakerUnavailable says what to do."""
    variant = TURBO if "turbo" in settings.tts_model.lower() else STANDARD
    hub = importlib.import_module("huggingface_hub")
    missing = importlib.import_module("huggingface_hub.errors").EntryNotFoundError
    names = (*variant.files, BUILT_IN_VOICE)
    place = ""
    for number, name in enumerate(names, start=1):
        report(f"downloading {name} of {settings.tts_model}, file {number} of {len(names)}")
        try:
            place = hub.hf_hub_download(
                repo_id=settings.tts_model, filename=name, cache_dir=str(settings.tts_cache)
            )
        except OSError as error:
            is_absent = isinstance(error, missing) and getattr(error, "response", None) is not None
            if is_absent and not is_needed(name):
                continue
            raise SpeakerUnavailable(reason=_why_not_fetched(settings, error)) from error
        except ValueError as error:  # a name that no hub could have
            raise SpeakerUnavailable(reason=_why_not_fetched(settings, error)) from error
    return Weights(Path(place).parent, variant)


def _why_not_fetched(settings: Settings, error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"the disk of TTS_CACHE ({settings.tts_cache}) is full: free some 4 GB"
    if isinstance(error, PermissionError):
        return f"TTS_CACHE ({settings.tts_cache}) cannot be written: give its user the folder"
    return (
        f"no weights of {settings.tts_model} in TTS_CACHE ({settings.tts_cache}) and none could be "
        f"downloaded ({type(error).__name__}): connect to the network once, copy the files there, "
        "or set TTS_MODEL to a folder that has them"
    )
