"""What using a magic item costs it: charges, its last charge, itself. SRD 5.1, "Magic Items" ("Charges")."""

from llm_brain.ledger.creature import Item
from llm_brain.ledger.events.things import ItemLost
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.magic.tending import spend
from llm_brain.referee.magic_items import MagicItem
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal


def charges_left(item: Item) -> int:
    """Return how many charges are there."""
    return item.charges_max * item.quantity - item.charges_spent


def require_charge(item: Item) -> None:
    """Raise Refusal when an item that has charges has none left."""
    if item.charges_max and charges_left(item) < 1:
        reason = f"The {item.name} has no charge left."
        raise Refusal("no_charges", reason)


def use_up(out: Outcome, ref: str, item: Item, magic: MagicItem, charges: int, dice: Dice) -> None:
    """Take charges off an item; a consumable without charges is gone, the last charge may be the end of a wand."""
    lost = ItemLost(ref=ref, key=item.key, name=item.name, because="used up")
    if not item.charges_max:
        if magic.uses_up:
            out.add(lost)
        return
    if not charges:
        return
    spend(out, ref, item, charges, "used")
    if charges_left(item) > charges:
        return
    if magic.uses_up:
        out.add(lost)
    elif magic.crumbles:
        last = out.rolled(roll(dice, f"Last charge: {item.name}", "1d20", roller=ref))
        if last.total == 1:
            out.add(lost.model_copy(update={"because": "it crumbled"}))
