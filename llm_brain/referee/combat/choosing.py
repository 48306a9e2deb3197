"""Which weapon is meant: what is named, what is in hand, what reaches the target.

It changes nothing; `fighting.py` pays for drawing it.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.state import State
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.combat.economy import movement_left
from llm_brain.referee.combat.movement_cost import can_reach
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.combat.strike import Strike, block_strike, unarmed_strike, weapon_strike
from llm_brain.referee.features.wild_shape import form_strike
from llm_brain.referee.proficiency import entry_of, has_shield

SHOOTING = ("shoot", "bow", "arrow", "bolt", "fire at", "sling", "loose")
THROWING = ("throw", "hurl", "toss", "fling")
UNARMED_WORDS = ("punch", "kick", "fist", "unarmed", "headbutt", "bare hand")


def best_melee(creature: Creature) -> Strike | None:
    """Return what somebody strikes with up close, unasked."""
    if creature.stat_block is not None or creature.sheet is None:
        block = block_of(creature)
        attacks = [a for a in block.attacks if a.reach_ft and a.damage] if block else []
        attacks = [a for a in attacks if not a.needs]
        if block and not attacks:
            return None
        return block_strike(creature, attacks[0] if attacks else None)
    for item in creature.items:
        strike = weapon_strike(creature, item) if item.is_equipped else None
        if strike and strike.kind == "melee":
            return strike
    return unarmed_strike(creature)


def readied_strike(state: State, ref: str, target: str) -> Strike | None:
    """Return a strike that reaches somebody from where one stands, or None."""
    creature = state.creatures[ref]
    distance = distance_ft(state, ref, target)
    if distance <= 5:
        return best_melee(creature)
    if creature.sheet is None:
        block = block_of(creature)
        far = [a for a in block.attacks if a.range_ft >= distance] if block else []
        return block_strike(creature, far[0], far=True) if far else None
    for item in creature.items:
        strike = weapon_strike(creature, item) if item.is_equipped else None
        if strike and strike.kind == "ranged" and strike.goes_ft >= distance:
            return strike if has_ammunition(creature, strike) else None
    return None


def has_ammunition(creature: Creature, strike: Strike) -> bool:
    """Whether there is something to shoot."""
    return not strike.ammunition or any(i.key == strike.ammunition for i in creature.items)


def can_wield(creature: Creature, item: Item) -> bool:
    """Whether a weapon can be used with what is in hand: two hands are needed for some."""
    entry = entry_of(item)
    if entry is None or entry.weapon is None:
        return False
    return not (entry.weapon.has("two-handed") and has_shield(creature))


def weapons_of(creature: Creature) -> list[Item]:
    """Return the weapons somebody carries, those in hand first."""
    armed = [i for i in creature.items if (e := entry_of(i)) is not None and e.weapon is not None]
    return sorted(armed, key=lambda item: not item.is_equipped)


def strike_for(state: State, ref: str, target: str, item: str | None, text: str) -> Strike | None:
    """Return the strike a hero means, or None when nothing they carry reaches the target."""
    creature = state.creatures[ref]
    words = text.lower()
    distance = distance_ft(state, ref, target)
    near = distance <= 5 or can_reach(state, ref, target, movement_left(state, ref))
    if creature.stat_block is not None and creature.sheet is not None:
        return form_strike(creature, item, near=near)
    if item:
        return _named(creature, item, distance, near, words)
    if any(word in words for word in UNARMED_WORDS):
        return unarmed_strike(creature)
    wants_far = any(word in words for word in SHOOTING)
    wants_throw = any(word in words for word in THROWING)
    candidates = [i for i in weapons_of(creature) if can_wield(creature, i)]
    if wants_far or wants_throw:
        return _first_far(creature, candidates, distance, thrown_only=wants_throw)
    in_hand = [i for i in candidates if i.is_equipped]
    if near:
        for chosen in in_hand:
            strike = weapon_strike(creature, chosen)
            if strike and strike.kind == "melee":
                return strike
        if not in_hand:
            for chosen in candidates:
                strike = weapon_strike(creature, chosen)
                if strike and strike.kind == "melee":
                    return strike
    far = _first_far(creature, in_hand, distance) or _first_far(creature, candidates, distance)
    return far or (unarmed_strike(creature) if near else None)


def _named(creature: Creature, key: str, distance: int, near: bool, words: str) -> Strike | None:
    if key.lower() in ("unarmed", "unarmed-strike", "unarmed strike"):
        return unarmed_strike(creature)
    named = key.lower().replace("-", " ")
    for item in weapons_of(creature):
        called = (item.key.replace("-", " "), item.name.lower())
        spoken = {" ".join(sorted(name.split())) for name in called}
        if named not in called and " ".join(sorted(named.replace(",", "").split())) not in spoken:
            continue
        melee = weapon_strike(creature, item)
        thrown = _thrown(creature, item)
        if thrown and (any(w in words for w in THROWING) or not near):
            return thrown
        return melee
    return None


def _thrown(creature: Creature, item: Item) -> Strike | None:
    entry = entry_of(item)
    if entry is None or entry.weapon is None or not entry.weapon.has("thrown"):
        return None
    return weapon_strike(creature, item, is_thrown=True)


def _first_far(
    creature: Creature, items: list[Item], distance: int, *, thrown_only: bool = False
) -> Strike | None:
    best: Strike | None = None
    for item in items:
        thrown = _thrown(creature, item)
        shot = None if thrown_only else weapon_strike(creature, item)
        for strike in (shot, thrown):
            if strike is None or strike.kind != "ranged" or strike.goes_ft < distance:
                continue
            if not has_ammunition(creature, strike):
                continue
            if best is None or (strike.range_ft >= distance > best.range_ft):
                best = strike
    return best
