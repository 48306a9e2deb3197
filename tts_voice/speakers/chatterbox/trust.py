"""Decides which files of a model may be loaded. Pickles only when their SHA-256 is known.

Safetensors, JSON and text carry no code and pass. A .pt file is a pickle: it passes when its digest
stands in known_weights.sha256 here, or in a SHA256SUMS file that the operator put beside the weights
or into TTS_CACHE. What passes is linked into a folder of its own, and only that folder is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tts_voice.speakers.chatterbox.weights import BUILT_IN_VOICE, Weights

SHIPPED = Path(__file__).with_name("known_weights.sha256")
OPERATORS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-fA-F]{64})\s+\*?(\S.*)")
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Staged:
    """A folder with only what may be loaded; refusal says why the built-in voice is not in it."""

    folder: Path
    refusal: str


def known_digests(*lists: Path) -> frozenset[str]:
    """Return the SHA-256 digests of all lists that are there, as sha256sum writes them."""
    digests: set[str] = set()
    for path in lists:
        if path.is_file():
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            digests |= {found[1].lower() for line in lines if (found := LINE.fullmatch(line))}
    return frozenset(digests)


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal; OSError."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            sha256.update(chunk)
    return sha256.hexdigest()


def refusal_of(pickle: Path, *lists: Path) -> str:
    """Return why a pickle may not be loaded and what to do; empty when it may."""
    found = digest(pickle)
    if found in known_digests(*lists):
        return ""
    return (
        f"{pickle.name} is not loaded, its SHA-256 is not a known one. If you trust it, add the "
        f"line '{found}  {pickle.name}' to {pickle.parent / OPERATORS}"
    )


@contextlib.contextmanager
def staged(weights: Weights, cache: Path) -> Iterator[Staged]:
    """Offer a folder of links to what may be loaded, for the length of a block; OSError."""
    lists = (SHIPPED, weights.folder / OPERATORS, cache / OPERATORS)
    with tempfile.TemporaryDirectory(prefix="chatterbox-") as made:
        folder = Path(made)
        for name in weights.variant.files:
            if (weights.folder / name).is_file():
                (folder / name).symlink_to((weights.folder / name).resolve())
        voice = weights.folder / BUILT_IN_VOICE
        refusal = f"the weights have no {BUILT_IN_VOICE}"
        if voice.is_file():
            # The bytes that were looked at are the bytes that are loaded: a copy, not a link.
            (folder / BUILT_IN_VOICE).write_bytes(voice.read_bytes())
            refusal = refusal_of(folder / BUILT_IN_VOICE, *lists).replace(made, str(voice.parent))
            if refusal:
                (folder / BUILT_IN_VOICE).unlink()
        yield Staged(folder, refusal)
