"""A strike: one attack ready to be rolled, made of a hero's weapon or a stat block's attack.

It knows numbers, not who is where; `attack.py` rolls it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from llm_brain.ledger.creature import Ability, Creature, Item
from llm_brain.ledger.rolls import Part
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ABILITY_NAMES, ability_modifier
from llm_brain.referee.bestiary import UNARMED, Attack, DamageDice, Rider, has_trait
from llm_brain.referee.equipment import Equipment, Weapon
from llm_brain.referee.features import martial_arts
from llm_brain.referee.magic_items import MagicItem, magic_of
from llm_brain.referee.proficiency import entry_of, has_shield, is_trained_with, wielded

NET = Rider(condition="restrained", escape_dc=10, escape="str")


@dataclass(frozen=True)
class Strike:
    """One attack. `damage_parts` are added to the first damage; ranges in feet, 0 for none."""

    name: str
    kind: Literal["melee", "ranged"]
    to_hit: tuple[Part, ...]
    damage: tuple[DamageDice, ...]
    damage_parts: tuple[Part, ...] = ()
    reach_ft: int = 5
    range_ft: int = 0
    long_range_ft: int = 0
    item: str = ""
    ammunition: str = ""
    is_thrown: bool = False
    is_light: bool = False
    is_heavy: bool = False
    is_finesse: bool = False
    is_spell: bool = False
    ability: Ability = "str"
    material: str = ""
    critical_on: int = 20
    rider: Rider | None = None
    is_enchanted: bool = False
    ignores_cover: bool = False
    half_when_bloodied: bool = False

    @property
    def goes_ft(self) -> int:
        """How far it can reach at all."""
        return self.reach_ft if self.kind == "melee" else (self.long_range_ft or self.range_ft)


def _material(creature: Creature, item: Item | None) -> str:
    if modifiers.has(creature, "magic_weapon") or (item and "magic" in item.note.lower()):
        return "magical"
    if item and item.rarity:
        return "magical"
    return "silvered" if item and "silver" in (item.note + item.name).lower() else ""


STICKS = ("club", "quarterstaff")


def enchantment(creature: Creature, item: Item) -> MagicItem | None:
    """Return the magic of a weapon in use: none without the attunement it asks for. SRD 5.1, "Attunement"."""
    attuned = not item.needs_attunement or item.key in creature.attuned
    return magic_of(item) if attuned else None


def shot_for(creature: Creature, weapon: Weapon) -> Item | None:
    """Return what a weapon would shoot: magic ammunition made ready first, else plain, else whatever fits."""
    if not weapon.ammunition:
        return None
    fits = [i for i in creature.items if i.key.partition(".")[0] == weapon.ammunition]
    return max(fits, key=lambda i: (bool(i.rarity) and i.is_equipped, not i.rarity), default=None)


def _magic_bonuses(creature: Creature, item: Item, shot: Item | None) -> list[Part]:
    """Return what a magic weapon and magic ammunition add to attack and damage alike."""
    magic, charm = enchantment(creature, item), magic_of(shot) if shot else None
    found = [Part(label=item.name, value=magic.bonus)] if magic and magic.bonus else []
    if shot is not None and charm is not None and charm.bonus:
        found.append(Part(label=shot.name, value=charm.bonus))
    return found


def _ability(creature: Creature, entry: Equipment, weapon: Weapon) -> Ability:
    """SRD 5.1, "Attack Rolls": Strength in melee, Dexterity at range, finesse the better, and martial arts likewise."""
    practised = martial_arts.practises(creature) and martial_arts.is_monk_weapon(entry)
    if weapon.has("finesse") or practised:
        return martial_arts.better_ability(creature)
    return "str" if weapon.kind == "melee" else "dex"


def _critical_on(creature: Creature) -> int:
    # SRD 5.1, "Champion": Improved Critical, Superior Critical
    if creature.has_feature("Superior Critical"):
        return 18
    return 19 if creature.has_feature("Improved Critical") else 20


def _weapon_dice(creature: Creature, entry: Equipment, weapon: Weapon) -> str:
    """Return the weapon's damage dice in this hand: with both on it, with martial arts, with ones and twos rolled again."""
    both = _two_handed(creature, weapon)
    dice = weapon.versatile if both else weapon.damage
    if dice and martial_arts.practises(creature) and martial_arts.is_monk_weapon(entry):
        dice = martial_arts.bigger_die(creature, dice)
    # SRD 5.1, "Fighting Style": Great Weapon Fighting
    great = weapon.kind == "melee" and (both or weapon.has("two-handed"))
    if great and "d" in dice and creature.has_feature("Fighting Style: Great Weapon Fighting"):
        return f"{dice}ro<3"
    return dice


