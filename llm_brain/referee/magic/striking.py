"""What magic does to whoever is hit, besides the weapon's own dice: charges let go, arrows that slay.

SRD 5.1, "Staff of Striking", "Staff of Withering", "Arrow of Slaying". A staff spends one charge on each hit.
"""

from llm_brain.referee.combat.strike import Strike, enchantment
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import hurt
from llm_brain.referee.magic.spending import charges_left, use_up
from llm_brain.referee.magic_items import MAGIC_ITEMS, split_key
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw


def struck_by_magic(out: Outcome, attacker: str, target: str, strike: Strike, dice: Dice) -> int:
    """Deal what an item adds by charge or by save; return the hit points lost."""
    if out.creature(target).is_dead:
        return 0
    return _charged(out, attacker, target, strike, dice) + _slain(
        out, attacker, target, strike, dice
    )


def _charged(out: Outcome, attacker: str, target: str, strike: Strike, dice: Dice) -> int:
    wielder = out.creature(attacker)
    item = next((i for i in wielder.items if i.key == strike.item), None)
    magic = enchantment(wielder, item) if item is not None else None
    if item is None or magic is None or magic.strikes is None or charges_left(item) < 1:
        return 0
    use_up(out, attacker, item, magic, 1, dice)
    purpose = f"{magic.strikes.type.capitalize()} damage: {item.name}"
    made = out.rolled(roll(dice, purpose, magic.strikes.dice, roller=attacker))
    return hurt(
        out, target, made.total, magic.strikes.type, dice, by=attacker, weapon=item.name,
        roll=made.id, material="magical",
    )  # fmt: skip


def _slain(out: Outcome, attacker: str, target: str, strike: Strike, dice: Dice) -> int:
    magic = MAGIC_ITEMS.get(split_key(strike.ammunition)[1])
    save = magic.save_on_hit if magic else None
    if magic is None or save is None:
        return 0
    purpose = f"Save against {magic.name}"
    made = saving_throw(out, target, save.ability, save.dc, dice, purpose, against=("magic",))
    purpose = f"{save.type.capitalize()} damage: {magic.name}"
    rolled = out.rolled(roll(dice, purpose, save.dice, roller=attacker))
    return hurt(
        out, target, rolled.total, save.type, dice, by=attacker, weapon=magic.name,
        roll=rolled.id, material="magical", halved=made and save.half,
    )  # fmt: skip
