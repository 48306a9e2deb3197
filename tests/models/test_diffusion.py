"""Stable Diffusion's own classes on a tiny checkpoint, loaded and asked through the code that the real weights take."""

import io
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from image_gen.app import create_app
from image_gen.config import Settings
from image_gen.errors import PainterStandsBack, PainterUnavailable, PaintingStopped, PictureFlagged
from image_gen.painters.choosing import Choice, build_sketch, choose_painter
from image_gen.painters.diffusion.loading import open_studio
from image_gen.painters.diffusion.painter import DiffusionPainter
from image_gen.painters.diffusion.studio import Studio
from image_gen.painters.protocol import PictureOrder
from image_gen.painters.turnstile import Turnstile
from tests.models.tiny_diffusion import save_tiny_lora, save_tiny_model, save_tiny_xl

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")
pytestmark = pytest.mark.heavy

ORDER = PictureOrder(
    "a crypt", "fantasy_art", 7, 96, 64, negative_prompt="blurry", steps=3, image_format="png"
)


def changed(**changes: object) -> PictureOrder:
    fields = {name: getattr(ORDER, name) for name in PictureOrder.__dataclass_fields__}
    return PictureOrder(**{**fields, **changes})


def silent(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def make_settings(tmp_path: Path, model: Path) -> Callable[..., Settings]:
    def make(**changes: object) -> Settings:
        usual = {
            "images_dir": tmp_path / "images",
            "diffusers_cache": tmp_path / "cache",
            "image_model": str(model),
            "image_device": "cpu",
            "painter": "diffusion",
            "image_steps": 3,
        }
        return Settings(**{**usual, **changes})

    return make


@pytest.fixture(scope="module")
def studio(model: Path) -> Studio:
    settings = Settings(image_model=str(model), painter="diffusion", image_device="cpu")
    return open_studio(settings, silent)


@pytest.fixture
def copied(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "copied"))


def pixels(picture: Image.Image) -> bytes:
    return picture.tobytes()


@pytest.mark.parametrize("size", [(96, 64), (130, 211), (320, 200)])
def test_a_picture_has_the_asked_size(studio: Studio, size: tuple[int, int]) -> None:
    assert studio.paint(changed(width_px=size[0], height_px=size[1])).size == size


def test_the_same_seed_gives_the_same_picture_and_another_seed_another(studio: Studio) -> None:
    first, again, other = (studio.paint(changed(seed=seed)) for seed in (7, 7, 8))
    assert pixels(first) == pixels(again)
    assert pixels(first) != pixels(other)


def test_the_words_the_style_and_the_negative_prompt_are_all_heard(studio: Studio) -> None:
    ways = [{}, {"prompt": "a shore"}, {"style": "woodcut"}, {"negative_prompt": "frogs, fog"}]
    assert len({pixels(studio.paint(changed(**way))) for way in ways}) == len(ways)


def test_the_hundredth_word_is_heard(studio: Studio) -> None:
    words = ["crypt"] * 120
    said = pixels(studio.paint(changed(prompt=" ".join(words))))
    words[99] = "dragon"
    assert pixels(studio.paint(changed(prompt=" ".join(words)))) != said


def test_the_steps_of_an_order_are_taken(studio: Studio) -> None:
    asked: list[None] = []
    for steps in (2, 5):
        asked.clear()
        studio.paint(changed(steps=steps, is_wanted=lambda: asked.append(None) is None))
        assert len(asked) == steps


def test_a_picture_that_nobody_wants_any_more_ends_between_two_steps(studio: Studio) -> None:
    answers = iter([True, True, False])
    with pytest.raises(PaintingStopped):
        studio.paint(changed(steps=50, is_wanted=lambda: next(answers)))
    assert next(answers, None) is None
    assert studio.paint(ORDER).size == (96, 64)


def test_the_memory_of_the_weights_is_counted(studio: Studio, model: Path) -> None:
    on_disk = sum(file.stat().st_size for file in model.rglob("*.safetensors"))
    assert 0.8 * on_disk < studio.model_bytes <= on_disk


