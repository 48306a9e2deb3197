"""What the players may see of the state: a pure projection kept in `campaigns.table_view`, which the table page shows.

No secret, no hidden thing, no number of a foe is in it.
"""

from typing import Any

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Encounter

XP_FOR_LEVEL = (
    0, 300, 900, 2_700, 6_500, 14_000, 23_000, 34_000, 48_000, 64_000,
    85_000, 100_000, 120_000, 140_000, 165_000, 195_000, 225_000, 265_000, 305_000, 355_000,
)  # fmt: skip
"""SRD 5.1, "Character Advancement": experience points at which each level begins."""


BOOKKEEPING = (
    "hands busy", "cast a bonus action spell", "healer's kit uses", "used to the stench", "once more:", "bond:",
)  # fmt: skip
"""Effects that the rules count with and nobody at the table needs to see, besides those ending in "used"."""


def spell_name(key: str) -> str:
    """Return a spell's key as a name: `protection-from-evil-and-good` is Protection from Evil and Good."""
    small = ("and", "from", "of", "or", "to", "the")
    words = key.split("-")
    return " ".join(w if i and w in small else w.capitalize() for i, w in enumerate(words))


def shown_effects(creature: Creature) -> list[str]:
    """Return the names of the effects that a player should see."""
    names = [effect.name for effect in creature.effects]
    return [n for n in names if not n.startswith(BOOKKEEPING) and not n.endswith(" used")]


def health_of(creature: Creature) -> str:
    """Return how somebody looks: a word, never a number."""
    if creature.is_dead:
        return "dead"
    if creature.has_fled:
        return "fled"
    if creature.hp <= 0:
        return "dying"
    if creature.hp >= creature.hp_max:
        return "unhurt"
    return "bloodied" if creature.hp * 2 <= creature.hp_max else "hurt"


def part_of_day(clock_min: int) -> str:
    """Return dawn, day, dusk or night for a clock in minutes since the first midnight."""
    hour = clock_min // 60 % 24
    if 5 <= hour < 8:
        return "dawn"
    if 8 <= hour < 18:
        return "day"
    return "dusk" if 18 <= hour < 21 else "night"


def _clock(clock_min: int) -> dict[str, Any]:
    day, minute = divmod(clock_min, 24 * 60)
    return {
        "day": day + 1,
        "time": f"{minute // 60:02}:{minute % 60:02}",
        "part": part_of_day(clock_min),
    }


def _scene(state: State) -> dict[str, Any] | None:
    here = state.here
    if here is None:
        return None
    return {
        "key": here.key,
        "name": here.name,
        "kind": here.kind,
        "light": here.light,
        "is_outdoors": here.is_outdoors,
        "exits": [
            {
                "name": way.name,
                "direction": way.direction,
                "to": way.to,
                "to_name": state.locations[way.to].name
                if state.locations[way.to].is_known
                else None,
                "is_locked": way.is_locked,
            }
            for way in here.exits
            if not way.is_hidden
        ],
        "features": [feature.name for feature in here.features if not feature.is_hidden],
        "people": [
            {
                "ref": creature.ref,
                "name": creature.name,
                "role": creature.person.role if creature.person else "",
                "attitude": creature.attitude,
                "health": health_of(creature),
            }
            for creature in state.at(here.key)
            if not creature.is_hidden
        ],
        "items": [item.name for item in here.items],
    }


def _armor_of_magic(hero: Creature) -> int:
    """Return what the magic items that somebody bears add to armor class."""
    given = (i.worn.get("armor_class", 0) for i in hero.items if i.worn and hero.bears(i))
    return sum(int(number) for number in given)


def _item(hero: Creature, item: Item) -> dict[str, Any]:
    """Return one carried thing; only magic ones have more to show than a name and a number."""
    shown: dict[str, Any] = {
        "key": item.key,
        "name": item.name,
        "quantity": item.quantity,
        "is_equipped": item.is_equipped,
    }
    if not item.rarity:
        return shown
    if item.is_unknown:
        return {**shown, "key": "unknown", "is_unknown": True}
    shown["rarity"] = item.rarity
    if item.needs_attunement:
        shown["is_attuned"] = item.key in hero.attuned
    if item.charges_max:
        most = item.charges_max * item.quantity
        shown["charges"] = {"left": most - item.charges_spent, "max": most}
    if item.narrated:
        shown["narrated"] = item.narrated
    return shown


