"""One attack with all that came of it, gathered from the events; what body it met and how bad it looks."""

import re
from dataclasses import dataclass, field

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import (
    ConditionGained,
    DamageTaken,
    DeathSavesMarked,
    Died,
    FellUnconscious,
)
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent, AttackMade
from llm_brain.narrators.storyteller import nouns
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import BREAKS, Unfolding

_BODIES = {
    "beast": "beast", "ooze": "ooze", "construct": "construct", "plant": "plant", "undead": "corpse",
    "elemental": "spirit", "monstrosity": "beast", "dragon": "beast",
}  # fmt: skip
_MISSILES = {"bow": "arrow", "crossbow": "bolt", "sling": "stone", "blowgun": "needle"}
_NEAR_MISS = 2


def body_of(creature: Creature | None) -> str:
    """Return what a creature is made of, as the banks call it."""
    if creature is None:
        return "flesh"
    name = f"{creature.name} {creature.stat_block or ''}".lower()
    if "skeleton" in name or "bone" in name:
        return "bone"
    if re.search(r"ghost|specter|spectre|shadow|wraith|will-o|phantom|banshee|poltergeist", name):
        return "spirit"
    if "swarm" in name:
        return "swarm"
    if re.search(r"vampire|lich", name):
        return "flesh"
    return _BODIES.get(creature.type.lower().split(" ")[0], "flesh")


def health(creature: Creature | None, hp: int) -> str:
    """Return how bad it looks at these hit points: fresh, hurt or near the end."""
    most = creature.hp_max if creature else 1
    if hp * 4 <= most:
        return "near"
    return "hurt" if hp * 2 <= most else "fresh"


@dataclass
class Blow:
    """An attack, the damage it did and who fell to it."""

    attack: AttackMade
    damages: list[DamageTaken] = field(default_factory=list)
    has_died: bool = False
    has_fallen: bool = False
    is_near: bool = False
    closes: bool = False
    is_dying_worse: bool = False

    @property
    def total(self) -> int:
        return self.damages[0].amount if self.damages else 0


def gather(attack: AttackMade, rest: Unfolding) -> Blow:
    """Take what belongs to an attack: everything about its target up to the next attack."""
    breaks: tuple[type[Event], ...] = (*BREAKS, AttackMade)
    target = attack.target
    blow = Blow(attack)
    blow.damages = rest.take(DamageTaken, lambda e: e.ref == target, breaks)
    blow.has_died = bool(rest.take(Died, lambda e: e.ref == target, breaks))
    blow.has_fallen = bool(rest.take(FellUnconscious, lambda e: e.ref == target, breaks))
    if blow.has_fallen:
        rest.take(ConditionGained, lambda e: e.ref == target, breaks)
    marked = rest.take(DeathSavesMarked, lambda e: e.ref == target, breaks)
    blow.is_dying_worse = bool(marked) and not blow.has_died and not blow.has_fallen
    roll = rest.rolls.get(attack.roll) if attack.roll is not None else None
    if roll is not None and roll.against is not None and not attack.is_hit:
        blow.is_near = roll.against - roll.total <= _NEAR_MISS and not attack.is_fumble
    return blow


def quiet(event: Event) -> bool:
    """Say whether an event between attacks is only bookkeeping."""
    return isinstance(event, RollMade | ActionSpent)


def values(t: Telling, blow: Blow) -> Values:
    """Return what phrases about this blow may name."""
    attack = blow.attack
    a, d = t.noun(attack.attacker), t.noun(attack.target)
    weapon = nouns.of_weapon(attack.weapon, a)
    made: Values = {
        "a": a,
        "d": d,
        "w": weapon,
        "m": nouns.Noun(missile(attack.weapon), owner=a),
        "body": body_of(t.creature(attack.target)),
        "dtype": blow.damages[0].damage_type if blow.damages else guessed_type(attack.weapon),
    }
    if blow.damages:
        made["n"] = blow.total
    return made


def flags(t: Telling, blow: Blow, rest_hp: int | None = None) -> set[str]:
    """Return the flags phrases about this blow may ask for."""
    attack = blow.attack
    target = t.creature(attack.target)
    hp = blow.damages[-1].hp if blow.damages else (target.hp if target else 1)
    weapon = nouns.of_weapon(attack.weapon, t.noun(attack.attacker))
    found = {health(target, hp if rest_hp is None else rest_hp), body_of(target), attack.kind}
    found.add(blow.damages[0].damage_type if blow.damages else guessed_type(attack.weapon))
    if weapon.is_many:
        found.add("many")
    if weapon.name in {"jaws", "teeth"}:
        found.add("jaws")
    if "bow" in attack.weapon.lower():
        found.add("bow")
    if blow.total > 1:
        found.add("many_points")
    return found


def missile(weapon: str) -> str:
    """Return what a ranged weapon sends: an arrow, a bolt, or itself."""
    name = nouns.weapon_name(weapon)
    if "crossbow" in name:
        return "bolt"
    for part, sent in _MISSILES.items():
        if part in name:
            return sent
    return name or "shot"


def guessed_type(weapon: str) -> str:
    """Guess the damage type of a weapon that did none."""
    name = nouns.weapon_name(weapon)
    if re.search(r"sword(?!.*short)|axe|scimitar|claw|sickle|glaive|halberd|whip", name):
        return "piercing" if "short" in name else "slashing"
    if re.search(r"mace|club|hammer|staff|flail|slam|fist|sling|unarmed|maul|pseudopod", name):
        return "bludgeoning"
    return "piercing"
