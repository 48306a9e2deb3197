"""Ability checks, saves and contests as the rest of the brain asks for them: state in, success and events out.

How a d20 comes about is `trial.py`'s; what success means is the caller's.
"""

from llm_brain.ledger.creature import Ability
from llm_brain.ledger.event import Event
from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee import trial
from llm_brain.referee.dice import Dice, Vantage
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.roll_parts import check_parts
from llm_brain.referee.vantage import Tally


def check(
    state: State,
    ref: str,
    what: str,
    dc: int,
    dice: Dice,
    purpose: str,
    *,
    vantage: Vantage = "none",
    why: tuple[str, ...] = (),
) -> tuple[bool, list[Event]]:
    """Roll an ability check; `what` is a skill ("perception") or an ability ("str")."""
    out = Outcome(state)
    made = trial.ability_check(out, ref, what, dc, dice, purpose, tally=Tally(vantage, why))
    return made.outcome == "success", out.events


def save(
    state: State,
    ref: str,
    ability: Ability,
    dc: int,
    dice: Dice,
    purpose: str,
    *,
    vantage: Vantage = "none",
    why: tuple[str, ...] = (),
    against: tuple[str, ...] = (),
) -> tuple[bool, list[Event]]:
    """Roll a saving throw; `against` names what it is about (poison, magic, frightened …)."""
    out = Outcome(state)
    made = trial.saving_throw(
        out, ref, ability, dc, dice, purpose, vantage=vantage, why=why, against=against
    )
    return made, out.events


def contest(
    state: State, a: str, what_a: str, b: str, what_b: str, dice: Dice, purpose: str
) -> tuple[bool, list[Event]]:
    """Roll two checks against each other: True when `a` wins; a tie changes nothing. SRD 5.1, "Contests"."""
    out = Outcome(state)
    theirs = trial.ability_check(out, b, what_b, None, dice, f"{purpose} (against it)")
    # to win, a must beat b: one more than b's total
    mine = trial.ability_check(
        out, a, what_a, theirs.total + 1, dice, purpose, against_name="contest"
    )
    return mine.outcome == "success", out.events


def group_check(
    state: State, refs: tuple[str, ...], what: str, dc: int, dice: Dice, purpose: str
) -> tuple[bool, list[Event]]:
    """Roll for everybody: the group succeeds when at least half do. SRD 5.1, "Group Checks"."""
    out = Outcome(state)
    made = [trial.ability_check(out, ref, what, dc, dice, purpose) for ref in refs]
    successes = sum(roll.outcome == "success" for roll in made)
    return 2 * successes >= len(made), out.events


def passive_score(state: State, ref: str, skill: str) -> int:
    """Return a passive score. SRD 5.1, "Passive Checks"."""
    return trial.passive(state, ref, skill)


def modifier_parts(state: State, ref: str, what: str) -> tuple[Part, ...]:
    """Return what a check's modifier is made of, each share with its name."""
    return check_parts(state, ref, what)
