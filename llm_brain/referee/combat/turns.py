"""The order of turns: whose it is, what its start and end bring, and playing on until a hero can act.

SRD 5.1, "The Order of Combat". Foes' choices are `monsters.py`'s, the end of the fight `ending.py`'s.
"""

from llm_brain.ledger.events.fights import TurnBegan, TurnEnded
from llm_brain.ledger.events.world import TimePassed
from llm_brain.ledger.world import Combatant
from llm_brain.referee import dying, lifetimes, modifiers
from llm_brain.referee.combat import ending, legendary, monsters
from llm_brain.referee.combat.edges import at_end_of_turn, at_start_of_turn
from llm_brain.referee.combat.positions import current_ref, in_fight
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft

MOST_TURNS = 400


def run(out: Outcome, dice: Dice) -> None:
    """Play on until a hero who can act is up or the fight is over."""
    for _ in range(MOST_TURNS):
        if ending.settle(out, dice):
            return
        ref = current_ref(out.state)
        if is_waiting_for(out, ref):
            return
        _play(out, ref, dice)
        if ending.settle(out, dice):
            return
        next_turn(out, dice)
    ending.break_off(out)


def is_waiting_for(out: Outcome, ref: str) -> bool:
    """Whether it is up to a player what this combatant does."""
    creature = out.creature(ref)
    combatant = _combatant(out, ref)
    if not creature.is_hero or combatant is None or not in_fight(out.state, ref):
        return False
    can_act = not is_incapacitated(creature) and not modifiers.has(creature, "no_action")
    return can_act and not combatant.is_surprised


def _combatant(out: Outcome, ref: str) -> Combatant | None:
    return out.state.encounter.combatant(ref) if out.state.encounter else None


def _play(out: Outcome, ref: str, dice: Dice) -> None:
    creature = out.creature(ref)
    combatant = _combatant(out, ref)
    if combatant is None or not in_fight(out.state, ref):
        return
    if creature.is_hero:
        dying.death_save(out, ref, dice)
        return
    # SRD 5.1, "Surprise": no move and no action on the first turn
    if not combatant.is_surprised and not is_incapacitated(creature):
        monsters.act(out, ref, dice)


def end_turn(out: Outcome, ref: str, dice: Dice, because: str = "") -> None:
    """End somebody's turn with what its end brings."""
    at_end_of_turn(out, ref, dice)
    lifetimes.at_turn_edge(out, ref, "end")
    out.add(TurnEnded(ref=ref, because=because))


def next_turn(out: Outcome, dice: Dice) -> None:
    """End the current turn and begin the next of somebody who is still there."""
    encounter = out.state.encounter
    if encounter is None:
        return
    current = current_ref(out.state)
    if in_fight(out.state, current) and not out.creature(current).is_dead:
        end_turn(out, current, dice)
        legendary.act_between_turns(out, current, dice)
    encounter = out.state.encounter
    if encounter is None:
        return
    index, turn, round_ = encounter.turn, encounter.turn, encounter.round
    for _ in encounter.order:
        index += 1
        if index >= len(encounter.order):
            index, round_ = 0, round_ + 1
        ref = encounter.order[index].ref
        if in_fight(out.state, ref) and not out.creature(ref).is_dead:
            break
    if index == turn and round_ == encounter.round:
        return
    begin_turn(out, index, round_, dice)


def begin_turn(out: Outcome, index: int, round_: int, dice: Dice) -> None:
    """Begin somebody's turn with what its start brings; every tenth round is a minute."""
    encounter = out.state.encounter
    assert encounter is not None
    if round_ > encounter.round and round_ % 10 == 1:
        now = out.state.clock_min + 1
        out.add(TimePassed(minutes=1, clock_min=now, because="the fight goes on"))
        lifetimes.by_the_clock(out)
    ref = encounter.order[index].ref
    out.add(TurnBegan(ref=ref, round=round_, index=index, movement_ft=speed_ft(out.state, ref)))
    lifetimes.at_turn_edge(out, ref, "start")
    at_start_of_turn(out, ref, dice)
