"""Spending what a class feature has so many of."""

from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal


def spend_resource(out: Outcome, ref: str, name: str, *, check_only: bool = False) -> None:
    """Use a feature once. Raises Refusal when somebody has it not, or has used it up."""
    hero = out.creature(ref)
    sheet = hero.sheet
    if sheet is None or name not in sheet.resources_max:
        raise Refusal("no_such_feature", f"{hero.name} has no {name.title()}.")
    left = sheet.resources_left.get(name, 0)
    if left < 1:
        raise Refusal("used_up", f"{name.title()} is used up; a rest brings it back.")
    if not check_only:
        out.add(ResourceChanged(ref=ref, resource=name, left=left - 1, because="used"))
