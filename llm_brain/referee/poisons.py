"""What a poison does to whoever it reaches, and how it gets off a blade. SRD 5.1, "Poisons".

Numbers are in `data/equipment.json` under `use`; applying one is `poison_use.py`'s.
"""

from typing import Any

from llm_brain.ledger.creature import Ends
from llm_brain.ledger.events.bodies import EffectLost
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.equipment import equipment
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw

COATING = "coating"
WOUNDING = frozenset({"piercing", "slashing"})


def envenom(out: Outcome, attacker: str, target: str, damage_type: str, dice: Dice) -> None:
    """Let the poison on a blade reach who was wounded by it."""
    if damage_type not in WOUNDING:
        return
    for effect, key in list(modifiers.values(out.creature(attacker), COATING)):
        use = equipment(str(key)).use
        if not use.get("keeps_min"):
            spent = EffectLost(
                ref=attacker, name=effect.name, source=effect.source, because="delivered"
            )
            out.add(spent)
        subject(out, target, equipment(str(key)).name, use, dice, by=attacker)


def subject(
    out: Outcome, ref: str, name: str, use: dict[str, Any], dice: Dice, *, by: str | None
) -> None:
    """Let somebody save against a poison, and suffer what it does if they fail."""
    if out.creature(ref).is_dead:
        return
    about = ("poison", "poisoned", *use.get("conditions", ()))
    dc = int(use["dc"])
    saved = saving_throw(out, ref, "con", dc, dice, f"Save against {name}", against=about)
    if use.get("dice") and (not saved or use.get("half")):
        rolled = out.rolled(roll(dice, f"Poison damage: {name}", str(use["dice"]), roller=by))
        hurt(
            out, ref, rolled.total, "poison", dice, by=by, weapon=name, roll=rolled.id, halved=saved
        )
    if saved or out.creature(ref).is_dead:
        return
    until = out.state.clock_min + int(use["minutes"]) if use.get("minutes") else None
    repeats = bool(use.get("repeats"))
    for condition in use.get("conditions", ()):
        ends = Ends(
            at_clock_min=until,
            save_ability="con" if repeats else None,
            save_dc=dc if repeats else None,
            on_damage=condition == "unconscious",
        )
        if conditions.is_immune(out.creature(ref), "poisoned"):
            return
        conditions.gain(out, ref, condition, source=by, because=name, ends=ends)
