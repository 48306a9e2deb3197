"""Blows exchanged: a hero's attack in a sentence of its own, everybody else's in one breath."""

from collections.abc import Callable

from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import (
    ActionSpent,
    AttackMade,
    MovementGained,
    TurnBegan,
    TurnEnded,
    ZoneEntered,
)
from llm_brain.narrators.storyteller import blows, volleys
from llm_brain.narrators.storyteller.blows import Blow
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.unfolding import Unfolding

_BETWEEN = (RollMade, ActionSpent, MovementGained, TurnBegan, TurnEnded, ZoneEntered)


def tell_attack(t: Telling, attack: AttackMade, rest: Unfolding) -> None:
    """Tell an attack; what the other side does right after it is told together."""
    attacker = t.creature(attack.attacker)
    if attacker is not None and attacker.is_hero:
        tell_blow(t, blows.gather(attack, rest))
        return
    first = blows.gather(attack, rest)
    first.closes = rest.closing == attack.attacker
    rest.closing = ""
    volleys.tell(t, [first, *_more(t, rest)])


def _more(t: Telling, rest: Unfolding) -> list[Blow]:
    """Take the attacks of the same side that follow with nothing but bookkeeping between."""
    found: list[Blow] = []
    while True:
        closes = False
        skipped = 0
        for event in rest.left:
            if isinstance(event, _BETWEEN):
                hero = t.creature(getattr(event, "ref", None))
                if isinstance(event, TurnBegan) and hero is not None and hero.is_hero:
                    return found
                closes = closes or (isinstance(event, ZoneEntered))
                skipped += 1
                continue
            break
        if skipped >= len(rest.left):
            return found
        attack = rest.left[skipped]
        if not isinstance(attack, AttackMade):
            return found
        attacker = t.creature(attack.attacker)
        if attacker is None or attacker.is_hero:
            return found
        del rest.left[: skipped + 1]
        blow = blows.gather(attack, rest)
        blow.closes = closes
        found.append(blow)


def _shape(blow: Blow) -> str:
    attack = blow.attack
    where = "ranged" if attack.kind == "ranged" else "melee"
    if not attack.is_hit:
        if attack.is_fumble:
            return "fumble"
        if where == "ranged":
            return "miss.ranged"
        return "miss.near" if blow.is_near else "miss.wide"
    if blow.damages and blow.total == 0:
        return "modified.immunity" if blow.damages[0].modified == "immunity" else "hit.zero"
    if blow.has_died:
        return f"kill.{where}"
    return f"crit.{where}" if attack.is_critical else f"hit.{where}"


def tell_blow(t: Telling, blow: Blow) -> None:
    """Tell one hero's attack: the stroke, what it cost and how it was taken, in one sentence."""
    values, flags = blows.values(t, blow), blows.flags(t, blow)
    attack = blow.attack
    if attack.is_hit and not blow.damages:
        t.say("hit.nothing", flags=flags, **values)
    elif attack.kind == "spell":
        _tell_spell_attack(t, blow)
    else:
        t.say(_shape(blow), flags=flags, **values)
    tell_rest_of_blow(t, blow)


def _tell_spell_attack(t: Telling, blow: Blow) -> None:
    values, flags = blows.values(t, blow), blows.flags(t, blow)
    values["spell"] = blow.attack.weapon
    if not blow.attack.is_hit:
        t.say("bolt.miss", flags=flags, **values)
    elif blow.total == 0:
        t.say("bolt.nothing", flags=flags, **values)
    else:
        t.say("bolt.kill" if blow.has_died else "bolt.hit", flags=flags, **values)


def tell_rest_of_blow(t: Telling, blow: Blow) -> None:
    """Tell what the sentence of the stroke left over: more damage, resistance, who fell."""
    values = blows.values(t, blow)
    for damage in (d for d in blow.damages[1:] if d.amount):
        t.say("more.damage", **{**values, "n": damage.amount, "dtype": damage.damage_type})
    for damage in blow.damages:
        if damage.modified in ("resistance", "vulnerability") and not blow.has_died:
            t.say(f"took.{damage.modified}", **values)
            break
    if blow.has_fallen:
        who = "you" if values["d"] == t.noun(t.actor) else "other"
        t.say(f"down.{who}", **values)


TELLS: dict[type, Callable[..., None]] = {AttackMade: tell_attack}