def test_half_the_memory_suffices_on_a_processor(
    make_settings: Callable[..., Settings], studio: Studio
) -> None:
    half = open_studio(make_settings(image_precision="bf16"), silent)
    assert half.model_bytes == pytest.approx(studio.model_bytes / 2, rel=0.01)
    assert half.paint(ORDER).size == (96, 64)


def test_a_model_saved_in_half_precision_only_is_read_on_a_processor_too(
    make_settings: Callable[..., Settings], model: Path, tmp_path: Path
) -> None:
    from diffusers import StableDiffusionPipeline

    whole = StableDiffusionPipeline.from_pretrained(str(model))
    whole.to(torch.float16).save_pretrained(str(tmp_path / "half"), variant="fp16")
    studio = open_studio(make_settings(image_model=str(tmp_path / "half")), silent)
    assert studio.device.precision == "fp32"
    assert studio.paint(ORDER).size == (96, 64)


def test_few_step_mode_lays_the_lora_in_and_takes_few_steps(
    make_settings: Callable[..., Settings], model: Path, tmp_path: Path, studio: Studio
) -> None:
    lora = save_tiny_lora(tmp_path / "lora", model)
    quick = {"painter": "auto", "image_few_steps": 4}
    with_lora = open_studio(make_settings(**quick, image_few_steps_lora=str(lora)), silent)
    without = open_studio(make_settings(**quick, image_few_steps_lora="none"), silent)
    asked: list[None] = []
    order = changed(steps=None, is_wanted=lambda: asked.append(None) is None)
    assert pixels(with_lora.paint(order)) != pixels(without.paint(order))
    assert len(asked) == 2 * 4
    frogs = changed(steps=None, negative_prompt="frogs, fog")
    assert pixels(with_lora.paint(frogs)) != pixels(with_lora.paint(order))