def _hero(hero: Creature) -> dict[str, Any]:
    sheet = hero.sheet
    assert sheet is not None
    next_level = XP_FOR_LEVEL[sheet.level] if sheet.level < len(XP_FOR_LEVEL) else None
    return {
        "ref": hero.ref,
        "id": int(hero.ref[1:]),
        "name": hero.name,
        "race": sheet.race,
        "class_name": sheet.class_name,
        "level": sheet.level,
        "hp": hero.hp,
        "hp_max": hero.hp_max,
        "temp_hp": hero.temp_hp,
        "armor_class": hero.armor_class + _armor_of_magic(hero),
        "speed_ft": hero.speed_ft,
        "xp": sheet.xp,
        "xp_next": next_level,
        "proficiency_bonus": hero.proficiency_bonus,
        "abilities": dict(hero.abilities),
        "skills": list(hero.skills),
        "save_proficiencies": list(hero.save_proficiencies),
        "conditions": [{"name": c.name, "because": c.because} for c in hero.conditions],
        "effects": shown_effects(hero),
        "concentration": spell_name(hero.concentration.spell) if hero.concentration else None,
        "slots": {
            str(level): {"left": sheet.slots_left.get(level, 0), "max": most}
            for level, most in sheet.slots_max.items()
        },
        "resources": {
            name: {"left": sheet.resources_left.get(name, 0), "max": most}
            for name, most in sheet.resources_max.items()
        },
        "hit_dice": f"{sheet.hit_dice_left}/{sheet.level}",
        "hit_die": sheet.hit_die,
        "cantrips": [spell_name(key) for key in sheet.cantrips],
        "spells": [spell_name(key) for key in sheet.spells_prepared],
        "features": list(sheet.features),
        "narrated": list(sheet.narrated),
        "expertise": list(sheet.expertise),
        "level_ready": sheet.level + 1 if sheet.has_level_to_take and not hero.is_dead else None,
        "items": [_item(hero, i) for i in hero.items],
        "coins_cp": hero.coins_cp,
        "death_saves": hero.death_saves.model_dump() if hero.hp <= 0 else None,
        "is_dead": hero.is_dead,
        "is_down": hero.is_down,
        "is_hidden": hero.is_hidden,
        "look": sheet.look,
        "health": health_of(hero),
    }


def _encounter(state: State, encounter: Encounter | None) -> dict[str, Any] | None:
    if encounter is None:
        return None
    order = []
    for index, combatant in enumerate(encounter.order):
        creature = state.creatures[combatant.ref]
        order.append(
            {
                "ref": creature.ref,
                "name": creature.name,
                "initiative": combatant.initiative,
                "side": combatant.side,
                "health": health_of(creature),
                "hp": creature.hp if creature.is_hero else None,
                "hp_max": creature.hp_max if creature.is_hero else None,
                "zone": combatant.zone,
                "is_turn": index == encounter.turn,
                "is_surprised": combatant.is_surprised,
            }
        )
    turn_of = encounter.order[encounter.turn].ref if encounter.order else None
    return {
        "name": encounter.name,
        "round": encounter.round,
        "turn_of": turn_of,
        "order": order,
        "zones": [zone.model_dump() for zone in encounter.zones],
    }


def _quests(state: State) -> list[dict[str, Any]]:
    shown = []
    for quest in state.quests.values():
        if quest.status == "unknown":
            continue
        stages = []
        for stage in quest.stages:
            stages.append({"text": stage.text, "is_done": stage.is_done})
            if not stage.is_done:
                break
        shown.append(
            {
                "key": quest.key,
                "title": quest.title,
                "is_main": quest.is_main,
                "status": quest.status,
                "stages": stages,
                "outcome": quest.outcome,
            }
        )
    return sorted(shown, key=lambda quest: (not quest["is_main"], quest["key"]))


def _map(state: State) -> dict[str, Any]:
    known = {key: place for key, place in state.locations.items() if place.is_known}
    ways = {
        tuple(sorted((key, way.to)))
        for key, place in known.items()
        if place.is_visited
        for way in place.exits
        if way.to in known and not way.is_hidden
    }
    return {
        "places": [
            {
                "key": key,
                "name": place.name,
                "kind": place.kind,
                "x": place.map_x,
                "y": place.map_y,
                "is_here": key == state.location,
                "is_visited": place.is_visited,
            }
            for key, place in sorted(known.items())
        ],
        "ways": sorted(list(way) for way in ways),
    }


def table_view(state: State) -> dict[str, Any]:
    """Return everything the table page shows besides the story."""
    heroes = sorted(state.heroes, key=lambda hero: int(hero.ref[1:]))
    return {
        "title": state.adventure.title,
        "ended": state.adventure.ended,
        "has_begun": bool(state.locations),
        "is_lost": bool(heroes) and all(hero.is_dead for hero in heroes),
        "clock": _clock(state.clock_min),
        "weather": state.weather,
        "scene": _scene(state),
        "heroes": [_hero(hero) for hero in heroes],
        "quests": _quests(state),
        "clues": [clue.text for _, clue in sorted(state.clues.items()) if clue.is_found],
        "encounter": _encounter(state, state.encounter),
        "map": _map(state),
    }
