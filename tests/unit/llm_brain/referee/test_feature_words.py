"""Features are used in a player's own words, and what they bring over many rounds is what arithmetic says."""

import hashlib
from statistics import mean

import pytest

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.resolve import resolve_turn

ROUNDS = 3_000
STURDY = {"hp": 10**6, "hp_max": 10**6, "armor_class": 15}


def test_a_named_smite_is_an_attack_that_smites(seated):
    """SRD 5.1, "Paladin": Divine Smite."""
    t = seated("human", "paladin", 2)
    t.fight(close=True)
    t.act(
        "use_item", "n1", item="divine-smite", text="divine smite on the ogre", dice=[18, 4, 5, 5]
    )
    assert t.of(AttackMade)[0].is_hit
    assert t.of(SpellSlotSpent)


def test_a_named_stunning_strike_is_an_attack_that_stuns(seated):
    """SRD 5.1, "Monk": Stunning Strike."""
    t = seated("human", "monk", 5)
    t.fight(close=True)
    t.act("use_item", "n1", item="stunning-strike", text="stunning strike", dice=[18, 3, 20])
    assert t["c1"].sheet.resources_left["ki"] == 4


@pytest.mark.parametrize("name", ["divine smite", "stunning strike", "reckless attack"])
def test_nobody_strikes_with_what_they_have_not_learned(seated, name):
    t = seated("human", "fighter", 5)
    t.fight(close=True)
    before = t.state
    t.act("use_item", "n1", item=name)
    assert t.refused == "no_such_feature"
    assert t.state == before


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("attack", "I use my breath weapon on the ogre"),
        ("short_rest", "I breathe fire on the ogre"),
    ],
)
def test_breath_is_breath_however_it_was_heard(seated, kind, text):
    """SRD 5.1, "Dragonborn Traits": Breath Weapon."""
    t = seated("dragonborn", "fighter", 1)
    t.fight(close=True)
    t.act(kind, "n1", text=text)
    assert [e.weapon for e in t.of(DamageTaken) if e.ref == "n1"] == ["Breath Weapon"]


def test_a_paladin_says_which_divinity_they_channel(seated):
    """SRD 5.1, "Oath of Devotion": Channel Divinity."""
    t = seated("human", "paladin", 3)
    t.act("use_item", item="channel-divinity", text="I channel divinity")
    assert t.refused == "which_channel"
    t.act("use_item", item="channel-divinity", text="I channel divinity into my weapon")
    assert any(e.name == "sacred weapon" for e in t["c1"].effects)


def damage_a_round(t, attacks):
    """Return the mean damage of c1 in a round of so many attacks, with seeded dice."""
    dice = SeededDice(hashlib.sha256(b"a round").digest(), 1)
    found = []
    for _ in range(ROUNDS):
        actions = [Action(kind="attack", target_ref="n1")] * attacks
        made = resolve_turn(t.state, actions, "c1", dice, 2)
        mine = [e for e in made.events if isinstance(e, DamageTaken) and e.by == "c1"]
        found.append(sum(e.amount for e in mine))
    return mean(found)


def test_a_champion_of_level_five_does_what_arithmetic_says(seated):
    """SRD 5.1, "Fighter", "Champion": +6 against armor class 15 hits on 9, critical on 19; 1d8+3+2, twice.

    Each blow: 12/20 of 9.5 and 2/20 of 4.5 more.
    """
    t = seated("human", "fighter", 5, abilities={"str": 16})
    t.change("n1", **STURDY)
    t.fight(close=True)
    assert damage_a_round(t, attacks=2) == pytest.approx(2 * (0.6 * 9.5 + 0.1 * 4.5), abs=0.5)


def test_a_rogue_of_level_five_does_what_arithmetic_says(seated):
    """SRD 5.1, "Rogue": +7 against armor class 15 hits on 8; 1d8+4 and 3d6 of sneak attack with a friend beside.

    13/20 of 19 and, on a 20, the dice once more: 1/20 of 15.
    """
    from llm_brain.referee.pregenerated import hero_from

    t = seated("human", "rogue", 5, abilities={"dex": 18})
    t.change("c1", items=tuple(i for i in t["c1"].items if i.key == "rapier"))
    friend = hero_from("fighter", ref="c2").model_copy(update={"location": "crypt"})
    t.state = t.state.model_copy(update={"creatures": {**t.state.creatures, "c2": friend}})
    t.change("n1", **STURDY)
    t.fight(close=True)
    assert damage_a_round(t, attacks=1) == pytest.approx(0.65 * 19 + 0.05 * 15, abs=0.6)
