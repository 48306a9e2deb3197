"""Wrestling: grapple, shove, breaking free, pulling a clinging thing off.

SRD 5.1, "Grappling", "Shoving a Creature", "Escaping a Grapple".
"""

from llm_brain.ledger.creature import Condition, Creature, Ends
from llm_brain.ledger.events.bodies import ConditionLost
from llm_brain.ledger.events.fights import ZoneEntered
from llm_brain.referee import conditions, modifiers, trial
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import zone_of
from llm_brain.referee.combat.economy import require_action, spend_action
from llm_brain.referee.combat.fighting import target_of
from llm_brain.referee.combat.movement import move_to, zone_beside
from llm_brain.referee.combat.positions import same_zone, zone_name
from llm_brain.referee.dice import Dice
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.roll_parts import check_parts

SIZES = ("Tiny", "Small", "Medium", "Large", "Huge", "Gargantuan")
ESCAPING = ("escape", "break free", "wriggle", "get free", "tear free", "pull free", "break out",
            "free myself", "break the grapple", "burst", "struggle")  # fmt: skip


def _defence(creature: Creature) -> str:
    """Return the better of Athletics and Acrobatics; the target chooses."""

    def bonus(skill: str) -> int:
        from llm_brain.referee.abilities import ability_modifier, ability_of

        trained = skill in creature.skills or skill in creature.skill_bonuses
        extra = creature.skill_bonuses.get(skill)
        if extra is not None:
            return extra
        modifier = ability_modifier(creature, ability_of(skill))
        return modifier + (creature.proficiency_bonus if trained else 0)

    return max(("athletics", "acrobatics"), key=bonus)


def _contest(out: Outcome, ref: str, target: str, what: str, dice: Dice) -> bool:
    victim = out.creature(target)
    if conditions.is_incapacitated(victim):
        return True
    theirs = trial.ability_check(out, target, _defence(victim), None, dice, f"Resist the {what}")
    mine = trial.ability_check(
        out, ref, "athletics", theirs.total + 1, dice, what.capitalize(), against_name="contest"
    )
    return mine.outcome == "success"


def _come_to_grips(out: Outcome, action: Action, ref: str, dice: Dice, what: str) -> str | None:
    target = target_of(out.state, ref, action)
    mine, theirs = out.creature(ref).size, out.creature(target).size
    if SIZES.index(theirs) - SIZES.index(mine) > 1:
        raise Refusal("too_big", f"{out.creature(target).name} is too big to {what}.")
    require_action(out.state, ref)
    if not same_zone(out.state, ref, target) and not move_to(
        out, ref, zone_beside(out.state, ref, target), dice
    ):
        return None
    spend_action(out, ref, what)
    return target


def grapple(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Seize somebody; with no target and held oneself, break free instead."""
    if action.target_ref is None and is_held(out.creature(ref)):
        escape(out, action, ref, dice)
        return
    target = _come_to_grips(out, action, ref, dice, "grapple")
    if target is None or not _contest(out, ref, target, "grapple", dice):
        return
    modifier = sum(p.value for p in check_parts(out.state, ref, "athletics"))
    ends = Ends(escape_dc=10 + modifier, encounter=True)
    conditions.gain(out, target, "grappled", source=ref, because="grapple", ends=ends)


def shove(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Knock somebody prone, or push them back when that is said."""
    target = _come_to_grips(out, action, ref, dice, "shove")
    if target is None or not _contest(out, ref, target, "shove", dice):
        return
    words = action.text.lower()
    if any(word in words for word in ("back", "away", "out of", "off")):
        push(out, ref, target, "shoved")
    else:
        conditions.gain(out, target, "prone", source=ref, because="shoved")


def push(out: Outcome, ref: str, target: str, because: str) -> None:
    """Drive somebody out of reach, into the next zone away; where there is none they go down."""
    encounter = out.state.encounter
    if encounter is None:
        return
    zones = sorted(encounter.zones, key=lambda zone: zone.at_ft)
    here = next((i for i, z in enumerate(zones) if z.key == zone_of(out.state, target)), 0)
    combatant = encounter.combatant(target)
    if combatant is None:
        return
    beyond = here + 1 if combatant.side == "foes" else here - 1
    if not 0 <= beyond < len(zones):
        conditions.gain(out, target, "prone", source=ref, because=because)
        return
    for condition in out.creature(target).conditions:
        if condition.name == "grappled" and condition.source:
            conditions.release(out, target, condition.source, because)
    out.add(
        ZoneEntered(
            ref=target,
            zone=zones[beyond].key,
            zone_name=zone_name(encounter, zones[beyond].key),
            from_zone=zones[here].key,
            movement_left_ft=combatant.movement_left_ft,
            because=because,
        )
    )


def is_held(creature: Creature) -> bool:
    """Whether somebody has something to break free of."""
    held = any(c.ends.escape_dc is not None for c in creature.conditions)
    return held or modifiers.named(creature, "attached") is not None


def escape(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Break free of a grip, a web, a thing that clings. Raises Refusal when nothing holds."""
    creature = out.creature(ref)
    clinging = modifiers.named(creature, "attached")
    holds = [c for c in creature.conditions if c.ends.escape_dc is not None]
    if not holds and clinging is None:
        raise Refusal("not_held", f"Nothing holds {creature.name}.")
    spend_action(out, ref, "escape")
    if not holds:
        assert clinging is not None
        lose_effect(out, ref, "attached", clinging.source, "pulled off")
        return
    if _breaks(out, ref, holds[0], dice):
        for condition in holds:
            if condition.source == holds[0].source:
                out.add(
                    ConditionLost(
                        ref=ref, name=condition.name, source=condition.source, because="broke free"
                    )
                )


def _breaks(out: Outcome, ref: str, hold: Condition, dice: Dice) -> bool:
    holder = out.state.creatures.get(hold.source or "")
    if holder is not None and conditions.is_incapacitated(holder) and hold.name == "grappled":
        return True
    what = hold.ends.escape_ability or _defence(out.creature(ref))
    if holder is not None and holder.is_hero and hold.ends.escape_ability is None:
        theirs = trial.ability_check(out, holder.ref, "athletics", None, dice, "Keep hold")
        dc, name = theirs.total + 1, "contest"
    else:
        dc, name = hold.ends.escape_dc or 10, "DC"
    made = trial.ability_check(out, ref, what, dc, dice, "Break free", against_name=name)
    return made.outcome == "success"
