"""Weights are found where they lie, told apart by their files, and no unknown pickle is passed on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tts_voice.config import Settings
from tts_voice.errors import SpeakerNotWanted, SpeakerUnavailable
from tts_voice.speakers.chatterbox import loading
from tts_voice.speakers.chatterbox.trust import staged
from tts_voice.speakers.chatterbox.weights import (
    STANDARD,
    TURBO,
    Variant,
    Weights,
    find_weights,
    get_weights,
)


def put(folder: Path, variant: Variant = STANDARD) -> Path:
    folder.mkdir(parents=True)
    for name in variant.files:
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.mark.parametrize("variant", [STANDARD, TURBO])
def test_a_folder_of_its_own_is_found_and_told_apart(tmp_path: Path, variant: Variant) -> None:
    folder = put(tmp_path / "w", variant)
    assert find_weights(Settings(tts_model=str(folder))) == Weights(folder, variant)


@pytest.mark.parametrize("under", ["", "hub"])
def test_a_download_in_the_cache_is_found(tmp_path: Path, under: str) -> None:
    snapshot = tmp_path / under / "models--ResembleAI--chatterbox" / "snapshots" / "abc"
    put(snapshot)
    assert find_weights(Settings(tts_cache=tmp_path)) == Weights(snapshot, STANDARD)


def test_half_a_download_is_not_taken_for_weights(tmp_path: Path) -> None:
    snapshot = put(tmp_path / "models--ResembleAI--chatterbox" / "snapshots" / "abc")
    (snapshot / "s3gen.safetensors").unlink()
    assert find_weights(Settings(tts_cache=tmp_path)) is None


def test_a_folder_that_lacks_a_file_says_which_it_needs(tmp_path: Path) -> None:
    with pytest.raises(SpeakerUnavailable) as caught:
        get_weights(Settings(tts_model=str(tmp_path)), print)
    assert "t3_cfg.safetensors" in caught.value.data["reason"]


def staged_names(folder: Path, cache: Path) -> tuple[set[str], str]:
    with staged(Weights(folder, STANDARD), cache) as stage:
        return {path.name for path in stage.folder.iterdir()}, stage.refusal


def test_an_unknown_pickle_is_left_out_and_its_digest_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "w")
    (folder / "conds.pt").write_bytes(b"who knows")
    names, refusal = staged_names(folder, tmp_path)
    assert "conds.pt" not in names
    assert hashlib.sha256(b"who knows").hexdigest() in refusal
    assert str(folder / "SHA256SUMS") in refusal


@pytest.mark.parametrize("place", ["beside", "cache"])
def test_a_pickle_the_operator_vouches_for_is_passed_on(tmp_path: Path, place: str) -> None:
    folder = put(tmp_path / "w")
    (folder / "conds.pt").write_bytes(b"known")
    digest = hashlib.sha256(b"known").hexdigest()
    where = folder if place == "beside" else tmp_path
    (where / "SHA256SUMS").write_text(f"# mine\n{digest.upper()} *conds.pt\n")
    names, refusal = staged_names(folder, tmp_path)
    assert "conds.pt" in names
    assert refusal == ""


def test_nothing_else_that_lies_there_is_passed_on(tmp_path: Path) -> None:
    folder = put(tmp_path / "w")
    for name in ("s3gen.pt", "evil.py", "t3_cfg.pt"):
        (folder / name).write_bytes(b"")
    names, _ = staged_names(folder, tmp_path)
    assert names == set(STANDARD.files)


class FakeTorch:
    """What is asked of torch before anything is loaded."""

    class cuda:  # noqa: N801
        is_available = staticmethod(lambda: False)

    class backends:  # noqa: N801
        class mps:  # noqa: N801
            is_available = staticmethod(lambda: False)


class GpuTorch(FakeTorch):
    class cuda:  # noqa: N801
        is_available = staticmethod(lambda: True)


def test_auto_takes_a_gpu_and_leaves_a_cpu_to_espeak() -> None:
    auto = Settings(speaker="auto")
    assert loading.choose_device(auto, GpuTorch) == "cuda"
    with pytest.raises(SpeakerNotWanted):
        loading.choose_device(auto, FakeTorch)


def test_asked_for_by_name_it_takes_a_cpu_too() -> None:
    assert loading.choose_device(Settings(speaker="chatterbox"), FakeTorch) == "cpu"
    asked = Settings(speaker="chatterbox", tts_device="cpu")
    assert loading.choose_device(asked, GpuTorch) == "cpu"


@pytest.mark.parametrize("device", ["cuda", "cuda:1", "mps"])
def test_a_device_that_is_not_there_is_said(device: str) -> None:
    with pytest.raises(SpeakerUnavailable) as caught:
        loading.choose_device(Settings(speaker="chatterbox", tts_device=device), FakeTorch)
    assert "TTS_DEVICE" in caught.value.data["reason"]


def test_a_missing_library_tells_how_to_get_it() -> None:
    with pytest.raises(SpeakerUnavailable) as caught:
        loading.import_library("no_such_library_here")
    assert "CAST=full" in caught.value.data["reason"]
