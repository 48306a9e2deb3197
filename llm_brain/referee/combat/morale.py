"""When foes lose heart or lose sight: giving up, running, keeping away when turned, looking for the hidden.

Called by `monsters.py` at the beginning of a turn. SRD 5.1, "Turn Undead", "Hiding"; morale is the referee's own.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.bodies import ConditionLost, HidingChanged
from llm_brain.ledger.events.fights import Fled, Surrendered
from llm_brain.ledger.world import Encounter
from llm_brain.referee import conditions, trial
from llm_brain.referee.actions import Action
from llm_brain.referee.combat import options
from llm_brain.referee.combat.economy import has_action, has_bonus_action, spend_action
from llm_brain.referee.combat.movement import move_to, zone_away
from llm_brain.referee.combat.opportunity import provoke
from llm_brain.referee.combat.positions import (
    combatant_of,
    enemies_of,
    friends_of,
    in_fight,
    is_engaged,
)
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.speed import speed_ft


def gives_way(out: Outcome, ref: str, behaviour: str, dice: Dice) -> bool:
    """Let whoever has lost heart run or give up; say whether they did."""
    creature = out.creature(ref)
    combatant = combatant_of(out.state, ref)
    if combatant is None or combatant.side != "foes" or behaviour in ("mindless", "fanatic"):
        return False
    if creature.type in ("undead", "construct", "ooze", "plant"):
        return False
    low = creature.hp * 4 <= creature.hp_max
    friends = [r for r in friends_of(out.state, ref) if not out.creature(r).is_down]
    lost = len(friends) * 2 < len(friends_of(out.state, ref))
    alone = not friends
    if behaviour == "coward":
        loses_heart = low or (lost and creature.hp * 2 <= creature.hp_max)
    elif behaviour == "cunning":
        loses_heart = low and (alone or lost)
    else:
        loses_heart = low and alone
    if not loses_heart:
        return False
    talks = creature.type == "humanoid" and creature.abilities["int"] >= 7
    if talks and alone and is_engaged(out.state, ref):
        out.add(Surrendered(ref=ref))
        return True
    return run_away(out, ref, dice)


def run_away(out: Outcome, ref: str, dice: Dice) -> bool:
    """Flee: out of the fight when clear of everybody, else as far off as it goes; False when cornered."""
    creature = out.creature(ref)
    if speed_ft(out.state, ref) == 0:
        return False
    quick = options.is_cunning(out.state, ref) and has_bonus_action(out.state, ref)
    if is_engaged(out.state, ref) and (quick or has_action(out.state, ref)):
        options.disengage(out, Action(kind="disengage"), ref, dice)
    provoke(out, ref, dice)
    if out.creature(ref).is_down:
        return True
    _shake_off(out, creature)
    out.add(Fled(ref=ref))
    return True


def _shake_off(out: Outcome, creature: Creature) -> None:
    for other in list(out.state.creatures):
        conditions.release(out, other, creature.ref, "fled")
        for condition in out.creature(other).conditions:
            if condition.source == creature.ref and condition.name == "frightened":
                out.add(
                    ConditionLost(ref=other, name="frightened", source=creature.ref, because="fled")
                )


def keep_away(out: Outcome, ref: str, dice: Dice) -> None:
    """Dash as far from the enemies as it goes; with nowhere to go, dodge. SRD 5.1, "Turn Undead"."""
    try:
        options.dash(out, Action(kind="dash"), ref, dice)
        move_to(out, ref, zone_away(out.state, ref, enemies_of(out.state, ref)), dice)
    except Refusal:
        if has_action(out.state, ref):
            options.dodge(out, Action(kind="dodge"), ref, dice)


def _hiding(out: Outcome, encounter: Encounter, side: str) -> list[str]:
    return [
        c.ref
        for c in encounter.order
        if c.side != side and in_fight(out.state, c.ref) and out.creature(c.ref).is_hidden
    ]


def look_about(out: Outcome, ref: str, dice: Dice) -> None:
    """Search for whoever hides, with the action. SRD 5.1, "Hiding": Perception against their Stealth."""
    encounter, me = out.state.encounter, combatant_of(out.state, ref)
    if encounter is None or me is None or not has_action(out.state, ref):
        return
    hidden = hidden_from(out, ref)
    if not hidden:
        return
    spend_action(out, ref, "search")
    spot(out, ref, hidden, dice)


def hidden_from(out: Outcome, ref: str) -> list[str]:
    """Return the enemies in the fight that are hidden."""
    encounter, me = out.state.encounter, combatant_of(out.state, ref)
    return _hiding(out, encounter, me.side) if encounter and me else []


def spot(out: Outcome, ref: str, hidden: list[str], dice: Dice) -> None:
    """Roll Perception against the Stealth of those who hide, and find whom it beats."""
    dc = min(trial.passive(out.state, other, "stealth") for other in hidden)
    made = trial.ability_check(
        out, ref, "perception", dc, dice, "Look about", against_name="Stealth"
    )
    for other in hidden:
        if made.total >= trial.passive(out.state, other, "stealth"):
            out.add(HidingChanged(ref=other, is_hidden=False, because="found"))
