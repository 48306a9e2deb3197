"""What comes back to somebody as a fight begins. SRD 5.1, "Bard": Superior Inspiration; "Monk": Perfect Self."""

from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee.outcome import Outcome

# feature -> what comes back when none of it is left, and how much
GIVES = {"Superior Inspiration": ("bardic inspiration", 1), "Perfect Self": ("ki", 4)}


def collect_oneself(out: Outcome, ref: str) -> None:
    """Give back what a feature gives to who has none of it left."""
    for feature, (name, count) in GIVES.items():
        hero = out.creature(ref)
        if hero.sheet and hero.has_feature(feature) and not hero.sheet.resources_left.get(name, 0):
            out.add(ResourceChanged(ref=ref, resource=name, left=count, because=feature))
