"""Six ready-made heroes of level 1, legal by the SRD, from `data/heroes.json`.

It makes creatures; joining a table is an event of its own.
"""

from typing import Any

from llm_brain.ledger.creature import Ability, Creature, Sheet
from llm_brain.ledger.fact import Fact
from llm_brain.referee.armor_class import armor_class_from_gear
from llm_brain.referee.catalogue import Catalogue
from llm_brain.referee.equipment import item


class Hero(Fact):
    """A row of `data/heroes.json`."""

    key: str
    name: str
    race: str
    class_name: str
    background: str
    alignment: str
    abilities: dict[Ability, int]
    speed_ft: int
    size: str
    hp: int
    hit_die: int
    darkvision_ft: int = 0
    resistances: tuple[str, ...] = ()
    save_proficiencies: tuple[Ability, ...]
    skills: tuple[str, ...]
    expertise: tuple[str, ...] = ()
    features: tuple[str, ...]
    languages: tuple[str, ...]
    spell_ability: Ability | None = None
    cantrips: tuple[str, ...] = ()
    spells_known: tuple[str, ...] = ()
    spells_prepared: tuple[str, ...] = ()
    slots: dict[int, int] = {}
    resources: dict[str, int] = {}
    equipped: tuple[str, ...]
    items: dict[str, int]
    coins_cp: int
    look: str
    summary: str


class Pregenerated(Fact):
    """What a player sees when choosing a hero."""

    key: str
    name: str
    race: str
    class_name: str
    level: int = 1
    summary: str
    look: str = ""


HEROES: Catalogue[Hero] = Catalogue("heroes.json", Hero)


def pregenerated() -> list[Pregenerated]:
    """Return the ready-made heroes in the order they are offered."""
    return [
        Pregenerated(
            key=row.key,
            name=row.name,
            race=row.race,
            class_name=row.class_name,
            summary=row.summary,
            look=row.look,
        )
        for row in HEROES.values()
    ]


def _sheet(row: Hero) -> Sheet:
    return Sheet(
        race=row.race,
        class_name=row.class_name,
        background=row.background,
        alignment=row.alignment,
        hit_die=row.hit_die,
        expertise=row.expertise,
        features=row.features,
        languages=row.languages,
        spell_ability=row.spell_ability,
        cantrips=row.cantrips,
        spells_known=row.spells_known,
        spells_prepared=row.spells_prepared,
        slots_max=row.slots,
        slots_left=row.slots,
        resources_max=row.resources,
        resources_left=row.resources,
        look=row.look,
    )


def hero_from(key: str, *, ref: str, name: str | None = None) -> Creature:
    """Return a ready-made hero. Raises KeyError for a key that is not on offer."""
    row = HEROES[key]
    worn = [item(k, 1, is_equipped=True) for k in row.equipped]
    carried = [item(k, quantity) for k, quantity in row.items.items()]
    fields: dict[str, Any] = {
        "ref": ref,
        "name": name or row.name,
        "size": row.size,
        "abilities": row.abilities,
        "hp": row.hp,
        "hp_max": row.hp,
        "armor_class": 10,
        "speed_ft": row.speed_ft,
        "save_proficiencies": row.save_proficiencies,
        "skills": row.skills,
        "darkvision_ft": row.darkvision_ft,
        "resistances": row.resistances,
        "items": (*worn, *carried),
        "coins_cp": row.coins_cp,
        "attitude": "friendly",
        "sheet": _sheet(row),
    }
    hero = Creature(**fields)
    return hero.model_copy(update={"armor_class": armor_class_from_gear(hero)})
