"""What to do with a magic item that does nothing yet: put it on, attune to it.

SRD 5.1, "Attunement", "Wearing and Wielding Items". One suggestion at a time; what is in force needs none.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature, Item
from llm_brain.referee.magic.attuning import MOST_ATTUNED, may_attune
from llm_brain.referee.magic_items import magic_of
from llm_brain.referee.world.suggestion import Suggestion, suggestion

NOT_PUT_ON = ("carried", "held", "worn", "")


def of_magic(hero: Creature) -> Iterator[Suggestion]:
    """Yield the wearing of what is carried in a pack, and the attuning to what is worn."""
    for item in hero.items:
        if item.rarity and not item.is_unknown:
            yield from _of_item(hero, item)


def _of_item(hero: Creature, item: Item) -> Iterator[Suggestion]:
    magic = magic_of(item)
    if magic is None or magic.cursed:
        return
    if item.slot not in NOT_PUT_ON and not item.is_equipped and _is_free(hero, item):
        words = f"Put on the {item.name}"
        yield suggestion(words, "equip", item=item.key, target_ref=f"item:{item.key}")
        return
    is_free = len(hero.attuned) < MOST_ATTUNED and may_attune(hero, magic)
    if item.needs_attunement and item.key not in hero.attuned and is_free:
        yield suggestion(f"Attune to the {item.name}", "use_item", item=item.key)


def _is_free(hero: Creature, item: Item) -> bool:
    worn = [i for i in hero.items if i.is_equipped and i.slot == item.slot]
    return len(worn) < (2 if item.slot == "ring" else 1)
