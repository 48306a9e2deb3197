"""What a checkpoint's files say about themselves before anything is loaded: how many numbers, and whether they are whole.

It reads safetensors' headers alone: eight bytes of length, then JSON. No torch, no network.
"""

import json
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from llm_brain.narrators.llama.faults import FileBroken, NotSafetensors

INDEX = "model.safetensors.index.json"
HEADER_MOST = 100_000_000
"""Bytes; safetensors' own limit for a header."""


@dataclass(frozen=True)
class Weights:
    """The files of a checkpoint. `numbers` counts parameters, `on_disk` bytes."""

    files: tuple[Path, ...]
    numbers: int
    on_disk: int


def weights_in(folder: Path) -> Weights:
    """Return what a checkpoint holds. Raises FileBroken, NotSafetensors."""
    files = _files_of(folder)
    counted = [_numbers_in(file) for file in files]
    return Weights(files, sum(counted), sum(file.stat().st_size for file in files))


def _files_of(folder: Path) -> tuple[Path, ...]:
    index = folder / INDEX
    if index.is_file():
        shards = _json(index).get("weight_map")
        if not isinstance(shards, dict) or not shards:
            raise FileBroken(file=str(index), why="it names no files")
        files = tuple(folder / str(name) for name in sorted(set(shards.values())))
    else:
        files = tuple(sorted(folder.glob("*.safetensors")))
    if not files:
        raise NotSafetensors(folder=str(folder))
    for file in files:
        if not file.is_file():
            raise FileBroken(file=str(file), why="it is missing")
    return files


def _numbers_in(file: Path) -> int:
    """Count the numbers in one file, and see that it is as long as it says."""
    size = file.stat().st_size
    with file.open("rb") as held:
        start = held.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= min(HEADER_MOST, size - 8):
            raise FileBroken(file=str(file), why="it does not begin like safetensors")
        raw = held.read(length)
    header = _parsed(raw, file)
    tensors = {name: t for name, t in header.items() if name != "__metadata__"}
    try:
        end = max((int(t["data_offsets"][1]) for t in tensors.values()), default=0)
        numbers = sum(int(prod(t["shape"])) for t in tensors.values())
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise FileBroken(file=str(file), why="its header makes no sense") from error
    if size != 8 + length + end:
        raise FileBroken(
            file=str(file), why=f"it has {size:,} bytes and should have {8 + length + end:,}"
        )
    return numbers


def read_json(file: Path) -> dict[str, Any]:
    """Return a JSON file of the checkpoint. Raises FileBroken."""
    return _json(file)


def _json(file: Path) -> dict[str, Any]:
    return _parsed(file.read_bytes(), file)


def _parsed(raw: bytes, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise FileBroken(file=str(file), why="it is not whole JSON") from error
    if not isinstance(found, dict):
        raise FileBroken(file=str(file), why="it holds no JSON object")
    return found
