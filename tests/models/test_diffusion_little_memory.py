"""A real, tiny pipeline whose memory runs out while it paints: it does with less, says so, and paints all the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from image_gen.config import Settings  # noqa: E402
from image_gen.errors import OutOfMemory  # noqa: E402
from image_gen.painters.diffusion.loading import open_studio  # noqa: E402
from image_gen.painters.diffusion.studio import Studio  # noqa: E402
from image_gen.painters.protocol import PictureOrder  # noqa: E402
from tests.models.tiny_diffusion import save_tiny_model  # noqa: E402

ORDER = PictureOrder("a torch in a crypt", "fantasy_art", 1, 64, 64, steps=2)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("diffusion") / "tiny")


@pytest.fixture
def studio(model: Path, tmp_path: Path) -> Studio:
    settings = Settings(
        images_dir=tmp_path, painter="diffusion", image_model=str(model), image_device="cpu"
    )
    return open_studio(settings, lambda _said: None)


def runs_out(studio: Studio, times: int) -> Callable[[], None]:
    """Have the model's work end for want of memory so many times."""
    left = [times]

    def full(*_: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    handle = studio._pipe.unet.register_forward_pre_hook(full)
    return handle.remove


def test_attention_in_slices_is_tried_first_and_kept(studio: Studio) -> None:
    assert studio.thrift == ""
    runs_out(studio, 1)
    assert studio.paint(ORDER).size == (64, 64)
    assert studio.thrift == "attention in slices"
    assert studio.paint(ORDER).size == (64, 64)


def test_half_the_size_is_the_last_and_only_for_one_picture(studio: Studio) -> None:
    runs_out(studio, 2)
    assert studio.paint(ORDER).size == (64, 64)


def test_without_any_memory_it_gives_the_picture_up_and_paints_the_next(studio: Studio) -> None:
    mend = runs_out(studio, 100)
    with pytest.raises(OutOfMemory):
        studio.paint(ORDER)
    mend()
    assert studio.paint(ORDER).size == (64, 64)
