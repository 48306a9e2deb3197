"""Pictures really drawn, small."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.painters.sketch.drawing import draw
from image_gen.painters.sketch.figures import BODIES
from image_gen.painters.sketch.finishes import FINISHES
from image_gen.painters.sketch.focal import OBJECTS
from image_gen.painters.sketch.places import BUILDERS
from image_gen.painters.sketch.scene import LIGHTS, PLACE_KINDS, TIMES, WEATHERS
from image_gen.styles import STYLE_PROMPTS

SIZE = (160, 100)


def drawn(
    prompt: str = "", *, style: str = "fantasy_art", seed: int = 1, **facts: object
) -> np.ndarray:
    order = PictureOrder(prompt, style, seed, *SIZE, image_format="png", scene=SceneFacts(**facts))
    return np.asarray(Image.open(io.BytesIO(draw(order))), np.float32)


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """Return how far two pictures are, brightness and contrast taken out."""
    a, b = a.mean(axis=2), b.mean(axis=2)
    return float(np.abs((a - a.mean()) / a.std() - (b - b.mean()) / b.std()).mean())


def test_every_style_has_a_finish_and_every_place_a_builder() -> None:
    assert set(FINISHES) == set(STYLE_PROMPTS)
    assert set(BUILDERS) == set(PLACE_KINDS)


@pytest.mark.parametrize("style", sorted(STYLE_PROMPTS))
@pytest.mark.parametrize("kind", PLACE_KINDS)
def test_every_place_is_drawn_in_every_style(style: str, kind: str) -> None:
    picture = drawn(style=style, place_kind=kind, figures=(FigureFact("goblin", 2),))
    assert picture.shape == (100, 160, 3)
    assert picture.std() > 8


@pytest.mark.parametrize("body", sorted(BODIES))
def test_every_body_leaves_a_figure(body: str) -> None:
    empty = drawn(place_kind="road", place_name="x", figures=())
    names = {
        "cube": "gelatinous cube",
        "blade": "flying sword",
        "wisp": "will-o'-wisp",
        "swarm": "swarm of bats",
    }
    name = names.get(body, body)
    assert (
        apart(empty, drawn(place_kind="road", place_name="x", figures=(FigureFact(name),))) > 0.002
    )


@pytest.mark.parametrize("focal", sorted(OBJECTS))
def test_every_focal_object_is_seen(focal: str) -> None:
    empty = drawn(place_kind="hall", place_name="x")
    assert apart(empty, drawn(place_kind="hall", place_name="x", focal=focal)) > 0.002


@pytest.mark.parametrize("weather", WEATHERS[1:])
def test_the_weather_is_seen_out_of_doors(weather: str) -> None:
    assert np.abs(drawn(place_kind="road", weather=weather) - drawn(place_kind="road")).mean() > 2


@pytest.mark.parametrize("light", LIGHTS)
def test_every_light_is_seen_in_a_cavern(light: str) -> None:
    others = [drawn(place_kind="cavern", light=other) for other in LIGHTS if other != light]
    assert all(
        np.abs(drawn(place_kind="cavern", light=light) - other).mean() > 0.5 for other in others
    )


def test_the_same_order_gives_the_same_picture_in_another_process() -> None:
    order = "PictureOrder('two wolves in a forest in the snow', 'fantasy_art', 5, 160, 100)"
    code = (
        "import hashlib\nfrom image_gen.painters.protocol import PictureOrder\n"
        "from image_gen.painters.sketch.drawing import draw\n"
        f"print(hashlib.sha256(draw({order})).hexdigest())"
    )
    root = Path(__file__).parents[3]
    prints = set()
    for hash_seed in ("1", "2"):
        env = {"PYTHONHASHSEED": hash_seed, "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        prints.add(done.stdout)
    assert len(prints) == 1


@pytest.mark.parametrize("kind", ["village", "crypt", "ruins", "tower"])
def test_a_place_is_more_like_itself_at_another_hour_than_like_another_place(kind: str) -> None:
    here = {
        time: drawn(place_kind=kind, place_name="Here", time_of_day=time, seed=n)
        for n, time in enumerate(TIMES)
    }
    other_kind = "forest" if kind != "forest" else "hall"
    there = drawn(place_kind=other_kind, place_name="There", time_of_day="day")
    assert apart(here["day"], here["dawn"]) < apart(here["day"], there)


def test_who_stands_there_does_not_move_the_walls() -> None:
    empty = drawn(place_kind="crypt", place_name="Here", figures=())
    full = drawn(place_kind="crypt", place_name="Here", figures=(FigureFact("rat", 1),), seed=9)
    assert (np.abs(empty - full).max(axis=2) < 24).mean() > 0.7


def test_webp_is_written_when_asked_for() -> None:
    order = PictureOrder("a road", "watercolor", 1, 128, 128, image_format="webp")
    assert Image.open(io.BytesIO(draw(order))).format == "WEBP"