def weapon_strike(creature: Creature, item: Item, *, is_thrown: bool = False) -> Strike | None:
    """Return the attack a hero makes with a carried weapon, or None when the thing is no weapon."""
    entry = entry_of(item)
    if entry is None or entry.weapon is None:
        return None
    weapon = entry.weapon
    ability = _ability(creature, entry, weapon)
    if entry.key in STICKS and modifiers.has(creature, "club_die") and creature.sheet:
        # SRD 5.1, "Shillelagh"
        own: Ability = creature.sheet.spell_ability or "wis"
        ability = max(ability, own, key=lambda a: ability_modifier(creature, a))
    modifier = ability_modifier(creature, ability)
    features = creature.sheet.features if creature.sheet else ()
    to_hit = [Part(label=ABILITY_NAMES[ability], value=modifier)]
    if is_trained_with(creature, entry.key, weapon):
        to_hit.append(Part(label="proficiency", value=creature.proficiency_bonus))
    is_ranged = weapon.kind == "ranged" or is_thrown
    if weapon.kind == "ranged" and "Fighting Style: Archery" in features:
        to_hit.append(Part(label="Archery", value=2))
    parts = [Part(label=ABILITY_NAMES[ability], value=modifier)]
    shot = shot_for(creature, weapon)
    for bonus in _magic_bonuses(creature, item, shot):
        to_hit.append(bonus)
        parts.append(bonus)
    if entry.key in ("longbow", "shortbow"):
        found = modifiers.numbers(creature, "damage_bonus:bow")
        parts += [Part(label=name, value=value) for name, value in found]
    alone = sum(1 for _ in wielded(creature)) <= 1
    one_handed = not weapon.has("two-handed") and not _two_handed(creature, weapon)
    duels = "Fighting Style: Dueling" in features and alone and one_handed
    if duels and weapon.kind == "melee":
        parts.append(Part(label="Dueling", value=2))
    dice = _weapon_dice(creature, entry, weapon)
    if entry.key in STICKS and not is_ranged and modifiers.has(creature, "club_die"):
        dice = str(next(v for _, v in modifiers.values(creature, "club_die")))
    damage = (DamageDice(dice=dice, type=weapon.damage_type),) if dice else ()
    return Strike(
        name=item.name,
        kind="ranged" if is_ranged else "melee",
        to_hit=tuple(to_hit),
        damage=damage,
        damage_parts=tuple(parts),
        reach_ft=weapon.reach_ft if not is_ranged else 0,
        range_ft=weapon.range_ft if is_ranged else 0,
        long_range_ft=weapon.long_range_ft if is_ranged else 0,
        item=item.key,
        ammunition=shot.key if shot else weapon.ammunition,
        is_thrown=is_thrown,
        is_light=weapon.has("light"),
        is_heavy=weapon.has("heavy"),
        is_finesse=weapon.has("finesse"),
        ability=ability,
        material=_material(creature, shot if shot is not None and shot.rarity else item),
        critical_on=_critical_on(creature),
        is_enchanted=enchantment(creature, item) is not None,
        rider=NET if entry.key == "net" else None,
    )


def _two_handed(creature: Creature, weapon: Weapon) -> bool:
    """Whether a versatile weapon is swung with both hands: no shield and nothing else in hand."""
    free = not has_shield(creature) and len(wielded(creature)) <= 1
    return bool(weapon.versatile) and free


def unarmed_strike(creature: Creature) -> Strike:
    """Return a punch, a kick, a headbutt. SRD 5.1, "Melee Attacks", "Monk": Martial Arts."""
    practised = martial_arts.practises(creature)
    ability = martial_arts.better_ability(creature) if practised else "str"
    modifier = ability_modifier(creature, ability)
    better = [e for e, _ in modifiers.values(creature, "unarmed")]
    dice = str(better[0].modifiers["unarmed"]) if better else "1"
    dice = martial_arts.bigger_die(creature, dice) if practised else dice
    parts = (Part(label=ABILITY_NAMES[ability], value=modifier),)
    proficiency = Part(label="proficiency", value=creature.proficiency_bonus)
    return Strike(
        name="unarmed strike" if not better else "natural weapons",
        kind="melee",
        to_hit=(*parts, proficiency),
        damage=(DamageDice(dice=dice, type="bludgeoning"),),
        damage_parts=parts,
        ability=ability,
        material="magical"
        if modifiers.has(creature, "magic_unarmed")
        else _material(creature, None),
        critical_on=_critical_on(creature),
    )


def improvised_strike(creature: Creature, name: str, item: str) -> Strike:
    """Return a thrown flask. SRD 5.1, "Improvised Weapons": no proficiency, range 20/60; the rest is the flask's."""
    parts = (Part(label="Dexterity", value=ability_modifier(creature, "dex")),)
    return Strike(
        name=name,
        kind="ranged",
        to_hit=parts,
        damage=(),
        reach_ft=0,
        range_ft=20,
        long_range_ft=60,
        item=item,
        is_thrown=True,
        ability="dex",
        critical_on=_critical_on(creature),
    )


def _hits_as_magic(creature: Creature) -> bool:
    """SRD 5.1, the stat blocks' "Magic Weapons", "Angelic Weapons", "Hellish Weapons"."""
    return any(has_trait(creature, f"{kind}_weapons") for kind in ("magic", "angelic", "hellish"))


def block_strike(creature: Creature, attack: Attack | None = None, *, far: bool = False) -> Strike:
    """Return a stat block's attack; `far` shoots or throws it."""
    attack = attack or UNARMED
    is_ranged = attack.range_ft > 0 and (far or attack.reach_ft == 0)
    damage = attack.damage_ranged if is_ranged and attack.damage_ranged else attack.damage
    return Strike(
        name=attack.name,
        kind="ranged" if is_ranged else "melee",
        to_hit=(Part(label="attack bonus", value=attack.to_hit),),
        damage=damage,
        reach_ft=0 if is_ranged else attack.reach_ft,
        range_ft=attack.range_ft if is_ranged else 0,
        long_range_ft=attack.long_range_ft if is_ranged else 0,
        is_spell=attack.is_spell,
        ability="dex" if is_ranged else "str",
        material="magical"
        if attack.is_spell or _hits_as_magic(creature)
        else _material(creature, None),
        rider=attack.rider,
        half_when_bloodied=attack.half_when_bloodied,
    )


def off_hand(strike: Strike, creature: Creature) -> Strike:
    """Return the second blow of two-weapon fighting: no ability modifier to damage unless it is negative."""
    features = creature.sheet.features if creature.sheet else ()
    if "Fighting Style: Two-Weapon Fighting" in features:
        return strike
    kept = tuple(p for p in strike.damage_parts if p.value < 0)
    return replace(strike, damage_parts=kept)
