"""What a text-to-image model is asked for, and in which size."""

from hypothesis import given
from hypothesis import strategies as st

from image_gen.painters.diffusion.asking import words_for
from image_gen.painters.diffusion.sizes import painted_size
from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.styles import STYLE_PROMPTS

SIDES = st.integers(min_value=128, max_value=1280)


def test_the_scene_comes_first_and_the_style_last() -> None:
    scene = SceneFacts(
        place_name="Lower nave",
        figures=(FigureFact("fighter", 1, "watching"), FigureFact("goblin", 3)),
    )
    words = words_for(PictureOrder("Lower nave, cold stone", "woodcut", 1, 64, 64, scene=scene))
    assert words.startswith("Lower nave, cold stone")
    assert words.endswith(STYLE_PROMPTS["woodcut"])
    assert words.count("Lower nave") == 1
    assert "fighter watching" in words
    assert "3 goblins" in words


def test_facts_alone_are_enough() -> None:
    scene = SceneFacts(place_kind="crypt", time_of_day="night", light="torch")
    assert words_for(PictureOrder("", "ink_sketch", 1, 64, 64, scene=scene)).startswith(
        "crypt, night, torch light"
    )


def test_a_portrait_is_framed_as_one() -> None:
    scene, portrait = (
        words_for(PictureOrder("Wen", "ink_sketch", 1, 64, 64, kind=kind))
        for kind in ("scene", "portrait")
    )
    assert "head and shoulders" in portrait
    assert "head and shoulders" not in scene


@given(width_px=SIDES, height_px=SIDES, native=st.sampled_from([64, 512, 1024]))
def test_it_paints_near_the_size_the_model_learnt_in_the_asked_ratio(
    width_px: int, height_px: int, native: int
) -> None:
    width, height = painted_size(width_px, height_px, native_side_px=native)
    assert width % 8 == height % 8 == 0
    if max(width_px, height_px) <= 3 * min(width_px, height_px) and native > 64:
        assert 0.6 * native**2 < width * height < 1.7 * native**2
        assert abs(width / height / (width_px / height_px) - 1) < 0.05


def test_half_the_size_is_a_quarter_of_the_work() -> None:
    assert painted_size(512, 512, native_side_px=512, share=0.5) == (256, 256)
