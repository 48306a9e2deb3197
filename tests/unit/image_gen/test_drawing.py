"""Pictures really drawn, small."""

import io
import subprocess
import sys
from functools import cache
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.painters.sketch import bestiary
from image_gen.painters.sketch.compose import render
from image_gen.painters.sketch.drawing import draw, unfinished
from image_gen.painters.sketch.figures import BODIES
from image_gen.painters.sketch.figures.body import Body
from image_gen.painters.sketch.finishes import FINISHES
from image_gen.painters.sketch.focal import OBJECTS
from image_gen.painters.sketch.places import BUILDERS
from image_gen.painters.sketch.scene import LIGHTS, PLACE_KINDS, WEATHERS
from image_gen.painters.sketch.seeds import dice_from
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.words import read_scene
from image_gen.styles import STYLE_PROMPTS

SIZE = (160, 100)


def ordered(prompt: str = "", *, style: str = "fantasy_art", seed: int = 1, **facts: object):
    return PictureOrder(prompt, style, seed, *SIZE, image_format="png", scene=SceneFacts(**facts))


@cache
def drawn(prompt: str = "", **wanted: object) -> np.ndarray:
    """Draw once; the same order gives the same picture, as another test proves."""
    picture = np.array(Image.open(io.BytesIO(draw(ordered(prompt, **wanted)))), np.float32)
    picture.flags.writeable = False
    return picture


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """Return how far two pictures are, brightness and contrast taken out."""
    a, b = a.mean(axis=2), b.mean(axis=2)
    return float(np.abs((a - a.mean()) / a.std() - (b - b.mean()) / b.std()).mean())


def masses(picture: np.ndarray) -> np.ndarray:
    """Return the 64 bits of a picture's perceptual hash (DCT): its broad lights and darks."""
    small = Image.fromarray(picture.astype(np.uint8)).convert("L").resize((32, 32))
    k, x = np.mgrid[0:8, 0:32]
    cosines = np.cos(np.pi * k * (2 * x + 1) / 64)
    low = cosines @ np.asarray(small, np.float64) @ cosines.T
    return low > np.median(low.ravel()[1:])


def test_every_style_has_a_finish_and_every_place_a_builder() -> None:
    assert set(FINISHES) == set(STYLE_PROMPTS)
    assert set(BUILDERS) == set(PLACE_KINDS)


@pytest.mark.parametrize("kind", PLACE_KINDS)
def test_every_place_is_drawn_in_every_style(kind: str) -> None:
    scene = read_scene(ordered(place_kind=kind, figures=(FigureFact("goblin", 2),)))
    lit = unfinished(scene, width_px=SIZE[0], height_px=SIZE[1])
    for style, finish in FINISHES.items():
        picture = finish(lit.copy(), 1)
        assert picture.shape == (100, 160, 3), style
        assert 255 * picture.std() > 8, style


@pytest.mark.parametrize("style", sorted(STYLE_PROMPTS))
def test_every_style_reaches_the_file(style: str) -> None:
    picture = drawn(style=style, place_kind="shore")
    assert picture.std() > 8
    assert style == "fantasy_art" or (picture != drawn(place_kind="shore")).any()


@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_body_has_a_name_that_is_found_and_leaves_a_figure(name: str) -> None:
    names = {
        "cube": "gelatinous cube",
        "blade": "flying sword",
        "wisp": "will-o'-wisp",
        "swarm": "swarm of bats",
    }
    body = bestiary.look_up(names.get(name, name)).body
    sheet, glow = Sheet(), Sheet()
    for one in (sheet, glow):
        with one.moved(500, 900, scale=6):
            BODIES[body](Body(sheet if one is sheet else Sheet(), glow if one is glow else Sheet(),
                              "#6a6058", dice_from("test")))  # fmt: skip
    covers = [
        render(one, width_px=60, height_px=60)[1] for one in (sheet, glow) if not one.is_empty
    ]
    assert sum(float(cover.sum()) for cover in covers) > 20


@pytest.mark.parametrize("name", ["goblin", "adult red dragon", "will-o'-wisp", "rat", "knight"])
def test_a_figure_is_seen_in_its_place(name: str) -> None:
    empty = drawn(place_kind="shore", place_name="x", figures=())
    full = drawn(place_kind="shore", place_name="x", figures=(FigureFact(name),))
    assert apart(empty, full) > 0.002


@pytest.mark.parametrize("focal", sorted(OBJECTS))
def test_every_focal_object_is_seen(focal: str) -> None:
    empty = drawn(place_kind="shore", place_name="x", figures=())
    seen = drawn(place_kind="shore", place_name="x", figures=(), focal=focal)
    assert apart(empty, seen) > 0.002


def test_kinds_of_place_are_farther_apart_than_places_of_one_kind() -> None:
    looks = {
        kind: [
            masses(drawn(place_kind=kind, place_seed=n, time_of_day="dusk", figures=()))
            for n in range(2)
        ]
        for kind in PLACE_KINDS
    }
    within = [np.count_nonzero(a != b) for a, b in looks.values()]
    between = [np.count_nonzero(looks[a][0] != looks[b][1]) for a, b in permutations(looks, 2)]
    assert np.mean(between) > 1.4 * np.mean(within)


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
        for n, time in enumerate(("day", "dawn"))
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


@pytest.mark.parametrize("kind", ["road", "village", "mountain"])
@pytest.mark.parametrize("theme", ["desert_ruins", "swashbuckling"])
def test_a_theme_has_a_land_of_its_own(kind: str, theme: str) -> None:
    plain = drawn(place_kind=kind, place_seed=3)
    own = drawn(place_kind=kind, place_seed=3, theme=theme)
    assert np.abs(plain - own).mean() > 5


def test_the_desert_is_redder_than_the_river_country() -> None:
    def warmth(**facts: object) -> float:
        picture = drawn(place_kind="road", place_seed=3, **facts)
        return float((picture[60:, :, 0] - picture[60:, :, 2]).mean())

    assert warmth(theme="desert_ruins") > warmth()