def test_a_lora_for_another_model_is_refused_in_words(
    make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    from safetensors.torch import save_file

    (tmp_path / "lora").mkdir()
    save_file({"text.weight": torch.zeros(2)}, tmp_path / "lora" / "odd.safetensors")
    settings = make_settings(image_few_steps=4, image_few_steps_lora=str(tmp_path / "lora"))
    with pytest.raises(PainterUnavailable, match="IMAGE_FEW_STEPS_LORA"):
        open_studio(settings, silent)


def test_auto_stands_back_from_a_processor(make_settings: Callable[..., Settings]) -> None:
    with pytest.raises(PainterStandsBack, match="IMAGE_FEW_STEPS"):
        open_studio(make_settings(painter="auto"), silent)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return save_tiny_model(tmp_path_factory.mktemp("models") / "guarded", has_checker=True)


@pytest.mark.parametrize(("is_on", "threshold"), [(True, -2.0), (True, 2.0), (False, -2.0)])
def test_a_flagged_picture_is_an_error_and_never_a_black_one(
    make_settings: Callable[..., Settings], guarded: Path, is_on: bool, threshold: float
) -> None:
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker

    checker = StableDiffusionSafetyChecker.from_pretrained(str(guarded / "safety_checker"))
    checker.concept_embeds_weights.data.fill_(threshold)
    checker.special_care_embeds_weights.data.fill_(2.0)
    checker.save_pretrained(str(guarded / "safety_checker"))
    settings = make_settings(image_model=str(guarded), image_safety_checker=is_on)
    if is_on and threshold < 0:
        with pytest.raises(PictureFlagged):
            open_studio(settings, silent).paint(ORDER)
        return
    assert open_studio(settings, silent).paint(ORDER).getextrema() != ((0, 0),) * 3


def test_pickled_weights_are_refused(make_settings: Callable[..., Settings], copied: Path) -> None:
    weights = copied / "unet" / "diffusion_pytorch_model.safetensors"
    torch.save({}, weights.with_suffix(".bin"))
    weights.unlink()
    with pytest.raises(PainterUnavailable, match=r"\.bin"):
        open_studio(make_settings(image_model=str(copied)), silent)


def cut_short(model: Path) -> Path:
    file = model / "vae" / "diffusion_pytorch_model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])
    return model


def test_weights_cut_short_are_named_and_the_sketch_paints(
    make_settings: Callable[..., Settings], copied: Path
) -> None:
    settings = make_settings(image_model=str(cut_short(copied)))
    with app_of(settings, choose_painter(settings)) as client:
        health = client.get("/health").json()
        answer = client.post(
            "/generate", json={"prompt": "a crypt", "width_px": 160, "height_px": 128}
        ).json()
    assert health["components"]["diffusion"] == "unavailable"
    assert (health["status"], health["degraded"]) == ("degraded", True)
    assert "vae" in health["reason"]
    assert (answer["painter"], answer["degraded"]) == ("sketch", True)
    assert answer["reason"] == health["reason"]


class app_of:  # noqa: N801
    """The real app with its painters loaded, or not to be had."""

    def __init__(self, settings: Settings, choice: Choice, *, waits: bool = True) -> None:
        self._client = TestClient(create_app(settings, choice=choice))
        self._waits = waits

    def __enter__(self) -> TestClient:
        self._client.__enter__()
        if self._waits:
            self._client.app.state.parts.casting.join(timeout=120)
        return self._client

    def __exit__(self, *failure: object) -> None:
        self._client.__exit__(*failure)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    yield gate
    gate.set()


def test_the_sketch_hands_over_to_the_model_without_a_restart(
    make_settings: Callable[..., Settings], gate: threading.Event
) -> None:
    settings = make_settings()

    def opening(settings: Settings, say: Callable[[str], None]) -> Studio:
        say("at the gate")
        assert gate.wait(timeout=60)
        return open_studio(settings, say)

    neural = DiffusionPainter(settings, Turnstile(wait_s=20, queue_limit=2), opening=opening)
    choice = Choice(build_sketch(settings), reason="still loading", why="asked", neural=neural)
    order = {"prompt": "a crypt", "seed": 5, "width_px": 160, "height_px": 128, "steps": 2}
    with app_of(settings, choice, waits=False) as client:
        while client.get("/health").status_code != 200:
            pass
        before, early = client.get("/health").json(), client.post("/generate", json=order).json()
        gate.set()
        client.app.state.parts.casting.join(timeout=120)
        after, late = client.get("/health").json(), client.post("/generate", json=order).json()
        metrics = client.get("/metrics").text
    assert (before["painter"], before["components"]["diffusion"]) == ("sketch", "loading")
    assert (early["painter"], early["degraded"]) == ("sketch", True)
    assert (after["painter"], after["components"]["diffusion"]) == ("diffusion", "healthy")
    assert (after["status"], after["reason"]) == ("healthy", None)
    assert after["model_bytes"] > 100_000
    assert f"image_gen_model_bytes {float(after['model_bytes'])}" in metrics
    assert 'image_gen_painter{degraded="0",painter="diffusion"} 1.0' in metrics
    assert (late["painter"], late["degraded"], late["seed"]) == ("diffusion", False, 5)
    assert Image.open(late["path"]).size == (160, 128)


def test_the_same_look_is_painted_alike_and_another_s_is_not(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings()
    wen = {"kind": "portrait", "look": "campaign-1/wen", "prompt": "Wen, an old ferrywoman"}
    orders = [
        wen,
        {"kind": "portrait", "look": "campaign-1/wen"},
        wen | {"look": "campaign-2/wen", "seed": 3},
    ]
    with app_of(settings, choose_painter(settings)) as client:
        answers = [client.post("/generate", json=order).json() for order in orders]
        shown = [client.get(f"/images/{a['image_id']}").content for a in answers]
    assert answers[0]["seed"] == answers[1]["seed"]
    assert shown[0] == shown[1] != shown[2]
    assert Image.open(io.BytesIO(shown[0])).size == (512, 640)


def test_a_model_of_the_xl_kind_paints_too_and_hears_the_hundredth_word(
    make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    xl = open_studio(make_settings(image_model=str(save_tiny_xl(tmp_path / "xl"))), silent)
    words = ["crypt"] * 120
    said = xl.paint(changed(prompt=" ".join(words)))
    words[99] = "dragon"
    assert said.size == (96, 64)
    assert pixels(said) != pixels(xl.paint(changed(prompt=" ".join(words))))
