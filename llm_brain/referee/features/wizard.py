"""What a wizard can do besides: arcane recovery. SRD 5.1, "Wizard".

Sculpt Spells needs no rule of its own here: areas are laid so that they miss friends.
"""

from llm_brain.ledger.events.sheets import ResourceChanged, SpellSlotsRestored
from llm_brain.referee.outcome import Outcome

HIGHEST_RECOVERED = 5


def recover_slots(out: Outcome, ref: str) -> None:
    """Get slots back on a short rest, levels together up to half the wizard's level, once a day."""
    sheet = out.creature(ref).sheet
    if sheet is None or "Arcane Recovery" not in sheet.features:
        return
    if sheet.resources_left.get("arcane recovery", 0) < 1:
        return
    budget = (sheet.level + 1) // 2
    left = dict(sheet.slots_left)
    for level in sorted(sheet.slots_max, reverse=True):
        while (
            level <= min(budget, HIGHEST_RECOVERED) and left.get(level, 0) < sheet.slots_max[level]
        ):
            left[level] = left.get(level, 0) + 1
            budget -= level
    if left == sheet.slots_left:
        return
    out.add(ResourceChanged(ref=ref, resource="arcane recovery", left=0, because="used"))
    out.add(SpellSlotsRestored(ref=ref, slots_left=left, because="Arcane Recovery"))
