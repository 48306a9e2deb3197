"""The SRD's magic items (`data/magic_items.json`): what they are laid on, who may attune, and what they do as numbers.

It holds rows and makes carried things of them; `magic/` reads them in play. SRD 5.1, "Magic Items". A carried one is keyed
`cloak-of-protection`, on a weapon or armor `longsword.flame-tongue`, a scroll `spell-scroll-1st.bless`.
"""

from typing import Any

from llm_brain.ledger.creature import Ability, Item
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue

RARITIES = ("common", "uncommon", "rare", "very rare", "legendary", "artifact")
# SRD 5.2.1, "Magic Item Rarities and Values": gold pieces; what is used up is worth half. SRD 5.1 has no prices
WORTH_GP = dict(zip(RARITIES, (100, 400, 4_000, 40_000, 200_000, 0), strict=True))


class ItemSpell(Fact):
    """A spell cast out of an item: `spell` by key, or `own`, the item's power as the row of a spell.

    `cost` in charges, `level` the slot it is cast as (0: its own), `most` the charges that can be spent to cast it higher.
    """

    spell: str = ""
    own: dict[str, Any] = {}
    cost: int = 1
    level: int = 0
    most: int = 0


class ExtraDamage(Fact):
    """Dice that a magic weapon adds to a hit; without a type it is the weapon's own.

    `against` and `not_against` are creature types, `when` the name of an effect on the wielder, `critical` critical hits only.
    """

    dice: str
    type: str = ""
    against: tuple[str, ...] = ()
    not_against: tuple[str, ...] = ()
    when: str = ""
    critical: bool = False
    when_thrown: bool = False


class Struck(Fact):
    """Dice that a charge adds to a hit, `most` charges at a time."""

    dice: str
    type: str
    most: int = 1


class SaveOnHit(Fact):
    """A save that whoever is hit makes, or takes the damage; half of it on a success."""

    ability: Ability
    dc: int
    dice: str
    type: str
    half: bool = True


class MagicItem(Fact):
    """One magic item. `by` is who may attune, `base` what it can be laid on, `narrated` what of it is only told, and why."""

    key: str
    name: str
    category: str
    rarity: str
    slot: str = "carried"
    needs_attunement: bool = False
    by: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    variant_of: str = ""
    uses_up: bool = False
    cursed: bool = False
    weight_lb: float = 0
    worn: dict[str, int | str | bool] = {}
    bonus: int = 0
    extra: tuple[ExtraDamage, ...] = ()
    strikes: Struck | None = None
    save_on_hit: SaveOnHit | None = None
    damage_type: str = ""
    finesse: bool = False
    thrown: tuple[int, int] = (0, 0)
    charges: int = 0
    regains: str = ""
    crumbles: bool = False
    spells: tuple[ItemSpell, ...] = ()
    dc: int = 0
    to_hit: int = 0
    scroll_level: int = -1
    use: dict[str, Any] = {}
    gain: dict[Ability, int] = {}
    narrated: str = ""


MAGIC_ITEMS: Catalogue[MagicItem] = Catalogue("magic_items.json", MagicItem)
RESISTED = ("acid", "cold", "fire", "force", "lightning", "necrotic", "poison", "psychic", "radiant", "thunder")  # fmt: skip


def split_key(key: str) -> tuple[str, str]:
    """Return the base and the magic of a carried thing's key: `longsword.flame-tongue` is ("longsword", "flame-tongue").

    For what is laid on nothing the base is empty; a scroll's is its spell.
    """
    first, _, second = key.partition(".")
    if first in MAGIC_ITEMS:
        return second, first
    return first, second if second in MAGIC_ITEMS else ""


def magic_of(item: Item) -> MagicItem | None:
    """Return what a carried thing is as a magic item, or None."""
    if not item.rarity:
        return None
    magic = split_key(item.key)[1]
    return MAGIC_ITEMS[magic] if magic else None


def worth_gp(magic: MagicItem) -> int:
    """Return what an item is worth, 0 for what has no price."""
    full = WORTH_GP.get(magic.rarity, 0)
    return full // 2 if magic.uses_up else full


def power_name(power: ItemSpell) -> str:
    """Return the key of a spell or the name of an item's own power."""
    return power.spell or str(power.own["name"])
