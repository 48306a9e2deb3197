"""Checks and saves: what counts in them, by the SRD."""

import pytest

from llm_brain.ledger.creature import Condition, Effect, Ends
from llm_brain.ledger.events.bodies import EffectLost
from llm_brain.ledger.events.dice import RollMade
from llm_brain.referee.checks import check, contest, group_check, passive_score, save
from llm_brain.referee.dice import ForcedDice


def last_roll(events):
    return [e.roll for e in events if isinstance(e, RollMade)][-1]


def test_a_skill_adds_ability_and_proficiency(table):
    """SRD 5.1, "Skills"."""
    _, events = check(table().state, "c1", "athletics", 15, ForcedDice([10]), "climb")
    assert last_roll(events).total == 15


def test_expertise_counts_proficiency_twice(table):
    """SRD 5.1, "Rogue"."""
    _, events = check(table("rogue").state, "c1", "stealth", 15, ForcedDice([10]), "sneak")
    assert last_roll(events).modifier == 7


def test_a_natural_twenty_on_a_check_is_no_automatic_success(table):
    """SRD 5.1, "Rolling 1 or 20"."""
    made, _ = check(table().state, "c1", "arcana", 25, ForcedDice([20]), "recall")
    assert not made


def test_poison_hinders_checks_but_not_saves(table):
    """SRD 5.1, "Poisoned"."""
    t = table()
    t.change("c1", conditions=(Condition(name="poisoned"),))
    _, checked = check(t.state, "c1", "athletics", 10, ForcedDice([10, 3]), "climb")
    _, saved = save(t.state, "c1", "con", 10, ForcedDice([10]), "hold")
    assert last_roll(checked).vantage == "disadvantage"
    assert last_roll(saved).vantage == "none"


def test_restrained_hinders_dexterity_saves_only(table):
    """SRD 5.1, "Restrained"."""
    t = table()
    t.change("c1", conditions=(Condition(name="restrained"),))
    _, dexterity = save(t.state, "c1", "dex", 10, ForcedDice([10, 3]), "dodge")
    _, strength = save(t.state, "c1", "str", 10, ForcedDice([10]), "hold")
    assert last_roll(dexterity).vantage == "disadvantage"
    assert last_roll(strength).vantage == "none"


@pytest.mark.parametrize("name", ["unconscious", "paralyzed", "stunned", "petrified"])
def test_the_helpless_fail_strength_and_dexterity_saves_without_a_roll(table, name):
    """SRD 5.1, "Paralyzed"."""
    t = table()
    t.change("c1", conditions=(Condition(name=name),))
    made, events = save(t.state, "c1", "dex", 1, ForcedDice([20]), "dodge")
    assert not made
    assert not any(isinstance(e, RollMade) for e in events)


def test_bless_counts_in_every_save_as_a_named_part(table):
    """SRD 5.1, "Saving Throws"."""
    t = table()
    bless = Effect(name="bless", modifiers={"attack_rolls": "1d4", "saving_throws": "1d4"})
    t.change("c1", effects=(bless,))
    _, events = save(t.state, "c1", "wis", 10, ForcedDice([3, 10]), "resist")
    assert ("bless", 3) in [(p.label, p.value) for p in last_roll(events).parts]


def test_guidance_helps_one_check_and_is_gone(table):
    """SRD 5.1, "Ability Checks"."""
    t = table()
    effect = Effect(name="guidance", modifiers={"ability_checks": "1d4"}, ends=Ends(once=True))
    t.change("c1", effects=(effect,))
    _, events = check(t.state, "c1", "athletics", 10, ForcedDice([4, 10]), "climb")
    assert last_roll(events).total == 19
    assert any(isinstance(e, EffectLost) for e in events)


def test_advantage_and_disadvantage_cancel_however_many(table):
    """SRD 5.1, "Advantage and Disadvantage"."""
    t = table()
    effects = tuple(
        Effect(name=n, modifiers={"advantage:ability_checks": True}) for n in ("help", "omen")
    )
    t.change("c1", effects=effects, conditions=(Condition(name="poisoned"),))
    _, events = check(t.state, "c1", "athletics", 10, ForcedDice([10]), "climb")
    assert last_roll(events).vantage == "none"


def test_noisy_armor_hinders_stealth(table):
    """SRD 5.1, "Armor"."""
    _, events = check(table("fighter").state, "c1", "stealth", 10, ForcedDice([10, 9]), "sneak")
    assert last_roll(events).vantage == "disadvantage"


def test_a_halfling_rolls_a_one_again(table):
    """SRD 5.1, "Halfling Traits"."""
    made, events = check(table("rogue").state, "c1", "stealth", 15, ForcedDice([1, 12]), "sneak")
    assert made
    assert len(events) == 2


def test_a_dwarf_has_advantage_against_poison_and_an_elf_against_charm(table):
    """SRD 5.1, "Dwarf Traits"."""
    t = table("cleric wizard")
    _, poison = save(t.state, "c1", "con", 10, ForcedDice([1, 9]), "x", against=("poison",))
    _, charm = save(t.state, "c2", "wis", 10, ForcedDice([1, 9]), "x", against=("charmed",))
    assert last_roll(poison).vantage == last_roll(charm).vantage == "advantage"


def test_dim_light_hinders_perception_without_darkvision(table):
    """SRD 5.1, "Vision and Light"."""
    t = table("fighter wizard")
    t.state = t.state.with_location("crypt", light="dim")
    assert passive_score(t.state, "c1", "perception") == 13 - 5
    assert passive_score(t.state, "c2", "perception") == 13


def test_a_torch_makes_the_dark_bright_for_everybody(table):
    """SRD 5.1, "Vision and Light"."""
    t = table("fighter rogue")
    t.state = t.state.with_location("crypt", light="dark")
    t.act("use_item", item="torch")
    assert passive_score(t.state, "c2", "perception") == 13


def test_a_tie_in_a_contest_changes_nothing(table):
    """SRD 5.1, "Contests"."""
    t = table("fighter", "orc")
    won, _ = contest(t.state, "c1", "athletics", "n1", "str", ForcedDice([10, 8]), "shove")
    assert not won


def test_half_the_group_is_enough(table):
    """SRD 5.1, "Group Checks"."""
    t = table("fighter rogue")
    made, _ = group_check(t.state, ("c1", "c2"), "stealth", 15, ForcedDice([1, 1, 12]), "sneak")
    assert made


def test_armor_worn_without_training_hinders(table):
    """SRD 5.1, "Armor Proficiency"."""
    t = table("wizard")
    from llm_brain.referee.equipment import item

    t.change("c1", items=(item("chain-mail", is_equipped=True),))
    _, events = save(t.state, "c1", "dex", 10, ForcedDice([10, 9]), "dodge")
    assert last_roll(events).vantage == "disadvantage"


def test_a_monsters_trained_skill_is_its_block_s_number(table):
    """SRD 5.1, "Monsters"."""
    _, events = check(table().state, "n1", "stealth", 10, ForcedDice([10]), "hide")
    assert last_roll(events).total == 16
