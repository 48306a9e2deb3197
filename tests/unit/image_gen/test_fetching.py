"""Only the files that are needed are downloaded, and a download that fails says what to do."""

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest

from image_gen.painters.diffusion.fetching import in_words, wanted_files

LISTED = [
    "README.md", "model_index.json", "v1-5-pruned.ckpt", "v1-5-pruned.safetensors", "scheduler/scheduler_config.json",
    "tokenizer/merges.txt", "tokenizer/vocab.json", "unet/config.json", "unet/diffusion_pytorch_model.bin",
    "unet/diffusion_pytorch_model.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors",
    "unet/diffusion_pytorch_model.non_ema.safetensors", "safety_checker/config.json", "safety_checker/model.safetensors",
    "vae/diffusion_pytorch_model.safetensors", "unet/onnx/model.onnx",
]  # fmt: skip


@pytest.mark.parametrize(("want_half", "unet"), [(True, ".fp16"), (False, "")])
def test_each_part_comes_once_and_never_pickled(want_half: bool, unet: str) -> None:
    files = wanted_files(LISTED, want_half=want_half, with_checker=False)
    weights = [file for file in files if file.endswith(".safetensors")]
    assert sorted(weights) == [
        f"unet/diffusion_pytorch_model{unet}.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
    ]
    assert {"model_index.json", "tokenizer/merges.txt", "unet/config.json"} <= set(files)
    assert not [file for file in files if file.endswith((".bin", ".ckpt", ".onnx"))]


def test_the_checker_comes_only_where_it_is_wanted() -> None:
    with_it = wanted_files(LISTED, want_half=False, with_checker=True)
    without = wanted_files(LISTED, want_half=False, with_checker=False)
    assert "safety_checker/model.safetensors" in with_it
    assert not [file for file in without if "safety_checker" in file]


class HubError(OSError):
    def __init__(self, status: int) -> None:
        super().__init__(f"{status} from the hub\nand more")
        self.response = SimpleNamespace(status_code=status)


@pytest.mark.parametrize(
    ("error", "said", "is_passing"),
    [
        (HubError(401), "HF_TOKEN", False),
        (HubError(403), "HF_TOKEN", False),
        (HubError(404), "IMAGE_MODEL", False),
        (HubError(503), "503", True),
        (OSError(errno.ENOSPC, "No space left on device"), "full", True),
        (OSError(errno.EACCES, "Permission denied"), "cannot be written", False),
        (ConnectionError("Name or service not known"), "connect the network", True),
    ],
)
def test_a_failed_download_says_what_to_do(error: Exception, said: str, is_passing: bool) -> None:
    trouble = in_words(error, name="owner/model", cache=Path("/cache"), setting="IMAGE_MODEL")
    assert said in str(trouble)
    assert "\n" not in str(trouble)
    assert trouble.is_passing is is_passing
