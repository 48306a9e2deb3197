"""What classes can do besides, by the SRD."""

from llm_brain.ledger.events.bodies import EffectGained, Healed
from llm_brain.ledger.events.fights import ActionSpent


def with_features(t, ref, *features, level=2, **resources):
    sheet = t[ref].sheet
    named = {name.replace("_", " "): count for name, count in resources.items()}
    t.sheet(
        ref,
        level=level,
        features=(*sheet.features, *features),
        resources_max={**sheet.resources_max, **named},
        resources_left={**sheet.resources_left, **named},
    )


def test_second_wind_is_a_bonus_action_and_leaves_the_turn_open(table):
    """SRD 5.1, "Fighter"."""
    t = table("fighter", "ogre")
    t.change("c1", hp=2)
    t.fight()
    t.act("use_item", item="second-wind", dice=[6])
    assert t.of(Healed)[0].amount == 6 + 1
    assert t.up == "c1"
    t.act("use_item", item="second-wind")
    assert t.refused == "used_up"


def test_action_surge_gives_the_action_back(table):
    """SRD 5.1, "Fighter"."""
    from llm_brain.referee.actions import Action
    from llm_brain.referee.dice import ForcedDice
    from llm_brain.referee.resolve import resolve_turn

    t = table("fighter", "ogre")
    with_features(t, "c1", "Action Surge", action_surge=1)
    t.fight(close=True)
    actions = [
        Action(kind="attack", target_ref="n1"),
        Action(kind="use_item", item="action surge"),
        Action(kind="attack", target_ref="n1"),
    ]
    result = resolve_turn(t.state, actions, "c1", ForcedDice([2, 2]), 2)
    mine = [e for e in result.events if e.type == "attack_made" and e.attacker == "c1"]
    assert len(mine) == 2


def test_cunning_action_pays_with_the_bonus_action(table):
    """SRD 5.1, "Rogue"."""
    t = table("rogue", "ogre")
    with_features(t, "c1", "Cunning Action")
    t.fight(close=True)
    t.act("disengage")
    assert t.of(ActionSpent)[0].what == "bonus_action"
    assert t.up == "c1"


def test_turn_undead_drives_them_off_until_they_are_hurt(table):
    """SRD 5.1, "Cleric"."""
    t = table("cleric", "zombie")
    with_features(t, "c1", "Channel Divinity", channel_divinity=1)
    t.fight()
    t.act("use_item", item="turn undead", dice=[1])
    gained = [e.effect.name for e in t.of(EffectGained) if e.ref == "n1"]
    assert "turned" in gained
    assert not any(e.type == "attack_made" for e in t.events)


def test_preserve_life_heals_to_half_at_most(table):
    """SRD 5.1, "Cleric"."""
    t = table("cleric fighter", "goblin")
    t.change("n1", location="hall")
    with_features(t, "c1", "Channel Divinity", channel_divinity=1)
    t.change("c2", hp=1)
    t.act("use_item", item="preserve life")
    assert t["c2"].hp == 6


def test_nobody_uses_a_feature_they_have_not(table):
    t = table("rogue", "ogre")
    t.fight()
    t.act("use_item", item="action surge")
    assert t.refused == "action_left"
    t.act("use_item", item="second wind")
    assert t.refused in ("no_such_feature", "not_hurt")


def test_what_comes_by_itself_is_explained_and_costs_nothing(table):
    t = table("wizard", "ogre")
    t.fight()
    before = t.state
    t.act("use_item", item="arcane-recovery")
    assert t.refused == "comes_by_itself"
    assert t.state == before
