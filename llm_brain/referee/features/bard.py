"""What a bard can do besides: inspiration, a song of rest, cutting words.

SRD 5.1, "Bard", "College of Lore". Expertise is on the sheet, and training in `trial.py`. An inspired
creature uses the die on the first roll that can take it.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.ledger.events.table import Remarked
from llm_brain.ledger.rolls import Roll
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.armor_class import armor_class
from llm_brain.referee.combat.economy import (
    has_bonus_action,
    spend_action,
    spend_bonus_action,
    spend_reaction,
)
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.having import number_of
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

INSPIRATION = "bardic inspiration"
REACH_FT, LASTS_MIN = 60, 10
# words are not spent on a blow that they would hardly turn
WORTH_A_WORD = 3


def inspiration_die(bard: Creature) -> str:
    """Return the die a bard inspires with, which grows with their level."""
    return f"1d{int(number_of(bard, 'bard', 'bardic_inspiration_die', 6))}"


def friends_to_inspire(state: State, ref: str) -> list[Creature]:
    """Return the companions near enough to be inspired who are not yet."""
    bard = state.creatures[ref]
    return [
        h
        for h in state.heroes
        if h.ref != ref and h.location == bard.location and not h.is_down
        and not modifiers.named(h, INSPIRATION) and distance_ft(state, ref, h.ref) <= REACH_FT
    ]  # fmt: skip


def inspire(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Give a companion within 60 feet a die for one roll in the next ten minutes, as a bonus action."""
    spend_resource(out, ref, INSPIRATION, check_only=True)
    near = friends_to_inspire(out.state, ref)
    if not near:
        raise Refusal("nobody_to_inspire", "There is no companion within 60 feet to inspire.")
    if not has_bonus_action(out.state, ref):
        raise Refusal("no_bonus_action_left", "The bonus action of this turn is spent.")
    said = f"{action.target or ''} {action.text}".lower()
    meant = (h for h in near if h.ref == action.target_ref or h.name.lower().split()[0] in said)
    friend = next(meant, near[0])
    spend_bonus_action(out, ref, INSPIRATION)
    spend_resource(out, ref, INSPIRATION)
    out.add(Remarked(by=ref, what=f"Bardic Inspiration for {friend.name}", kind="feature"))
    keys = ("attack_rolls", "ability_checks", "saving_throws")
    ends = Ends(at_clock_min=out.state.clock_min + LASTS_MIN, once=True)
    gives = dict.fromkeys(keys, inspiration_die(out.creature(ref)))
    die = Effect(name=INSPIRATION, source=ref, modifiers=dict(gives), ends=ends)
    out.add(EffectGained(ref=friend.ref, effect=die))


def countercharm(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Help friends within 30 feet against charm and fright until the end of the next turn, as an action."""
    bard = out.creature(ref)
    if not bard.has_feature("Countercharm"):
        raise Refusal("no_such_feature", f"{bard.name} has no Countercharm.")
    spend_action(out, ref, "countercharm")
    encounter = out.state.encounter
    ends = Ends(at_clock_min=out.state.clock_min + 1)
    if encounter is not None:
        ends = Ends(turn_of=ref, turn_edge="end", at_round=encounter.round + 1, encounter=True)
    gives: dict[str, int | str | bool] = {
        "advantage:save:charmed": True,
        "advantage:save:frightened": True,
    }
    for friend in out.state.heroes:
        near = friend.location == bard.location and distance_ft(out.state, ref, friend.ref) <= 30
        if near and not friend.is_down:
            effect = Effect(name="countercharm", source=ref, modifiers=gives, ends=ends)
            out.add(EffectGained(ref=friend.ref, effect=effect))


def sing_of_rest(out: Outcome, mended: list[str], dice: Dice) -> None:
    """Give whoever spent hit dice on a short rest a die more, where a bard is awake to sing."""
    singers = [
        h
        for h in out.state.heroes
        if h.sheet and "Song of Rest" in h.sheet.features and not h.is_down
    ]
    for ref in mended if singers else ():
        if out.creature(ref).hp < out.creature(ref).hp_max:
            best = max(int(number_of(one, "bard", "song_of_rest_die", 6)) for one in singers)
            rolled = out.rolled(roll(dice, "Song of Rest", f"1d{best}", roller=singers[0].ref))
            restore(
                out, ref, rolled.total, by=singers[0].ref, source="Song of Rest", roll=rolled.id
            )


def is_cut_short(out: Outcome, attacker: str, target: str, made: Roll, dice: Dice) -> bool:
    """Whether a bard's cutting words turn a foe's hit on the party into a miss: a reaction and an inspiration."""
    if not out.creature(target).is_hero or out.creature(attacker).is_hero:
        return False
    by_how_much = made.total - armor_class(out.creature(target))
    if by_how_much >= WORTH_A_WORD or "charmed" in out.creature(attacker).condition_immunities:
        return False
    for bard in out.state.heroes:
        if _can_cut_in(out, bard, attacker) and spend_reaction(out, bard.ref, "cutting words"):
            _spend(out, bard)
            out.add(Remarked(by=bard.ref, what="Cutting Words", kind="feature"))
            die = inspiration_die(bard)
            rolled = out.rolled(roll(dice, "Cutting Words", die, roller=bard.ref))
            return rolled.total > by_how_much
    return False


def _spend(out: Outcome, bard: Creature) -> None:
    assert bard.sheet is not None
    left = bard.sheet.resources_left[INSPIRATION] - 1
    out.add(ResourceChanged(ref=bard.ref, resource=INSPIRATION, left=left, because="Cutting Words"))


def _can_cut_in(out: Outcome, bard: Creature, attacker: str) -> bool:
    sheet = bard.sheet
    if sheet is None or "Cutting Words" not in sheet.features or bard.is_down:
        return False
    here = bard.location == out.creature(attacker).location
    near = here and distance_ft(out.state, bard.ref, attacker) <= REACH_FT
    return near and sheet.resources_left.get(INSPIRATION, 0) > 0
