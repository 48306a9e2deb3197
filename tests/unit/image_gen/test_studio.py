"""A model at work, with a pipeline and a torch that compute nothing: memory that runs out, flags, stops, long words."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from image_gen.config import Settings
from image_gen.errors import (
    OutOfMemory,
    PainterStandsBack,
    PainterUnavailable,
    PaintingFailed,
    PaintingStopped,
    PictureFlagged,
    TooSlow,
)
from image_gen.painters.diffusion.device import Device, choose_device
from image_gen.painters.diffusion.economy import Offload
from image_gen.painters.diffusion.embedding import windows
from image_gen.painters.diffusion.studio import Manner, Studio
from image_gen.painters.protocol import PictureOrder

ORDER = PictureOrder("a crypt", "fantasy_art", 7, 512, 512, negative_prompt="fog", steps=3)


class FakeTorch:
    def __init__(self, *, has_gpu: bool = False) -> None:
        self.cuda = SimpleNamespace(is_available=lambda: has_gpu, empty_cache=lambda: None)

    class Generator:
        def __init__(self, _device: str) -> None:
            self.seed = 0

        def manual_seed(self, seed: int) -> "FakeTorch.Generator":
            self.seed = seed
            return self

    @staticmethod
    def no_grad() -> Any:
        return nullcontext()


class FakePipe:
    """Takes words and sizes, calls back after each step, and fails as often as it is told."""

    def __init__(self, *failures: Exception, flagged: bool = False) -> None:
        self.failures = list(failures)
        self.flagged = flagged
        self.fits_not: list[Exception] = []
        self.calls: list[dict[str, Any]] = []
        self.thrift: list[str] = []
        self.components: dict[str, Any] = {}
        self.vae = SimpleNamespace(enable_slicing=lambda: None, enable_tiling=lambda: None)
        self.unet = SimpleNamespace(config=SimpleNamespace(sample_size=64))
        self.vae_scale_factor = 8

    def enable_attention_slicing(self) -> None:
        self.thrift.append("slices")

    def enable_model_cpu_offload(self) -> None:
        self.thrift.append("parts")

    def enable_sequential_cpu_offload(self) -> None:
        self.thrift.append("layers")

    def to(self, device: str) -> None:
        self.thrift.append(device)
        if self.fits_not:
            raise self.fits_not.pop(0)

    def maybe_free_model_hooks(self) -> None:
        pass

    def __call__(
        self, prompt: str, negative_prompt: str, width: int, height: int, num_inference_steps: int,
        guidance_scale: float, generator: Any, callback_on_step_end: Any,
    ) -> Any:  # fmt: skip
        self.calls.append({**locals()})
        if self.failures:
            raise self.failures.pop(0)
        for step in range(num_inference_steps):
            callback_on_step_end(self, step, 0, {})
        picture = Image.new("RGB", (width, height))
        return SimpleNamespace(images=[picture], nsfw_content_detected=[self.flagged])


def studio_of(pipe: FakePipe, *, device: str = "cpu", offload: Offload = "auto") -> Studio:
    return Studio(FakeTorch(), pipe, Device(device, "fp32"), Manner(25, 7.5), offload=offload)


def no_memory() -> RuntimeError:
    return RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB")


@pytest.mark.parametrize(
    ("device", "steps"), [("cpu", ["slices"]), ("cuda", ["slices", "parts", "layers"])]
)
def test_with_little_memory_it_does_without_one_thing_after_another(device, steps) -> None:
    pipe = FakePipe(*(no_memory() for _ in range(len(steps) + 1)))
    picture = studio_of(pipe, device=device).paint(ORDER)
    assert picture.size == (512, 512)
    assert pipe.thrift == steps
    *whole, half = [call["width"] for call in pipe.calls]
    assert whole == [whole[0]] * (len(steps) + 1)
    assert half == pytest.approx(whole[0] / 2, abs=8)


def test_a_model_that_does_not_fit_on_the_gpu_is_left_in_parts_in_main_memory() -> None:
    pipe = FakePipe()
    pipe.fits_not = [no_memory()]
    studio = studio_of(pipe, device="cuda")
    assert studio.thrift == ""
    studio.settle()
    assert pipe.thrift == ["cuda", "parts"]
    assert "main memory" in studio.thrift
    assert studio.paint(ORDER).size == (512, 512)


@pytest.mark.parametrize(
    ("offload", "at_first", "then"),
    [
        ("auto", ["cuda"], ["slices", "parts", "layers"]),
        ("none", ["cuda"], ["slices"]),
        ("model", ["parts"], ["slices", "layers"]),
        ("sequential", ["layers"], ["slices"]),
    ],
)
def test_it_begins_at_the_rung_that_was_set_and_goes_on_down(offload, at_first, then) -> None:
    pipe = FakePipe(*(no_memory() for _ in then))
    studio = studio_of(pipe, device="cuda", offload=offload)
    studio.settle()
    assert pipe.thrift == at_first
    studio.prove()
    assert pipe.thrift == at_first + then


def test_what_is_no_want_of_memory_is_not_taken_for_one() -> None:
    pipe = FakePipe()
    pipe.fits_not = [RuntimeError("no kernel image is available")]
    with pytest.raises(RuntimeError, match="kernel"):
        studio_of(pipe, device="cuda").settle()
    assert pipe.thrift == ["cuda"]


def test_on_a_processor_nothing_is_put_elsewhere() -> None:
    pipe = FakePipe()
    pipe.fits_not = [MemoryError()]
    with pytest.raises(MemoryError):
        studio_of(pipe, offload="model").settle()
    assert pipe.thrift == ["cpu"]


def test_a_first_picture_that_nothing_is_enough_for_says_so() -> None:
    pipe = FakePipe(*(no_memory() for _ in range(10)))
    with pytest.raises(OutOfMemory):
        studio_of(pipe, device="cuda").prove()


def test_with_no_memory_at_all_it_says_so_and_paints_again_when_there_is_some() -> None:
    pipe = FakePipe(*(MemoryError() for _ in range(3)))
    studio = studio_of(pipe)
    with pytest.raises(OutOfMemory):
        studio.paint(ORDER)
    assert studio.paint(ORDER).size == (512, 512)
    assert pipe.calls[-1]["width"] == pipe.calls[0]["width"]


def test_any_other_failure_of_the_model_is_one_of_ours() -> None:
    with pytest.raises(PaintingFailed, match="device-side assert") as failure:
        studio_of(FakePipe(RuntimeError("device-side assert\nand a trace"))).paint(ORDER)
    assert not isinstance(failure.value, OutOfMemory)


def test_a_flagged_picture_is_refused() -> None:
    with pytest.raises(PictureFlagged):
        studio_of(FakePipe(flagged=True)).paint(ORDER)
    studio_of(FakePipe(flagged=True)).prove()


def test_it_ends_after_the_step_in_which_nobody_wants_it_any_more() -> None:
    answers = iter([True, False])
    order = PictureOrder("a", "ink_sketch", 1, 64, 64, steps=50, is_wanted=lambda: next(answers))
    with pytest.raises(PaintingStopped):
        studio_of(FakePipe()).paint(order)
    assert list(answers) == []


@pytest.mark.parametrize(("deadline_s", "is_done"), [(0.0, True), (100.0, True), (20.0, False)])
def test_a_picture_that_would_take_too_long_is_given_up_early(deadline_s, is_done) -> None:
    now = iter(range(0, 1000, 10))
    manner = Manner(5, 7.5, deadline_s)
    studio = Studio(
        FakeTorch(), FakePipe(), Device("cpu", "fp32"), manner, clock=lambda: float(next(now))
    )
    order = PictureOrder("a", "ink_sketch", 1, 64, 64)
    if is_done:
        assert studio.paint(order).size == (64, 64)
        return
    with pytest.raises(TooSlow):
        studio.paint(order)
    assert next(now) == 30


def test_it_is_asked_in_the_orders_own_terms() -> None:
    pipe = FakePipe()
    studio_of(pipe).paint(ORDER)
    (call,) = pipe.calls
    assert (call["negative_prompt"], call["num_inference_steps"]) == ("fog", 3)
    assert (call["generator"].seed, call["guidance_scale"]) == (7, 7.5)
    studio_of(pipe).paint(PictureOrder("a", "ink_sketch", 1, 64, 64))
    assert pipe.calls[-1]["num_inference_steps"] == 25


class LetterTokenizer:
    model_max_length = 10
    bos_token_id, eos_token_id, pad_token_id = 1, 2, None

    def __call__(self, text: str, **_: object) -> Any:
        return SimpleNamespace(input_ids=[ord(letter) for letter in text])


@pytest.mark.parametrize("length", [0, 1, 8, 9, 16, 100])
def test_no_token_of_a_long_prompt_is_lost(length: int) -> None:
    text = ("abcdefghij" * 10)[:length]
    rows = windows(LetterTokenizer(), text)
    assert {len(row) for row in rows} == {10}
    assert {row[0] for row in rows} == {1}
    assert "".join(chr(token) for row in rows for token in row if token > 2) == text


def choose(*, has_gpu: bool, **changes: Any) -> Device:
    return choose_device(FakeTorch(has_gpu=has_gpu), Settings(**changes))


def test_a_gpu_computes_in_half_precision_and_a_processor_in_full() -> None:
    assert choose(has_gpu=True) == Device("cuda", "fp16")
    assert choose(has_gpu=False, painter="diffusion") == Device("cpu", "fp32")
    assert choose(has_gpu=True, painter="diffusion", image_device="cpu") == Device("cpu", "fp32")
    assert (
        choose(has_gpu=False, painter="diffusion", image_precision="bf16").dtype_name == "bfloat16"
    )


def test_auto_leaves_a_processor_to_the_sketch_unless_few_steps_are_asked_for() -> None:
    with pytest.raises(PainterStandsBack):
        choose(has_gpu=False)
    assert choose(has_gpu=False, image_few_steps=4) == Device("cpu", "fp32")


@pytest.mark.parametrize("changes", [{"image_device": "cuda"}, {"image_precision": "fp16"}])
def test_what_this_machine_cannot_do_is_refused_in_words(changes: dict[str, Any]) -> None:
    with pytest.raises(PainterUnavailable, match="IMAGE_"):
        choose(has_gpu=False, painter="diffusion", **changes)
