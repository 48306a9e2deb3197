"""What a warlock's pact brings besides: its slots come back with a short rest. SRD 5.1, "Pact Magic"."""

from llm_brain.ledger.events.sheets import SpellSlotsRestored
from llm_brain.referee.outcome import Outcome


def recover_pact_slots(out: Outcome, ref: str) -> None:
    """Give back as many slots as the pact has, and no more than there are."""
    sheet = out.creature(ref).sheet
    if sheet is None or not sheet.pact_slots:
        return
    left = dict(sheet.slots_left)
    for level, count in sheet.pact_slots.items():
        left[level] = min(sheet.slots_max.get(level, 0), left.get(level, 0) + count)
    if left != sheet.slots_left:
        out.add(SpellSlotsRestored(ref=ref, slots_left=left, because="Pact Magic"))
