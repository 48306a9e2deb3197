"""Making a carried thing of a magic item: its key, its name, what it is laid on, and what it looks like unknown.

It decides nothing; treasure, shops and adventures choose what there is.
"""

from llm_brain.ledger.creature import Item
from llm_brain.ledger.table_view import spell_name
from llm_brain.referee.equipment import EQUIPMENT
from llm_brain.referee.magic_items import MAGIC_ITEMS, MagicItem

LOOKS = {
    "potion": "unlabelled potion", "scroll": "scroll in a strange hand", "wand": "carved wand", "ring": "plain ring",
    "staff": "carved staff", "rod": "heavy rod", "cloak": "fine cloak", "feet": "well-kept pair of shoes",
    "hands": "pair of gloves", "waist": "broad belt", "neck": "old pendant", "head": "odd headpiece",
    "eyes": "pair of lenses", "robe": "long robe", "wrists": "pair of bracers", "orbit": "smooth stone",
}  # fmt: skip


def magic_item(
    key: str,
    base: str = "",
    *,
    quantity: int = 1,
    resisted: str = "",
    is_equipped: bool = False,
    is_unknown: bool = False,
) -> Item:
    """Return a magic item as it is carried: `base` is what it is laid on, a scroll's spell by key.

    `resisted` is the kind of damage where the item leaves it open. Raises KeyError for an item there is not, ValueError
    for one that needs a base or another one.
    """
    magic = MAGIC_ITEMS[key]
    if magic.variants:
        raise ValueError(f"{magic.name} comes in kinds; name one: {', '.join(magic.variants)}")
    base = base or (magic.base[0] if len(magic.base) == 1 else "")
    if magic.scroll_level >= 0:
        if not base:
            raise ValueError("a scroll holds a spell; name it")
    elif (base or magic.base) and base not in magic.base:
        raise ValueError(f"{magic.name} is not laid on '{base}'")
    worn = {k.replace(":?", f":{resisted or 'fire'}"): value for k, value in magic.worn.items()}
    return Item(
        key=key if not base else f"{key}.{base}" if magic.scroll_level >= 0 else f"{base}.{key}",
        name=looks_of(magic, base) if is_unknown else true_name(magic, base, worn),
        quantity=quantity,
        is_equipped=is_equipped,
        rarity=magic.rarity,
        slot=magic.slot,
        needs_attunement=magic.needs_attunement,
        worn=worn,
        charges_max=magic.charges,
        narrated=magic.narrated,
        is_unknown=is_unknown,
    )


def true_name(magic: MagicItem, base: str, worn: dict[str, int | str | bool]) -> str:
    """Return what an item is called by those who know it."""
    if magic.scroll_level >= 0:
        return f"Scroll of {spell_name(base)}"
    plain = EQUIPMENT[base].name if base else ""
    number = magic.bonus or worn.get("armor_class", 0)
    if magic.variant_of in ("weapon", "armor", "ammunition"):
        return f"{plain} +{number}"
    if magic.key == "armor-of-resistance":
        kind = next(k.partition(":")[2] for k in worn if k.startswith("resistance:"))
        return f"{plain} of {kind.capitalize()} Resistance"
    return f"{magic.name} {plain}" if len(magic.base) > 1 else magic.name


def looks_of(magic: MagicItem, base: str) -> str:
    """Return what an item is called by those who do not know it."""
    if base in EQUIPMENT and magic.category not in LOOKS:
        return f"finely made {EQUIPMENT[base].name.lower()}"
    return LOOKS.get(magic.category, LOOKS.get(magic.slot, "curious thing"))
