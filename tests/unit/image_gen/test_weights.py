"""A model's folder is found whole or not at all, and nothing that could be code is read."""

import json
import struct
from pathlib import Path

import pytest

from image_gen.errors import PainterUnavailable
from image_gen.painters.diffusion.weights import (
    caches,
    find_lora,
    find_model,
    has_variant,
    judge,
    judge_file,
    missing_parts,
)

NAME = "owner/model"


def write_safetensors(file: Path, *, cut: int = 0) -> None:
    header = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    whole = struct.pack("<Q", len(header)) + header + b"\0" * 16
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(whole[: len(whole) - cut])


def write_model(folder: Path, *, has_checker: bool = False) -> Path:
    index: dict[str, object] = {
        "_class_name": "StableDiffusionPipeline",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "scheduler": ["diffusers", "PNDMScheduler"],
        "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
        "image_encoder": [None, None],
    }
    write_safetensors(folder / "unet" / "diffusion_pytorch_model.safetensors")
    (folder / "scheduler").mkdir()
    (folder / "scheduler" / "scheduler_config.json").write_text("{}")
    (folder / "model_index.json").write_text(json.dumps(index))
    if has_checker:
        write_safetensors(folder / "safety_checker" / "model.safetensors")
    return folder


def test_a_whole_folder_passes(tmp_path: Path) -> None:
    judge(write_model(tmp_path / "m"))


@pytest.mark.parametrize("part", ["unet", "scheduler"])
def test_a_download_broken_off_is_not_found(tmp_path: Path, part: str) -> None:
    snapshot = tmp_path / "models--owner--model" / "snapshots" / "abc"
    write_model(snapshot)
    assert find_model(NAME, [tmp_path]) == snapshot
    for file in (snapshot / part).iterdir():
        file.unlink()
    assert find_model(NAME, [tmp_path]) is None
    with pytest.raises(PainterUnavailable, match=part):
        judge(snapshot)


def test_a_shard_that_is_promised_must_be_there(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    index = folder / "unet" / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"w": "diffusion_pytorch_model-2.safetensors"}}))
    assert missing_parts(folder) == ["unet/diffusion_pytorch_model-2.safetensors"]


def test_the_current_download_is_taken_before_an_older_one(tmp_path: Path) -> None:
    hub = tmp_path / "models--owner--model"
    for revision in ("aaa", "bbb"):
        write_model(hub / "snapshots" / revision)
    (hub / "refs").mkdir()
    for revision in ("aaa", "bbb"):
        (hub / "refs" / "main").write_text(revision)
        assert find_model(NAME, [tmp_path]) == hub / "snapshots" / revision


def test_the_checker_is_missed_only_where_it_is_wanted(tmp_path: Path) -> None:
    bare, guarded = write_model(tmp_path / "m"), write_model(tmp_path / "n", has_checker=True)
    assert find_model(str(bare), []) == bare
    assert find_model(str(bare), [], with_checker=True) is None
    assert find_model(str(guarded), [], with_checker=True) == guarded


def test_pickled_weights_are_refused_unread(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(PainterUnavailable, match="pickled"):
        judge(folder)


@pytest.mark.parametrize("cut", [1, 16, 40, 70])
def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path, cut: int) -> None:
    write_safetensors(tmp_path / "w.safetensors", cut=cut)
    with pytest.raises(PainterUnavailable, match=r"w\.safetensors"):
        judge_file(tmp_path / "w.safetensors")


@pytest.mark.parametrize(
    "content", [b"", b"\xff" * 64, b"\2\0\0\0\0\0\0\0[]", b"\2\0\0\0\0\0\0\0{}more"]
)
def test_what_is_no_safetensors_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.safetensors").write_bytes(content)
    with pytest.raises(PainterUnavailable):
        judge_file(tmp_path / "w.safetensors")


@pytest.mark.parametrize("index", ["", "{", "[]"])
def test_a_broken_index_is_told_in_words(tmp_path: Path, index: str) -> None:
    folder = write_model(tmp_path / "m")
    (folder / "model_index.json").write_text(index)
    with pytest.raises(PainterUnavailable, match="model_index"):
        judge(folder)


def test_halved_files_are_read_where_wanted_or_all_there_is(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    assert has_variant(folder, want_half=True) is False
    write_safetensors(folder / "unet" / "diffusion_pytorch_model.fp16.safetensors")
    assert [has_variant(folder, want_half=half) for half in (True, False)] == [True, False]
    (folder / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    assert has_variant(folder, want_half=False) is True


def test_a_lora_is_a_folder_with_safetensors(tmp_path: Path) -> None:
    assert find_lora(str(tmp_path), []) is None
    write_safetensors(tmp_path / "lora.safetensors")
    assert find_lora(str(tmp_path), []) == tmp_path


def test_hugging_face_s_own_cache_is_looked_in_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    assert caches(tmp_path / "own") == (tmp_path / "own", tmp_path / "hf" / "hub")
