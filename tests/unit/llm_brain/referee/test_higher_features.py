"""What the higher levels bring, with forced dice. SRD 5.1, "Barbarian" to "Warlock"."""

from llm_brain.ledger.events.bodies import DamageTaken, EffectGained
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent
from llm_brain.referee import conditions
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.casting.strike_or_save import spell_strike
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.strike import unarmed_strike, weapon_strike
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.features import spell_bonus
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import SPELLS
from llm_brain.referee.trial import ability_check, saving_throw

LIFEDRINKER = "Eldritch Invocation: Lifedrinker"


def wounds(t, ref="n1"):
    return [e for e in t.of(DamageTaken) if e.ref == ref]


def test_indomitable_might_is_never_less_than_the_score(seated):
    """SRD 5.1, "Barbarian": Indomitable Might: a Strength check counts as the score at least."""
    t = seated("human", "barbarian", 18, abilities={"str": 18})
    out = Outcome(t.state)
    for what in ("str", "athletics"):
        assert ability_check(out, "c1", what, None, ForcedDice([1]), "Lift").total == 18
    assert ability_check(out, "c1", "dex", None, ForcedDice([1]), "Balance").total < 18


def test_the_dark_one_makes_up_for_what_a_save_lacked_once(seated):
    """SRD 5.1, "The Fiend": Dark One's Own Luck."""
    t = seated("human", "warlock", 6, abilities={"dex": 10})
    out = Outcome(t.state)
    assert saving_throw(out, "c1", "dex", 12, ForcedDice([7, 5]), "Save against a trap")
    assert not saving_throw(out, "c1", "dex", 12, ForcedDice([7, 5]), "Save against a trap")
    assert (
        sum(e.roll.purpose == "Dark One's Own Luck" for e in out.events if isinstance(e, RollMade))
        == 1
    )


def test_luck_is_not_spent_where_it_cannot_help(seated):
    t = seated("human", "warlock", 6, abilities={"dex": 10})
    out = Outcome(t.state)
    assert not saving_throw(out, "c1", "dex", 25, ForcedDice([7]), "Save against a dragon")
    assert out.creature("c1").sheet.resources_left["dark one's own luck"] == 1


def test_a_pact_blade_is_magical_and_drinks_life(seated):
    """SRD 5.1, "Warlock": Pact of the Blade; "Eldritch Invocations": Lifedrinker."""
    t = seated("human", "warlock", 12, abilities={"cha": 18}, features=("Pact of the Blade", LIFEDRINKER))  # fmt: skip
    strike = weapon_strike(t["c1"], next(i for i in t["c1"].items if i.key == "dagger"))
    assert strike.material == "magical"
    t.fight(close=True)
    t.act("attack", "n1", item="dagger", dice=[18, 2])
    assert [e.rolled for e in wounds(t) if e.damage_type == "necrotic"] == [4]


def test_a_blast_repels_and_reaches_far(seated):
    """SRD 5.1, "Eldritch Invocations": Repelling Blast, Eldritch Spear."""
    named = ("Eldritch Invocation: Repelling Blast", "Eldritch Invocation: Eldritch Spear")
    t = seated("human", "warlock", 2, features=named)
    blast = SPELLS["fire-bolt"].model_copy(
        update={"key": "eldritch-blast", "name": "Eldritch Blast"}
    )
    t.fight(close=True)
    before = t.combatant("n1").zone
    out = Outcome(t.state)
    strike_at(out, "c1", "n1", spell_strike(hero_caster(t.state, "c1"), blast, "1d10"), ForcedDice([19, 19, 2]))  # fmt: skip
    assert out.state.encounter.combatant("n1").zone != before
    assert spell_bonus.lengthened(named, blast).range_ft == 300
    assert spell_bonus.lengthened((), blast).range_ft == blast.range_ft


def test_who_beguiles_is_trained_in_it(seated):
    """SRD 5.1, "Eldritch Invocations": Beguiling Influence."""
    usual = seated("human", "warlock", 2)["c1"].sheet.choices["picks"]
    chosen = {"warlock.invocations": ("beguiling-influence", "devils-sight")}
    t = seated("human", "warlock", 2, picks={**usual, **chosen})
    assert {"deception", "persuasion"} <= set(t["c1"].skills)


def test_the_favored_enemy_is_slain_once_a_turn(seated):
    """SRD 5.1, "Ranger": Foe Slayer: Wisdom to the damage."""
    t = seated("human", "ranger", 20, foes="zombie", abilities={"wis": 18},
               features=("Favored Enemy: Undead",), without=("Hunter's Prey: Colossus Slayer",))  # fmt: skip
    t.fight(close=True)
    out = Outcome(t.state)
    for _ in range(2):
        strike_at(out, "c1", "n1", unarmed_strike(out.creature("c1")), ForcedDice([18, 4]))
    hits = [e.rolled for e in out.events if isinstance(e, DamageTaken)]
    assert hits.count(4) == 1


def test_a_ranger_vanishes_with_the_bonus_action(seated):
    """SRD 5.1, "Ranger": Vanish."""
    t = seated("human", "ranger", 14)
    t.fight()
    t.act("sneak", dice=[20])
    assert t.of(ActionSpent)[0].what == "bonus_action"


def test_a_fight_finds_nobody_empty_handed(seated):
    """SRD 5.1, "Bard": Superior Inspiration; "Monk": Perfect Self."""
    for class_key, name, count in (("bard", "bardic inspiration", 1), ("monk", "ki", 4)):
        t = seated("human", class_key, 20)
        t.sheet("c1", resources_left={**t["c1"].sheet.resources_left, name: 0})
        t.fight()
        assert t["c1"].sheet.resources_left[name] == count


def test_a_monk_s_mind_is_stilled(seated):
    """SRD 5.1, "Monk": Stillness of Mind."""
    t = seated("human", "monk", 7)
    out = Outcome(t.state)
    conditions.gain(out, "c1", "frightened", source="n1", because="a roar")
    t.state = out.state
    t.act("use_item", item="stillness of mind")
    assert not t["c1"].has_condition("frightened")
    t.act("use_item", item="stillness of mind")
    assert t.refused == "nothing_to_end"


def test_an_empty_body_is_unseen_and_hard_to_hurt(seated):
    """SRD 5.1, "Monk": Empty Body: four points of ki; force alone goes through."""
    t = seated("human", "monk", 18)
    t.change("n1", location="hall")
    t.act("use_item", item="empty body")
    assert t["c1"].has_condition("invisible")
    assert t["c1"].sheet.resources_left["ki"] == 14
    proof = next(e for e in t["c1"].effects if e.name == "empty body").modifiers
    assert "resistance:fire" in proof
    assert "resistance:force" not in proof


def test_a_countercharm_helps_friends_to_keep_their_heads(seated):
    """SRD 5.1, "Bard": Countercharm."""
    t = seated("human", "bard", 6)
    t.act("use_item", item="countercharm")
    assert [e.effect.name for e in t.of(EffectGained) if e.ref == "c1"] == ["countercharm"]
    out = Outcome(t.state)
    saving_throw(out, "c1", "wis", 10, ForcedDice([9, 9]), "Save against fear", against=("frightened",))  # fmt: skip
    assert out.events[0].roll.vantage == "advantage"
