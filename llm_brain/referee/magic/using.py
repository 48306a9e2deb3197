"""Using a magic item: whether it is worn, held and attuned as it must be, and which of its uses is meant.

`items.py` comes here for every magic thing; spells out of items are `powers.py`'s, what else they do `effects.py`'s.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.events.table import ItemUsed
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_action, spend_handling
from llm_brain.referee.dice import Dice
from llm_brain.referee.gear import set_equipped
from llm_brain.referee.magic.effects import USES
from llm_brain.referee.magic.identifying import identify
from llm_brain.referee.magic.powers import cast_from, powers_of
from llm_brain.referee.magic.spending import require_charge, use_up
from llm_brain.referee.magic_items import MagicItem, magic_of, power_name
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal


def use_magic(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    """Use a magic item. Raises Refusal with what is missing."""
    require_in_force(out.creature(ref), item)
    if item.slot == "held" and not item.is_equipped:
        spend_handling(out, ref, f"draw {item.name}")
        set_equipped(out, ref, item, is_equipped=True)
        item = next(i for i in out.creature(ref).items if i.key == item.key and i.is_equipped)
    if item.is_unknown and magic.uses_up:
        identify(out, ref, item, "tried")
        item = next(i for i in out.creature(ref).items if i.key == item.key)
    does = USES.get(str(magic.use.get("does", "")))
    if powers_of(item, magic) and not (does and _is_plain(item, magic, action)):
        cast_from(out, action, ref, item, magic, dice)
        return
    require_charge(item)
    if does is not None:
        does(out, action, ref, item, magic, dice)
        return
    if not magic.narrated:
        raise Refusal("works_by_itself", f"The {item.name} works by itself while it is borne.")
    spend_action(out, ref, item.name)
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name))
    use_up(out, ref, item, magic, 1, dice)


def _is_plain(item: Item, magic: MagicItem, action: Action) -> bool:
    """Whether no power of an item that has both is named."""
    said = f"{action.spell or ''} {action.text}".lower().replace("-", " ")
    return not any(power_name(p).lower().replace("-", " ") in said for p in powers_of(item, magic))


def require_in_force(hero: Creature, item: Item) -> None:
    """Raise Refusal when a magic item gives its bearer nothing as it is now."""
    if item.needs_attunement and item.key not in hero.attuned:
        reason = f"{hero.name} is not attuned to the {item.name}: that takes a short rest with it."
        raise Refusal("not_attuned", reason)
    if not item.is_equipped and item.slot not in ("carried", "held"):
        raise Refusal("not_worn", f"The {item.name} does nothing in a pack: put it on first.")


def device_meant(hero: Creature, action: Action) -> tuple[Item, MagicItem] | None:
    """Return the carried magic item that a spell is to be cast out of: named as the item, or in the words."""
    words = action.text.lower()
    for item in hero.items:
        magic = magic_of(item)
        if magic is None or not powers_of(item, magic):
            continue
        wanted = (action.item or "").lower().removeprefix("item:")
        is_named = wanted in (item.key, item.name.lower()) if wanted else False
        kind = (
            magic.category if magic.category in ("wand", "staff", "scroll", "rod", "ring") else ""
        )
        by_words = item.name.lower() in words or bool(kind and f" {kind}" in f" {words}")
        if is_named or (action.kind == "cast" and by_words and _holds(item, magic, action)):
            return item, magic
    return None


def _holds(item: Item, magic: MagicItem, action: Action) -> bool:
    spell = (action.spell or action.target or "").lower().replace(" ", "-").replace("'", "")
    return any(power_name(p).lower().replace(" ", "-") == spell for p in powers_of(item, magic))
