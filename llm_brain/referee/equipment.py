"""What can be worn, wielded and carried, with the SRD's numbers (`data/equipment.json`).

It does not know what using a thing does to anybody; `items.py` reads that from `use`.
"""

from functools import lru_cache
from typing import Any, Literal

from llm_brain.ledger.creature import Item
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue
from llm_brain.referee.magic_items import MAGIC_ITEMS, split_key, worth_gp


class Weapon(Fact):
    """SRD 5.1, "Weapons". Ranges in feet; `versatile` is the damage with two hands."""

    category: Literal["simple", "martial"]
    kind: Literal["melee", "ranged"]
    damage: str
    damage_type: str
    properties: tuple[str, ...] = ()
    versatile: str = ""
    range_ft: int = 0
    long_range_ft: int = 0
    ammunition: str = ""

    def has(self, weapon_property: str) -> bool:
        return weapon_property in self.properties

    @property
    def reach_ft(self) -> int:
        return 10 if self.has("reach") else 5


class Armor(Fact):
    """SRD 5.1, "Armor". `dex_cap` is the most that Dexterity adds: 0 in heavy armor, 99 without a limit."""

    category: Literal["light", "medium", "heavy", "shield"]
    base: int
    dex_cap: int = 0
    str_minimum: int = 0
    stealth_disadvantage: bool = False


class Equipment(Fact):
    """One line of the price list. Cost in copper pieces a piece; `contents` is what a pack holds."""

    key: str
    name: str
    category: str
    cost_cp: int
    weight_lb: float = 0
    bundle: int = 1
    focus: str = ""
    weapon: Weapon | None = None
    armor: Armor | None = None
    contents: dict[str, int] = {}
    use: dict[str, Any] = {}


EQUIPMENT: Catalogue[Equipment] = Catalogue("equipment.json", Equipment)

# names that adventures and players use for things the SRD lists otherwise
ALIASES = {
    "healing-potion": "potion-of-healing",
    "light-crossbow": "crossbow-light",
    "hand-crossbow": "crossbow-hand",
    "heavy-crossbow": "crossbow-heavy",
    "rope": "rope-hempen-50-feet",
    "alchemists-fire": "alchemists-fire-flask",
    "holy-water": "holy-water-flask",
    "antitoxin": "antitoxin-vial",
    "acid": "acid-vial",
    "oil": "oil-flask",
    "lantern": "lantern-hooded",
    "rations": "rations-1-day",
    "ball-bearings": "ball-bearings-bag-of-1000",
}


def is_known(key: str) -> bool:
    """Whether a key is the SRD's own, magic items too; an adventure's relics and keys are not."""
    listed = ALIASES.get(key, key)
    return listed in EQUIPMENT or _is_magic(listed)


def _is_magic(key: str) -> bool:
    base, magic = split_key(key)
    return bool(magic) and (not base or base in EQUIPMENT or MAGIC_ITEMS[magic].scroll_level >= 0)


def equipment(key: str) -> Equipment:
    """Return what the price list says of a key. Raises KeyError for an adventure's own things."""
    listed = ALIASES.get(key, key)
    return EQUIPMENT[listed] if listed in EQUIPMENT else _enchanted(listed)


@lru_cache(maxsize=512)
def _enchanted(key: str) -> Equipment:
    """Return a magic item as a line of the price list: the thing it is laid on with its own price."""
    base, found = split_key(key)
    if not found:
        raise KeyError(key)
    magic = MAGIC_ITEMS[found]
    cost_cp = worth_gp(magic) * 100
    if base not in EQUIPMENT:
        return Equipment(
            key=found,
            name=magic.name,
            category=magic.category,
            cost_cp=cost_cp,
            weight_lb=magic.weight_lb or (0.5 if magic.category == "potion" else 0),
            focus="arcane" if magic.category in ("wand", "rod") else "",
        )
    plain = EQUIPMENT[base]
    weapon = plain.weapon
    if weapon is not None and magic.damage_type:
        weapon = weapon.model_copy(update={"damage_type": magic.damage_type})
    if weapon is not None and magic.finesse:
        weapon = weapon.model_copy(update={"properties": (*weapon.properties, "finesse")})
    if weapon is not None and magic.thrown[0]:
        near, far = magic.thrown
        thrown = {"properties": (*weapon.properties, "thrown"), "range_ft": near}
        weapon = weapon.model_copy(update={**thrown, "long_range_ft": far})
    changed = {"name": magic.name, "cost_cp": plain.cost_cp + cost_cp, "weapon": weapon}
    return plain.model_copy(update=changed)


def item(key: str, quantity: int = 1, is_equipped: bool = False) -> Item:
    """Return so many pieces of something on the price list."""
    entry = equipment(key)
    return Item(key=entry.key, name=entry.name, quantity=quantity, is_equipped=is_equipped)
