"""Draws the contact sheet: every kind of place from three seeds, in changing hours and styles.

Run from the repository root: python -m tests.bench.sketch_contact_sheet [file.png]
"""

import io
import sys
import time
from pathlib import Path

from PIL import Image

from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.painters.sketch.drawing import draw

TILE = (200, 125)
# (kind, focal, three casts as (weather, time, style, figures))
ROWS = (
    ("cavern", "crystal", (("clear", "day", "fantasy_art", "hero mage goblin*3"),
                           ("clear", "night", "dark_gothic", "giant_spider*2 hero"),
                           ("clear", "dusk", "oil_painting", "hero archer troll"))),
    ("crypt", "bell", (("clear", "dusk", "fantasy_art", "hero mage skeleton*3"),
                       ("rain", "night", "dark_gothic", "zombie*3 hero"),
                       ("clear", "night", "woodcut", "ghost mage"))),
    ("forest", None, (("clear", "day", "fantasy_art", "archer hero wolf*3"),
                      ("fog", "night", "dark_gothic", "werewolf hero"),
                      ("snow", "day", "watercolor", "elk dryad"))),
    ("tavern", None, (("clear", "night", "fantasy_art", "hooded villager*3 dwarf"),
                      ("snow", "dusk", "storybook", "villager*4 hero"),
                      ("rain", "day", "ink_sketch", "bandit*2 hero mage"))),
    ("tower", None, (("clear", "dusk", "fantasy_art", "hero mage archer"),
                     ("storm", "night", "dark_gothic", "vampire"),
                     ("clear", "dawn", "watercolor", "knight*2"))),
    ("road", "cart", (("clear", "dusk", "fantasy_art", "hero archer bandit*3"),
                      ("rain", "day", "oil_painting", "ogre hero"),
                      ("clear", "day", "storybook", "villager*2 horse"))),
    ("ruins", "statue", (("clear", "dusk", "fantasy_art", "hero mage minotaur"),
                         ("fog", "dawn", "watercolor", "harpy*2 archer"),
                         ("clear", "night", "dark_gothic", "wraith*2 hero"))),
    ("shore", "boat", (("clear", "dusk", "fantasy_art", "hero mage sahuagin*2"),
                       ("storm", "day", "oil_painting", "hooded*2"),
                       ("clear", "dawn", "ink_sketch", "villager*2"))),
    ("village", "well", (("clear", "dusk", "fantasy_art", "villager*4 hero"),
                         ("snow", "night", "storybook", "wolf*3 hero"),
                         ("clear", "day", "watercolor", "villager*3 horse"))),
    ("hall", "throne", (("clear", "day", "fantasy_art", "noble knight*2 hero mage"),
                        ("storm", "night", "dark_gothic", "demon hero"),
                        ("clear", "dusk", "oil_painting", "lich skeleton*2 hero"))),
    ("swamp", None, (("fog", "dusk", "fantasy_art", "hero archer lizardfolk*2"),
                     ("clear", "night", "dark_gothic", "hag will-o'-wisp hero"),
                     ("rain", "day", "woodcut", "hydra hero"))),
    ("mountain", None, (("clear", "dawn", "fantasy_art", "hero mage archer adult_red_dragon"),
                        ("snow", "day", "oil_painting", "frost_giant hero"),
                        ("clear", "dusk", "woodcut", "griffon archer"))),
)  # fmt: skip


def main(target: Path) -> None:
    """Draw all tiles and write one PNG."""
    sheet = Image.new("RGB", (3 * TILE[0], len(ROWS) * TILE[1]))
    started = time.perf_counter()
    for row, (kind, focal, casts) in enumerate(ROWS):
        for column, (weather, hour, style, figures) in enumerate(casts):
            facts = SceneFacts(place_kind=kind, place_seed=column, weather=weather, time_of_day=hour,
                               figures=_figures(figures), focal=focal)  # fmt: skip
            order = PictureOrder(
                "", style, 10 * row + column, 960, 600, scene=facts, image_format="png"
            )
            tile = Image.open(io.BytesIO(draw(order))).resize(TILE, Image.Resampling.LANCZOS)
            sheet.paste(tile, (column * TILE[0], row * TILE[1]))
    print(f"{3 * len(ROWS)} pictures of 960x600 in {time.perf_counter() - started:.1f} s")
    sheet.save(target, optimize=True)


def _figures(said: str) -> tuple[FigureFact, ...]:
    """Read 'goblin*3 hero' into facts."""
    pairs = (part.partition("*") for part in said.split())
    return tuple(FigureFact(name.replace("_", " "), int(count or 1)) for name, _, count in pairs)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_suffix(".png"))
