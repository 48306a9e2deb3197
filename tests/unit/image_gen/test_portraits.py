"""Portraits: words read into a likeness, and drawn: the same person the same, another one otherwise."""

import io

import numpy as np
import pytest
from PIL import Image

from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.painters.sketch.drawing import draw
from image_gen.painters.sketch.portrait.likeness import read_likeness
from image_gen.styles import STYLE_PROMPTS


def ordered(prompt: str, *, kind: str = "stranger", style: str = "fantasy_art", seed: int = 7):
    scene = SceneFacts(figures=(FigureFact(kind),))
    return PictureOrder(
        prompt, style, seed, 128, 160, image_format="png", scene=scene, kind="portrait"
    )


def drawn(order: PictureOrder) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(draw(order))).convert("RGB"), np.float32)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hill Dwarf Cleric, ", {"race": "dwarf", "dress": "vestments"}),
        ("High Elf Wizard, a pale old woman", {"race": "elf", "age": "old", "dress": "robe", "beard": "none"}),
        ("Half-Orc Barbarian, bald", {"race": "half-orc", "cut": "bald", "dress": "fur"}),
        ("Human Fighter, a woman with a cropped fair head", {"cut": "cropped", "beard": "none", "dress": "mail"}),
        ("old man, innkeeper", {"race": "human", "age": "old", "dress": "apron"}),
        ("Half-Elf Bard", {"race": "half-elf", "dress": "coat", "has_hat": True}),
    ],
)  # fmt: skip
def test_what_is_said_of_somebody_is_what_is_drawn(words: str, expected: dict[str, object]) -> None:
    likeness = read_likeness(ordered(words, kind=""))
    assert {name: getattr(likeness, name) for name in expected} == expected


def test_the_same_person_has_the_same_face_and_another_seed_another_one() -> None:
    words = "grown woman, ferryman"
    assert np.array_equal(drawn(ordered(words)), drawn(ordered(words)))
    apart = np.abs(drawn(ordered(words)) - drawn(ordered(words, seed=8))).mean()
    assert apart > 3


@pytest.mark.parametrize("style", STYLE_PROMPTS)
def test_a_face_stands_out_from_its_wall_in_every_style(style: str) -> None:
    picture = drawn(ordered("grown man, guard", kind="guard", style=style))
    face, wall = picture[50:95, 48:80], picture[8:40, 4:28]
    assert np.abs(face.mean((0, 1)) - wall.mean((0, 1))).max() > 18


@pytest.mark.parametrize("kind", ["skeleton", "young red dragon", "wolf"])
def test_what_has_no_persons_face_is_drawn_whole(kind: str) -> None:
    creature = drawn(ordered(kind, kind=kind))
    person = drawn(ordered("grown man, guard", kind="guard"))
    assert np.abs(creature - person).mean() > 8
