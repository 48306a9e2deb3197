import json
import struct
from pathlib import Path
from typing import Any

import pytest

from llm_brain.narrators.llama import faults, room
from llm_brain.narrators.llama.room import check_disk, check_memory, free_memory
from llm_brain.narrators.llama.weights import INDEX, weights_in

TENSORS = {
    "a": {"dtype": "BF16", "shape": [3, 4], "data_offsets": [0, 24]},
    "b": {"dtype": "BF16", "shape": [5], "data_offsets": [24, 34]},
}


def _save(file: Path, tensors: dict[str, Any] = TENSORS, size: int = 34) -> None:
    header = json.dumps({"__metadata__": {"format": "pt"}, **tensors}).encode()
    file.write_bytes(struct.pack("<Q", len(header)) + header + bytes(size))


def test_the_numbers_of_a_checkpoint_are_counted_from_its_headers(tmp_path: Path) -> None:
    _save(tmp_path / "model.safetensors")
    found = weights_in(tmp_path)
    assert found.numbers == 17
    assert found.on_disk == (tmp_path / "model.safetensors").stat().st_size


@pytest.mark.parametrize("size", [33, 35, 0])
def test_a_file_shorter_or_longer_than_it_says_is_broken(tmp_path: Path, size: int) -> None:
    _save(tmp_path / "model.safetensors", size=size)
    with pytest.raises(faults.FileBroken):
        weights_in(tmp_path)


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 8, b"version https://git-lfs", b"\xff" * 64, b"\x02" + bytes(7) + b"[]"]
)
def test_a_file_that_is_something_else_is_broken(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "model.safetensors").write_bytes(raw)
    with pytest.raises(faults.FileBroken):
        weights_in(tmp_path)


def test_a_shard_that_the_index_names_must_be_there(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text(
        json.dumps({"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}})
    )
    _save(tmp_path / "one.safetensors")
    with pytest.raises(faults.FileBroken, match=r"two\.safetensors"):
        weights_in(tmp_path)
    _save(tmp_path / "two.safetensors")
    assert weights_in(tmp_path).numbers == 34


def test_weights_in_another_format_are_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(faults.NotSafetensors):
        weights_in(tmp_path)


def test_a_model_larger_than_the_memory_is_refused_before_it_is_loaded() -> None:
    check_memory(3_200_000_000, 2, 8_000_000_000, "memory")
    with pytest.raises(faults.MemoryTooSmall):
        check_memory(3_200_000_000, 2, 7_000_000_000, "memory")


def test_the_container_s_own_limit_counts(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 16000 kB\nMemAvailable: 8000 kB\n")
    assert free_memory(tmp_path / "meminfo", tmp_path) == 8000 * 1024
    (tmp_path / "memory.max").write_text("4096000\n")
    (tmp_path / "memory.current").write_text("3000000\n")
    (tmp_path / "memory.stat").write_text("anon 5\ninactive_file 1000000\n")
    assert free_memory(tmp_path / "meminfo", tmp_path) == 4096000 - 3000000 + 1000000
    (tmp_path / "memory.max").write_text("max\n")
    assert free_memory(tmp_path / "meminfo", tmp_path) == 8000 * 1024


def test_a_disk_too_small_for_the_weights_is_seen_before_they_are_fetched(tmp_path: Path) -> None:
    check_disk(1, tmp_path / "not" / "yet" / "there")
    with pytest.raises(faults.DiskFull):
        check_disk(10**18, tmp_path)


def test_warm_prompts_leave_room_for_painter_and_speaker() -> None:
    assert 0 < room.warm_bytes("cpu") <= room.WARM_BYTES["cpu"]
    assert room.warm_bytes("cpu") <= room.free_memory() // (room.WARM_SHARE - 1)
