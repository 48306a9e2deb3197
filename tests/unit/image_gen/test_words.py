"""Plain words read into a scene."""

import pytest

from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.painters.sketch import bestiary
from image_gen.painters.sketch.figures import BODIES
from image_gen.painters.sketch.scene import LIGHTS, PLACE_KINDS, TIMES, WEATHERS
from image_gen.painters.sketch.words import read_scene

SRD_NAMES = (
    "Aboleth|Adult Black Dragon|Air Elemental|Animated Armor|Ankheg|Basilisk|Behir|Bugbear|Bulette|Chimera|Chuul|"
    "Cloaker|Cockatrice|Couatl|Darkmantle|Djinni|Doppelganger|Dretch|Drider|Dryad|Efreeti|Ettercap|Ettin|Gargoyle|"
    "Gelatinous Cube|Ghast|Gibbering Mouther|Gnoll|Gorgon|Grick|Griffon|Grimlock|Harpy|Hell Hound|Hippogriff|"
    "Hobgoblin|Hydra|Killer Whale|Kobold|Kraken|Lamia|Lich|Magmin|Manticore|Marilith|Medusa|Mimic|Minotaur|Mummy|"
    "Night Hag|Ochre Jelly|Oni|Otyugh|Owlbear|Pegasus|Phase Spider|Pit Fiend|Purple Worm|Rakshasa|Remorhaz|Roper|"
    "Rug of Smothering|Rust Monster|Sahuagin|Shambling Mound|Shrieker|Specter|Stirge|Swarm of Rats|Tarrasque|"
    "Treant|Troll|Unicorn|Vampire Spawn|Violet Fungus|Werewolf|Will-o'-Wisp|Worg|Wraith|Wyvern|Xorn|Zombie"
).split("|")


def scene(prompt: str = "", **facts: object):
    return read_scene(PictureOrder(prompt, "fantasy_art", 1, 256, 160, scene=SceneFacts(**facts)))


@pytest.mark.parametrize("name", SRD_NAMES)
def test_every_creature_of_the_srd_has_a_body(name: str) -> None:
    kind = bestiary.find(name)
    assert kind is not None
    assert kind.body in BODIES


def test_a_creature_nobody_knows_is_still_drawn() -> None:
    assert bestiary.look_up("Glorbwump of Zz").body in BODIES


@pytest.mark.parametrize("kind", PLACE_KINDS)
def test_a_place_is_known_by_its_own_name(kind: str) -> None:
    assert scene(f"we come to a {kind}").place_kind == kind


def test_a_prompt_is_read_for_all_it_says() -> None:
    read = scene(
        "Two goblins and a wolf guard an altar in a swamp at night, in heavy fog, by lantern light"
    )
    assert (read.place_kind, read.weather, read.time_of_day) == ("swamp", "fog", "night")
    assert (read.light, read.focal) == ("lantern", "altar")
    assert {actor.body: actor.count for actor in read.actors} == {"goblin": 2, "wolf": 1}


def test_given_facts_win_over_the_words() -> None:
    read = scene(
        "goblins in a forest in the rain",
        place_kind="crypt",
        weather="clear",
        figures=(FigureFact("skeleton", 3),),
    )
    assert (read.place_kind, read.weather) == ("crypt", "clear")
    assert [(actor.body, actor.count) for actor in read.actors] == [("skeleton", 3)]


def test_no_figures_given_means_none_drawn() -> None:
    assert scene("goblins", figures=()).actors == ()


def test_what_is_read_can_always_be_drawn() -> None:
    read = scene(
        "qwertz", weather="plague of frogs", time_of_day="never", light="none", focal="nothing"
    )
    assert read.place_kind in PLACE_KINDS
    assert read.weather in WEATHERS
    assert read.time_of_day in TIMES
    assert read.light is None or read.light in LIGHTS
    assert read.focal is None


def test_the_same_place_keeps_its_seed_whatever_happens_there() -> None:
    first = scene("rain", place_name="The Drowned Bell", place_kind="crypt")
    later = scene("night, three ghouls", place_name="the drowned bell ", place_kind="crypt")
    assert first.place_seed == later.place_seed
    assert first.place_seed != scene("", place_name="The Other Bell", place_kind="crypt").place_seed


def test_a_sandstorm_is_no_thunderstorm() -> None:
    order = PictureOrder("", "sunbaked", 1, 64, 64, scene=SceneFacts(weather="sandstorm"))
    assert read_scene(order).weather == "sand"


@pytest.mark.parametrize(
    ("theme", "land"), [("desert_ruins", "desert"), ("swashbuckling", "carnival")]
)
def test_a_campaign_s_theme_is_known_by_its_key(theme: str, land: str) -> None:
    order = PictureOrder("", "gallant", 1, 64, 64, scene=SceneFacts(theme=theme))
    assert read_scene(order).theme == land
