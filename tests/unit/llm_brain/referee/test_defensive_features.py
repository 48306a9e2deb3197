"""What keeps heroes from harm and what they give back, with forced dice. SRD 5.1, "Fighter", "Hunter", "Rogue", "Half-Orc"."""

import pytest

from llm_brain.ledger.events.bodies import DamageTaken, Healed
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.strike import unarmed_strike, weapon_strike
from llm_brain.referee.combat.turns import next_turn
from llm_brain.referee.dice import ForcedDice, roll
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.trial import ability_check, saving_throw


def deeds(t, *actions, dice=()):
    """Resolve several actions of c1 in one turn, and keep what came of them."""
    made = resolve_turn(t.state, actions, "c1", ForcedDice(dice), 2)
    t.state, t.events = made.state, made.events
    return t.events


def hits(t, by="c1"):
    return [e for e in t.of(AttackMade) if e.attacker == by]


def wounds(t, ref="n1"):
    return [e for e in t.of(DamageTaken) if e.ref == ref]


def rolls(t, word):
    return [e.roll for e in t.of(RollMade) if word in e.roll.purpose]


def struck_by(t, ref, attacker="n1", dice=(), strike=None):
    """Have a foe strike at somebody, and return what came of it."""
    from llm_brain.referee.combat.attack import strike_at
    from llm_brain.referee.combat.choosing import best_melee

    out = Outcome(t.state)
    strike_at(out, attacker, ref, strike or best_melee(t[attacker]), ForcedDice(dice))
    t.state, t.events = out.state, out.events
    return out


ATTACK = Action(kind="attack", target_ref="n1")


def next_turn_of(t, ref="c1"):
    """Let turns go by until it is somebody's, foes doing nothing."""
    out = Outcome(t.state)
    for _ in range(4):
        next_turn(out, ForcedDice())
        encounter = out.state.encounter
        if encounter.order[encounter.turn].ref == ref:
            break
    t.state = out.state


def test_uncanny_dodge_halves_one_blow_a_round(seated):
    """SRD 5.1, "Rogue": Uncanny Dodge."""
    t = seated("human", "rogue", 5)
    t.fight(close=True)
    struck_by(t, "c1", dice=[19, 5, 5])
    first = wounds(t, "c1")[0]
    assert (first.rolled, first.amount) == (14, 7)
    struck_by(t, "c1", dice=[19, 5, 5])
    assert wounds(t, "c1")[0].amount == 14


@pytest.mark.parametrize(("save", "share"), [(20, 0), (1, 0.5)])
def test_evasion_leaves_nothing_or_half_of_a_blast(seated, save, share):
    """SRD 5.1, "Rogue": Evasion, against a breath that asks for Dexterity."""
    from llm_brain.referee.features.evading import share_of

    t = seated("human", "rogue", 7)
    assert share_of(t["c1"], "dex", saved=save == 20, halves=True) == share
    assert share_of(t["c1"], "con", saved=False, halves=True) == 1
    fighter = seated("human", "fighter", 7)
    assert share_of(fighter["c1"], "dex", saved=save == 20, halves=True) == share + 0.5


def test_a_rogue_of_two_classes_sneaks_by_the_rogue_s_level(seated):
    """SRD 5.1, "Rogue": Sneak Attack; "Multiclassing"."""
    from llm_brain.referee.combat.extra_damage import sneak_dice

    t = seated("human", "rogue", 5)
    assert sneak_dice(t["c1"]) == "3d6"
    t.sheet("c1", classes={"rogue": 3, "fighter": 7}, level=10)
    assert sneak_dice(t["c1"]) == "2d6"


def test_a_trained_rogue_never_does_badly(seated):
    """SRD 5.1, "Rogue": Reliable Talent."""
    t = seated("human", "rogue", 11)
    out = Outcome(t.state)
    skill = next(s for s in t["c1"].skills if s in ("stealth", "perception"))
    made = ability_check(out, "c1", skill, None, ForcedDice([3]), "Try")
    bonus = made.total - 10
    assert bonus == sum(p.value for p in made.parts if "counts as" not in p.label)
    assert made.total == sum(d.value for d in made.dice if d.kept) + made.modifier


def test_a_second_roll_saves_the_indomitable_once(seated):
    """SRD 5.1, "Fighter": Indomitable."""
    t = seated("human", "fighter", 9)
    out = Outcome(t.state)
    assert saving_throw(out, "c1", "wis", 15, ForcedDice([2, 20]), "Save against fear")
    assert out.creature("c1").sheet.resources_left["indomitable"] == 0
    assert not saving_throw(out, "c1", "wis", 15, ForcedDice([2, 20]), "Save against fear")


