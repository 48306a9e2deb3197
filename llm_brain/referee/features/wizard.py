"""What a wizard, and a druid of the land, can do besides: get slots back in a short rest. SRD 5.1, "Wizard", "Druid".

Sculpt Spells needs no rule of its own here: areas are laid so that they miss friends.
"""

from llm_brain.ledger.events.sheets import ResourceChanged, SpellSlotsRestored
from llm_brain.referee.outcome import Outcome

HIGHEST_RECOVERED = 5


def recover_slots(out: Outcome, ref: str) -> None:
    """Get slots back on a short rest, levels together up to half the wizard's level, once a day."""
    sheet = out.creature(ref).sheet
    if sheet is None:
        return
    # SRD 5.1, "Circle of the Land": Natural Recovery
    for feature, class_key in (("Arcane Recovery", "wizard"), ("Natural Recovery", "druid")):
        if feature in sheet.features and sheet.resources_left.get(feature.lower(), 0) > 0:
            _recover(out, ref, feature, (sheet.level_in(class_key) + 1) // 2)
            return


def _recover(out: Outcome, ref: str, feature: str, budget: int) -> None:
    sheet = out.creature(ref).sheet
    assert sheet is not None
    left = dict(sheet.slots_left)
    for level in sorted(sheet.slots_max, reverse=True):
        while (
            level <= min(budget, HIGHEST_RECOVERED) and left.get(level, 0) < sheet.slots_max[level]
        ):
            left[level] = left.get(level, 0) + 1
            budget -= level
    if left == sheet.slots_left:
        return
    out.add(ResourceChanged(ref=ref, resource=feature.lower(), left=0, because="used"))
    out.add(SpellSlotsRestored(ref=ref, slots_left=left, because=feature))
