"""One road for every kind of roll: what bears on a d20 bears on all of them. SRD 5.1, "Saving Throws", "Attack Rolls"."""

import ast
from pathlib import Path

import pytest

from llm_brain.ledger.creature import Concentration, Condition, Effect, Ends
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.world import Feature
from llm_brain.referee import dying, harm, trial
from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.specials import unleash
from llm_brain.referee.combat.strike import weapon_strike
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.lifetimes import save_at_end_of_turn
from llm_brain.referee.magic.making import magic_item
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.traps import spring

BLESS = {"attack_rolls": "1d4", "saving_throws": "1d4"}
BANE = {"attack_rolls": "-1d4", "saving_throws": "-1d4"}
# what bears on the roll -> the share it has in it, or the reason it gives for disadvantage
SAVES_WITH = {
    "bless": "bless",
    "bane": "bane",
    "luckstone": "Stone of Good Luck (Luckstone)",
    "cloak": "Cloak of Protection",
    "exhaustion": "disadvantage: exhaustion",
}
SAVES = ("plain", "death", "concentration", "repeat", "of a power", "against a trap")
ATTACKS_WITH = {
    "bless": "bless",
    "bane": "bane",
    "exhaustion": "disadvantage: exhaustion",
    "poisoned": "disadvantage: poisoned",
}
ATTACKS = ("blow", "opportunity", "on an image")


def burden(t, ref, source):
    """Put one thing that bears on rolls on somebody."""
    creature = t[ref]
    if source in ("bless", "bane"):
        made = Effect(name=source, source="n1", modifiers=BLESS if source == "bless" else BANE)
        t.change(ref, effects=(*creature.effects, made))
    elif source == "exhaustion":
        made = Effect(name="exhaustion", source=ref, modifiers={"exhaustion": 3})
        t.change(ref, effects=(*creature.effects, made))
    elif source == "poisoned":
        t.change(ref, conditions=(Condition(name="poisoned"),))
    else:
        key = {"luckstone": "stone-of-good-luck-luckstone", "cloak": "cloak-of-protection"}[source]
        item = magic_item(key, is_equipped=True)
        t.change(ref, items=(*creature.items, item), attuned=(key,))


def save(t, kind):
    """Let c1 roll a save of one kind; return what came of it."""
    dice, out = ForcedDice([3] * 40), Outcome(t.state)
    if kind == "plain":
        trial.saving_throw(out, "c1", "con", 12, dice, "a save")
    elif kind == "death":
        t.change("c1", hp=0)
        out = Outcome(t.state)
        dying.death_save(out, "c1", dice)
    elif kind == "concentration":
        t.change("c1", hp=40, hp_max=40, concentration=Concentration(spell="bless"))
        out = Outcome(t.state)
        harm.hurt(out, "c1", 4, "fire", dice)
    elif kind == "repeat":
        ends = Ends(save_ability="wis", save_dc=12)
        stunned = Condition(name="stunned", source="n1", ends=ends)
        t.change("c1", conditions=(*t["c1"].conditions, stunned))
        out = Outcome(t.state)
        save_at_end_of_turn(out, "c1", dice)
    elif kind == "of a power":
        t.fight(close=True)
        out = Outcome(t.state)
        gaze = STAT_BLOCKS["basilisk"].gaze
        assert gaze is not None
        unleash(out, "n1", gaze, ["c1"], dice)
    else:
        deed = Deed(t.state, None, "c1", dice)  # type: ignore[arg-type]
        trap = Feature(key="altar", name="altar", trap_dc=12, trap_damage="1d4", trap_type="fire")
        spring(deed, trap)
        return deed
    return out


def d20_of(out, ref="c1"):
    """Return the first d20 somebody rolled against a number."""
    rolls = [e.roll for e in out.events if isinstance(e, RollMade)]
    return next(r for r in rolls if r.roller == ref and r.against is not None)


def bears(roll, mark):
    return mark in roll.why or any(p.label == mark and p.value for p in roll.parts)


@pytest.mark.parametrize("kind", SAVES)
@pytest.mark.parametrize("source", SAVES_WITH)
def test_what_bears_on_one_save_bears_on_every_save(table, source, kind):
    """SRD 5.1, "Saving Throws", "Death Saving Throws", "Concentration"."""
    t = table("fighter rogue", "basilisk")
    assert not bears(d20_of(save(t, kind)), SAVES_WITH[source])
    t = table("fighter rogue", "basilisk")
    burden(t, "c1", source)
    assert bears(d20_of(save(t, kind)), SAVES_WITH[source])


def attack(t, kind):
    """Let c1 roll an attack of one kind; return what came of it."""
    t.fight(close=True)
    if kind == "on an image":
        images = Effect(name="mirror image", source="n1", modifiers={"images": 3})
        t.change("n1", effects=(images,))
    out = Outcome(t.state)
    sword = next(i for i in t["c1"].items if i.key == "longsword")
    strike = weapon_strike(t["c1"], sword)
    assert strike is not None
    dice = ForcedDice([18] + [3] * 20 if kind == "on an image" else [3] * 20)
    strike_at(out, "c1", "n1", strike, dice, is_opportunity=kind == "opportunity")
    return out


@pytest.mark.parametrize("kind", ATTACKS)
@pytest.mark.parametrize("source", ATTACKS_WITH)
def test_what_bears_on_one_attack_bears_on_every_attack(table, source, kind):
    """SRD 5.1, "Attack Rolls"."""
    t = table("fighter", "ogre")
    burden(t, "c1", source)
    assert bears(d20_of(attack(t, kind)), ATTACKS_WITH[source])


@pytest.mark.parametrize("what", ["athletics", "perception", "str", "thieves' tools"])
def test_a_luckstone_and_exhaustion_bear_on_every_check(table, what):
    """SRD 5.1, "Ability Checks", "Exhaustion"."""
    t = table("fighter", "ogre")
    for source, mark in (
        ("luckstone", SAVES_WITH["luckstone"]),
        ("exhaustion", SAVES_WITH["exhaustion"]),
    ):
        burden(t, "c1", source)
        out = Outcome(t.state)
        assert bears(trial.ability_check(out, "c1", what, 10, ForcedDice(), "a check"), mark)


@pytest.mark.parametrize(("zone", "more"), [("middle", 2), ("near", 0)])
def test_a_body_in_between_is_half_cover_from_a_shot(table, zone, more):
    """SRD 5.1, "Cover"."""
    t = table("ranger rogue", "ogre")
    t.fight()
    fight = t.state.encounter
    assert fight is not None
    at = {"c1": "near", "c2": zone, "n1": "far"}
    order = tuple(c.model_copy(update={"zone": at[c.ref]}) for c in fight.order)
    t.state = t.state.with_encounter(fight.key, order=order)
    out = Outcome(t.state)
    strike = weapon_strike(t["c1"], next(i for i in t["c1"].items if "bow" in i.key))
    assert strike is not None
    strike_at(out, "c1", "n1", strike, ForcedDice([2, 2]))
    assert d20_of(out).against == t["n1"].armor_class + more


@pytest.mark.parametrize(
    ("event", "home"),
    [
        ("DamageTaken", "harm.py"),
        ("RollMade", "outcome.py"),
        ("Died", "dying.py"),
        ("ConditionGained", "conditions.py"),
    ],
)
def test_what_happens_to_bodies_is_decided_in_one_module(event, home):
    """One door: nobody deals damage, rolls or brings a condition beside it."""
    made_in = set()
    for path in Path(trial.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == event
            ):
                made_in.add(path.name)
    assert made_in == {home}
