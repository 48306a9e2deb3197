"""What a ranger and a bard bring besides, by the SRD."""

from typing import Any

from llm_brain.ledger.events.bodies import DamageTaken, EffectGained, EffectLost, Healed
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent, AttackMade
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee import trial
from llm_brain.referee.roll_parts import check_parts

PLAIN = {"kind": "road", "is_outdoors": True}


def learn(t: Any, ref: str, *features: str) -> None:
    t.sheet(ref, features=(*t[ref].sheet.features, *features))


def outdoors(t: Any, **fields: Any) -> None:
    here = t.state.locations["crypt"].model_copy(update={**PLAIN, **fields})
    t.state = t.state.model_copy(update={"locations": {**t.state.locations, "crypt": here}})


def labels(t: Any, ref: str, what: str) -> dict[str, int]:
    return {part.label: part.value for part in check_parts(t.state, ref, what)}


def give_spell(t: Any, ref: str, spell: str) -> None:
    t.sheet(
        ref,
        spell_ability="wis",
        spells_known=(spell,),
        spells_prepared=(spell,),
        slots_max={1: 2},
        slots_left={1: 2},
    )


def test_a_ranger_is_doubly_trained_on_their_own_ground_only(table):
    t = table("ranger", "goblin")
    assert labels(t, "c1", "survival")["proficiency"] == 2
    outdoors(t)
    assert labels(t, "c1", "survival")["Natural Explorer"] == 4
    assert "Natural Explorer" not in labels(t, "c1", "stealth")
    outdoors(t, kind="swamp")
    assert "Natural Explorer" not in labels(t, "c1", "survival")


def test_a_favored_enemy_is_followed_and_recalled_with_advantage(table):
    assert trial.passive(table("ranger", "zombie").state, "c1", "survival") == 10 + 4 + 5
    assert trial.passive(table("ranger", "goblin").state, "c1", "survival") == 10 + 4


def test_marked_prey_takes_a_die_more_from_the_hunter_alone(table):
    t = table("ranger fighter", "ogre")
    give_spell(t, "c1", "hunters-mark")
    t.fight(close=True)
    t.act("cast", "n1", spell="hunters-mark")
    assert t.of(ActionSpent)[0].what == "bonus_action"
    assert t.up == "c1"
    t.act("attack", "n1", dice=[15])
    assert len([e for e in t.of(DamageTaken) if e.by == "c1"]) == 2
    mine = [e for e in t.of(DamageTaken) if e.by == "c2"]
    assert len(mine) <= 1


def test_the_mark_goes_with_the_concentration(table):
    t = table("ranger", "ogre")
    give_spell(t, "c1", "hunters-mark")
    t.fight(close=True)
    t.act("cast", "n1", spell="hunters-mark")
    assert any(e.name == "hunter's mark" for e in t["n1"].effects)
    t.change("c1", hp=1)
    t.act("attack", "n1", dice=[2, 19, 6])
    assert not any(e.name == "hunter's mark" for e in t["n1"].effects)


def test_a_colossus_is_worn_down_only_when_it_is_hurt_already(table):
    t = table("ranger", "ogre")
    learn(t, "c1", "Hunter's Prey: Colossus Slayer")
    t.change("c1", hp=60, hp_max=60)
    t.fight(close=True)
    t.act("attack", "n1", dice=[15])
    assert len([e for e in t.of(DamageTaken) if e.by == "c1"]) == 1
    t.act("attack", "n1", dice=[15])
    assert len([e for e in t.of(DamageTaken) if e.by == "c1"]) == 2


def test_inspiration_is_a_die_for_the_next_roll_of_a_companion(table):
    t = table("bard fighter", "ogre")
    t.fight(close=True)
    t.act("use_item", "c2", item="bardic inspiration")
    assert t.of(ResourceChanged)[0].left == 2
    assert t.of(ActionSpent)[0].what == "bonus_action"
    assert [e.ref for e in t.of(EffectGained)] == ["c2"]
    t.act("dodge", dice=[])
    t.act("attack", "n1", by="c2", dice=[6, 10])
    rolls = [e.roll for e in t.of(RollMade)]
    assert any(part.label == "bardic inspiration" for roll in rolls for part in roll.parts)
    assert "bardic inspiration" in [e.name for e in t.of(EffectLost) if e.ref == "c2"]


def test_nobody_inspires_themselves(table):
    t = table("bard", "ogre")
    t.fight(close=True)
    t.act("use_item", "c1", item="bardic inspiration")
    assert t.refused == "nobody_to_inspire"
    assert t["c1"].sheet.resources_left["bardic inspiration"] == 3


def test_mockery_spoils_the_next_attack(table):
    t = table("bard", "ogre")
    t.fight()
    t.act("cast", "n1", spell="vicious-mockery", dice=[2, 3])
    assert t.of(DamageTaken)[0].amount == 3
    against = [e.roll for e in t.of(RollMade) if e.roll.purpose.startswith("Attack")]
    assert against
    assert against[0].vantage == "disadvantage"


def test_a_little_of_everything_counts_where_nothing_else_does(table):
    t = table("bard")
    learn(t, "c1", "Jack of All Trades")
    assert labels(t, "c1", "arcana")["Jack of All Trades"] == 1
    assert labels(t, "c1", "dex")["Jack of All Trades"] == 1
    assert "Jack of All Trades" not in labels(t, "c1", "persuasion")


def test_the_college_of_lore_trains_three_skills_more(table):
    t = table("bard")
    assert "proficiency" not in labels(t, "c1", "arcana")
    learn(t, "c1", "Bonus Proficiencies")
    assert all(labels(t, "c1", s)["proficiency"] for s in ("arcana", "history", "investigation"))


def test_a_song_of_rest_mends_those_who_spent_hit_dice(table):
    t = table("bard fighter", "goblin")
    t.change("n1", location="hall")
    learn(t, "c1", "Song of Rest")
    t.change("c2", hp=1)
    t.act("short_rest", dice=[5, 4])
    sung = [e for e in t.of(Healed) if e.source == "Song of Rest"]
    assert [(e.ref, e.amount) for e in sung] == [("c2", 4)]


def test_cutting_words_turn_a_narrow_hit_and_are_spent(table):
    t = table("bard", "bandit")
    learn(t, "c1", "Cutting Words")
    t.fight(close=True)
    t.act("dodge", dice=[11, 11, 6])
    assert not t.of(AttackMade)[0].is_hit
    assert t["c1"].sheet.resources_left["bardic inspiration"] == 2
    assert "reaction" in [e.what for e in t.of(ActionSpent) if e.ref == "c1"]


def test_words_are_not_wasted_on_a_wide_hit(table):
    t = table("bard", "bandit")
    learn(t, "c1", "Cutting Words")
    t.fight(close=True)
    t.act("dodge", dice=[18, 18])
    assert t.of(AttackMade)[0].is_hit
    assert t["c1"].sheet.resources_left["bardic inspiration"] == 3


def test_a_lute_is_a_focus_for_a_bard_and_for_no_wizard(table):
    from llm_brain.referee.equipment import item

    t = table("wizard bard", "ogre")
    t.change("c1", items=(item("lute", 1),))
    t.fight()
    t.act("cast", "n1", spell="sleep")
    assert t.refused == "no_focus"