def test_great_weapons_roll_ones_and_twos_again(seated):
    """SRD 5.1, "Fighting Style": Great Weapon Fighting; the second showing stands."""
    t = seated("human", "fighter", 1, features=("Fighting Style: Great Weapon Fighting",))
    from llm_brain.referee.equipment import item

    t.change("c1", items=(item("greatsword", 1, is_equipped=True),))
    strike = weapon_strike(t["c1"], t["c1"].items[0])
    assert strike.damage[0].dice == "2d6ro<3"
    made = roll(ForcedDice([1, 6, 2]), "Damage", strike.damage[0].dice)
    assert made.total == 8
    assert [d.value for d in made.dice if not d.kept] == [1]


def test_a_shield_comes_between_a_foe_and_a_friend(seated):
    """SRD 5.1, "Fighting Style": Protection."""
    t = seated("human", "fighter", 1, features=("Fighting Style: Protection",))
    from llm_brain.referee.equipment import item
    from llm_brain.referee.pregenerated import hero_from

    t.change("c1", items=(item("shield", 1, is_equipped=True),))
    friend = hero_from("wizard", ref="c2").model_copy(update={"location": "crypt"})
    t.state = t.state.model_copy(update={"creatures": {**t.state.creatures, "c2": friend}})
    t.fight(close=True)
    struck_by(t, "c2", dice=[19, 2])
    assert rolls(t, "Attack")[0].vantage == "disadvantage"
    struck_by(t, "c2", dice=[2])
    assert rolls(t, "Attack")[0].vantage == "none"


def test_a_champion_survives(seated):
    """SRD 5.1, "Champion": Survivor, Superior Critical."""
    t = seated("human", "fighter", 18, abilities={"con": 14})
    t.fight(close=True)
    t.change("c1", hp=10)
    next_turn_of(t)
    assert t["c1"].hp >= 10 + 5 + 2
    strike = unarmed_strike(t["c1"])
    assert strike.critical_on == 18


def test_a_hunter_breaks_the_horde(seated):
    """SRD 5.1, "Hunter": Horde Breaker, against another foe beside the first, once a turn."""
    t = seated("human", "ranger", 3, foes="goblin goblin", without=("Hunter's Prey: Colossus Slayer",),
               features=("Hunter's Prey: Horde Breaker",))  # fmt: skip
    t.fight(close=True)
    t.change("c1", items=tuple(i for i in t["c1"].items if i.key == "shortsword")[:1])
    other = Action(kind="attack", target_ref="n2")
    deeds(t, ATTACK, other, other, dice=[2, 2, 2])
    assert [hit.target for hit in hits(t)][:2] == ["n1", "n2"]
    assert len(hits(t)) == 2


def test_a_giant_killer_strikes_back_at_the_large(seated):
    """SRD 5.1, "Hunter": Giant Killer."""
    t = seated("human", "ranger", 3, features=("Hunter's Prey: Giant Killer",))
    t.fight(close=True)
    struck_by(t, "c1", dice=[2, 2])
    assert [hit.attacker for hit in t.of(AttackMade)] == ["n1", "c1"]
    small = seated("human", "ranger", 3, foes="goblin", features=("Hunter's Prey: Giant Killer",))
    small.fight(close=True)
    struck_by(small, "c1", dice=[2])
    assert len(small.of(AttackMade)) == 1


def test_a_braced_hunter_is_harder_to_hit_again(seated):
    """SRD 5.1, "Hunter": Multiattack Defense."""
    t = seated("human", "ranger", 7, features=("Defensive Tactics: Multiattack Defense",))
    t.fight(close=True)
    struck_by(t, "c1", dice=[19, 2, 2])
    base = rolls(t, "Attack")[0].against
    struck_by(t, "c1", dice=[2])
    assert rolls(t, "Attack")[0].against == base + 4


def test_a_half_orc_does_not_fall_at_first(seated):
    """SRD 5.1, "Half-Orc Traits": Relentless Endurance, once between long rests."""
    t = seated("half-orc", "fighter", 1)
    out = Outcome(t.state)
    hurt(out, "c1", t["c1"].hp, "slashing", ForcedDice())
    assert (out.creature("c1").hp, [e.amount for e in out.events if isinstance(e, Healed)]) == (
        1,
        [1],
    )
    hurt(out, "c1", 1, "slashing", ForcedDice())
    assert out.creature("c1").hp == 0


def test_a_rage_does_not_end_with_the_hit_points(seated):
    """SRD 5.1, "Barbarian": Relentless Rage: DC 10, then 15."""
    t = seated("human", "barbarian", 11)
    t.fight(close=True)
    t.act("use_item", item="rage")
    out = Outcome(t.state)
    for hp, die in ((t["c1"].hp, 10), (1, 1)):
        hurt(out, "c1", 2 * hp, "slashing", ForcedDice([die]))
    saves = [e.roll for e in out.events if isinstance(e, RollMade)]
    assert [s.against for s in saves] == [10, 15]
    assert out.creature("c1").hp == 0
