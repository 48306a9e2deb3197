"""What keeps a hero up who should fall, and what a fall of theirs brings. Read by `dying.py` before anybody drops.

SRD 5.1, "Half-Orc Traits": Relentless Endurance; "Barbarian": Relentless Rage.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, Healed
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee import modifiers
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome

ENDURANCE, RAGED_ON = "relentless endurance", "relentless rage used"
FIRST_DC, DC_STEP = 10, 5


def stays_up(out: Outcome, ref: str, dice: Dice) -> bool:
    """Whether somebody at 0 hit points is at 1 instead."""
    hero = out.creature(ref)
    if hero.sheet is None:
        return False
    left = hero.sheet.resources_left.get(ENDURANCE, 0)
    if _rages_on(out, ref, dice):
        source = "Relentless Rage"
    elif left:
        source = "Relentless Endurance"
        out.add(ResourceChanged(ref=ref, resource=ENDURANCE, left=left - 1, because=source))
    else:
        return False
    out.add(Healed(ref=ref, amount=1, hp=1, source=source))
    return True


def _rages_on(out: Outcome, ref: str, dice: Dice) -> bool:
    from llm_brain.referee.trial import saving_throw

    hero = out.creature(ref)
    if not hero.has_feature("Relentless Rage") or not modifiers.named(hero, "rage"):
        return False
    had = modifiers.named(hero, RAGED_ON)
    times = int(had.modifiers["times"]) if had else 0
    again = Effect(name=RAGED_ON, modifiers={"times": times + 1}, ends=Ends(on_rest="short"))
    out.add(EffectGained(ref=ref, effect=again))
    return saving_throw(out, ref, "con", FIRST_DC + DC_STEP * times, dice, "Relentless Rage")
