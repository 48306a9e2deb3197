"""Actions that are not always there: which are spent, what using one costs, and what comes back by a roll.

SRD 5.1, "Monsters": Limited Usage. What such an action does is `specials.py`'s and `attack.py`'s.
"""

from llm_brain.ledger.events.powers import AbilityRecharged, AbilitySpent
from llm_brain.ledger.state import State
from llm_brain.referee.bestiary import Attack, Special, block_of
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.outcome import Outcome


def _pool(what: Attack | Special) -> str:
    return what.pool if isinstance(what, Special) else what.key


def uses(state: State, ref: str, key: str) -> int:
    """Return how often something was used and has not come back."""
    noted = state.flags.get(f"spent:{key}:{ref}", "")
    return int(noted) if noted.isdigit() else int(bool(noted))


def is_ready(state: State, ref: str, what: Attack | Special) -> bool:
    """Whether a limited action is there to be used."""
    used = uses(state, ref, _pool(what))
    if isinstance(what, Special) and what.per_day:
        return used < what.per_day
    return used == 0


def spend(out: Outcome, ref: str, what: Attack | Special) -> None:
    """Note the use of a limited action; others cost nothing."""
    if what.recharge or (isinstance(what, Special) and (what.once or what.per_day)):
        pool = _pool(what)
        used = uses(out.state, ref, pool) + 1
        out.add(AbilitySpent(ref=ref, key=pool, name=what.name, uses=used))


def recharge(out: Outcome, ref: str, dice: Dice) -> None:
    """Roll a d6 for every spent action that recharges, at the start of the turn."""
    creature = out.creature(ref)
    block = block_of(creature)
    if block is None or creature.is_down:
        return
    rolled: set[str] = set()
    limited: list[Attack | Special] = [*block.specials, *block.attacks]
    for what in limited:
        pool = _pool(what)
        if not what.recharge or pool in rolled or not uses(out.state, ref, pool):
            continue
        rolled.add(pool)
        made = out.rolled(roll(dice, f"{what.name} recharges", "1d6", roller=ref))
        if made.total >= what.recharge:
            out.add(AbilityRecharged(ref=ref, key=pool, name=what.name, roll=made.id))
