"""Spells of one's own: sound ones are cast like any other, every problem of the others is named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from llm_brain.referee.homebrew import read_folder
from llm_brain.referee.spells import SPELLS

ROOT = Path(__file__).parents[4]
SOUND = {
    "name": "Ember Hail", "level": 2, "school": "evocation", "classes": ["wizard"], "casting_time": "action",
    "range_ft": 60, "components": "VS", "lasts": "instant", "area": "sphere", "area_ft": 10, "target": "area_foes",
    "save": "dex", "save_half": True, "damage": {"2": "3d6", "3": "4d6"}, "damage_type": "fire",
    "conditions": [{"name": "prone", "stays": True}],
}  # fmt: skip


def problems_of(tmp_path, **changes):
    """Return where the problems of one spell lie."""
    row = {k: v for k, v in {**SOUND, **changes}.items() if v is not None}
    (tmp_path / "mine.json").write_text(json.dumps({"ember-hail": row}))
    found = read_folder(tmp_path)
    assert bool(found.spells) != bool(found.problems)
    return [problem.where for problem in found.problems]


def test_a_sound_spell_is_taken(tmp_path):
    assert problems_of(tmp_path) == []
    assert "ember-hail" not in SPELLS


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"level": 12}, "level"),
        ({"components": "VX"}, "components"),
        ({"classes": ["witch"]}, "classes"),
        ({"lasts": "timed"}, "lasts"),
        ({"casting_time": "long"}, "casting_minutes"),
        ({"damage": {"2": "three dice"}}, "damage.2"),
        ({"damage": {"4": "3d6"}}, "damage"),
        ({"damage_type": "sparkly"}, "damage_type"),
        ({"conditions": [{"name": "sleepy"}]}, "conditions.0.name"),
        ({"effects": [{"name": "odd", "modifiers": {"smells": 3}}]}, "effects.0.modifiers.smells"),
        ({"special": "no-such-rule"}, "special"),
        ({"summons": {"choices": {"snark": 1}}}, "summons.choices.snark"),
        ({"gives": {"snark": 1}}, "gives.snark"),
        ({"why_narrated": "because"}, "why_narrated"),
        ({"colour": "red"}, "colour"),
        ({"school": None}, "school"),
        ({"ways": {"cold": {"damage_type": "chilly"}}}, "damage_type"),
    ],
)
def test_a_problem_is_named_by_its_field(tmp_path, changes, where):
    assert where in problems_of(tmp_path, **changes)


def test_every_problem_of_every_file_is_named(tmp_path):
    (tmp_path / "a.json").write_text("{ not json")
    (tmp_path / "b.json").write_text("[]")
    rows = {"fireball": SOUND, "Bad Key": SOUND, "one": 3, "fine": SOUND}
    (tmp_path / "c.json").write_text(json.dumps(rows))
    found = read_folder(tmp_path)
    assert [(p.file, p.spell) for p in found.problems] == [
        ("a.json", ""), ("b.json", ""), ("c.json", "fireball"), ("c.json", "Bad Key"), ("c.json", "one"),
    ]  # fmt: skip
    assert list(found.spells) == ["fine"]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    assert len(read_folder(tmp_path / "nowhere").problems) == 1


CAST_IT = """
import sys
from pathlib import Path
from llm_brain.referee.homebrew import read_folder, take_in
take_in(read_folder(Path(sys.argv[1])))
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.characters.spell_choices import _spells
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.casting.cast import cast
from llm_brain.referee.pregenerated import hero_from
hero = hero_from("wizard", ref="c1")
sheet = hero.sheet.model_copy(update={"spells_prepared": ("ember-hail",), "slots_left": {2: 1}, "slots_max": {2: 1}})
ogre = creature_from("ogre", ref="n1")
out = Outcome(State(creatures={"c1": hero.model_copy(update={"sheet": sheet}), "n1": ogre}))
cast(out, Action(kind="cast", spell="Ember Hail", target_ref="n1"), "c1", ForcedDice([1, 6, 6, 6]))
hurt = out.creature("n1")
listed = any(row.key == "ember-hail" for row in _spells(("wizard",), 2))
print(ogre.hp - hurt.hp, hurt.has_condition("prone"), out.creature("c1").sheet.slots_left, listed)
"""


def test_a_spell_of_ones_own_is_learned_cast_and_paid_for_like_any_other(tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps({"ember-hail": SOUND}))
    done = subprocess.run(
        [sys.executable, "-c", CAST_IT, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.strip() == "18 True {2: 0} True"
