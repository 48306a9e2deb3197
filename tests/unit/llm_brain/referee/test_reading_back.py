"""Heroes of campaigns begun before levels were chosen rise from where they are: their choices are read off their sheets."""

from typing import Any

import pytest

from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.referee.characters.growing import grown
from llm_brain.referee.characters.level_choices import LevelChoice, advised, level_problems
from llm_brain.referee.characters.reading_back import choices_of, rolls_of
from llm_brain.referee.characters.scores import STANDARD_ARRAY
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.pregenerated import hero_from, pregenerated

# what level 3 had made of the ready-made heroes when it came by itself
RAISED: dict[str, dict[str, Any]] = {
    "fighter": {"features": ("Action Surge", "Champion", "Improved Critical")},
    "rogue": {"features": ("Cunning Action", "Thief", "Fast Hands", "Second-Story Work")},
    "wizard": {
        "features": ("School of Evocation", "Evocation Savant", "Sculpt Spells"),
        "spells_known": ("thunderwave", "identify", "scorching-ray", "misty-step"),
        "spells_prepared": ("thunderwave", "scorching-ray"),
        "slots": {1: 4, 2: 2},
    },
    "cleric": {
        "features": ("Channel Divinity", "Channel Divinity: Turn Undead", "Channel Divinity: Preserve Life"),
        "spells_prepared": ("lesser-restoration", "spiritual-weapon", "command", "hold-person"),
        "slots": {1: 4, 2: 2},
    },
    "ranger": {
        "features": ("Fighting Style: Archery", "Spellcasting", "Hunter", "Hunter's Prey: Colossus Slayer"),
        "spells_known": ("hunters-mark", "cure-wounds", "fog-cloud"),
        "spells_prepared": ("hunters-mark", "cure-wounds", "fog-cloud"),
        "slots": {1: 3},
    },
    "bard": {
        "features": ("Jack of All Trades", "Song of Rest", "Expertise", "College of Lore", "Bonus Proficiencies",
                     "Cutting Words"),
        "spells_known": ("thunderwave", "shatter"),
        "spells_prepared": ("thunderwave", "shatter"),
        "slots": {1: 4, 2: 2},
        "expertise": ("persuasion", "performance"),
    },
}  # fmt: skip


def raised_long_ago(key: str) -> State:
    """Return a table with a ready-made hero as they stood at level 3."""
    hero, more = hero_from(key, ref="c1"), RAISED[key]
    sheet = hero.sheet
    assert sheet is not None
    lists = ("features", "spells_known", "spells_prepared", "expertise")
    changes = {name: (*getattr(sheet, name), *more.get(name, ())) for name in lists}
    slots = more.get("slots", sheet.slots_max)
    changes |= {"level": 3, "xp": 2_700, "level_earned": 4, "hit_dice_left": 3}
    changes |= {"slots_max": slots, "slots_left": slots}
    changes |= {"spell_ability": sheet.spell_ability or ("wis" if key == "ranger" else None)}
    creature = hero.model_copy(update={"sheet": sheet.model_copy(update=changes), "hp_max": 27})
    return State(creatures={"c1": creature})


@pytest.mark.parametrize("key", [hero.key for hero in pregenerated()])
def test_a_ready_made_hero_s_scores_are_the_array_before_race(key: str) -> None:
    scores = choices_of(hero_from(key, ref="c1")).abilities.scores
    assert tuple(sorted(scores.values(), reverse=True)) == STANDARD_ARRAY


@pytest.mark.parametrize("key", list(RAISED))
def test_who_had_risen_by_themselves_goes_on_by_choice(key: str) -> None:
    state = raised_long_ago(key)
    before = state.creatures["c1"]
    assert before.sheet is not None
    choices, rolls = choices_of(before), rolls_of(before)
    choice = advised(choices, LevelChoice(), rolls)
    assert level_problems(choices, choice, rolls) == []
    assert f"{key}.improvement.4" in choice.picks
    gained, _ = grown(before, choice, ForcedDice())
    after = fold(state, [gained]).creatures["c1"]
    assert after.sheet is not None
    assert after.sheet.level == 4
    assert set(before.sheet.features) <= set(after.sheet.features)
    assert set(before.sheet.spells_known) <= set(after.sheet.spells_known)
    assert set(before.sheet.spells_prepared) <= set(after.sheet.spells_prepared)
    assert set(before.skills) <= set(after.skills)
    assert after.hp_max > before.hp_max
    assert before.sheet.expertise == after.sheet.expertise


def test_what_a_bard_of_lore_was_trained_in_counts_as_chosen() -> None:
    """SRD 5.1, "College of Lore": Bonus Proficiencies."""
    hero = raised_long_ago("bard").creatures["c1"]
    picks = choices_of(hero).picks
    asked = ("race.skills", "background.skills", "bard.skills", "bard.lore_skills")
    picked = [skill for key in asked for skill in picks[key]]
    assert sorted(picked) == sorted({*hero.skills, "arcana", "history", "investigation"})
