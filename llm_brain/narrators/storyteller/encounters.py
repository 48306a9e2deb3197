"""Fights as wholes: how they begin, who moves where, who joins or runs, how they end."""

from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.bodies import Died
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import (
    ActionSpent,
    AttackMade,
    CombatantJoined,
    EncounterBegan,
    EncounterEnded,
    Fled,
    MovementGained,
    Surrendered,
    Vanished,
    ZoneEntered,
)
from llm_brain.ledger.events.sheets import XpGained
from llm_brain.narrators.storyteller import blows, grammar
from llm_brain.narrators.storyteller.nouns import Noun
from llm_brain.narrators.storyteller.table import scene_values
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding


def tell_began(t: Telling, event: EncounterBegan, rest: Unfolding) -> None:
    """Tell that a fight is on, with whom, and who is quicker."""
    foes = [t.noun(c.ref) for c in event.order if c.side == "foes"]
    values = scene_values(t, 1)
    values.pop("p", None)
    seen = _as_seen(t, foes[:5])
    for foe in foes[:5]:
        t.mark(f"seen:{foe.ref}")
    values["foes"] = grammar.listed(seen) or "something"
    values["them"] = grammar.listed([f.phrase for f in foes[:5]]) or "something"
    flags = {"many"} if len(foes) > 1 else {"single"}
    if len(foes) == 1:
        values["e"] = foes[0]
    surprised = {c.side for c in event.order if c.is_surprised}
    if surprised == {"foes"}:
        t.say("fight.ambush", flags=flags, **values)
    else:
        t.say("fight.surprised" if "party" in surprised else "fight.begins", flags=flags, **values)
    first = event.order[0] if event.order else None
    if first is not None and not surprised:
        who = t.noun(first.ref)
        if first.ref == t.actor:
            t.say("fight.you_first", is_event=False, **values)
        else:
            t.say("fight.other_first", is_event=False, d=who, **values)


def _as_seen(t: Telling, foes: list[Noun]) -> list[str]:
    """Return foes as they come into view: known ones by name, new ones of one kind together, "a lame and a taller rat"."""
    known = [f.phrase for f in foes if t.was_told(f"seen:{f.ref}")]
    new = [f for f in foes if not t.was_told(f"seen:{f.ref}")]
    heads = {f.name.partition(" ")[2] for f in new}
    if known or len(new) < 2 or len(heads) != 1 or not all(heads) or any(f.is_proper for f in new):
        return known + [f.form("a") for f in new]
    head = heads.pop()
    ones = [grammar.with_article(f.name.partition(" ")[0]) for f in new]
    return [f"{grammar.listed(ones)} {head}"]


def tell_moved(t: Telling, event: ZoneEntered, rest: Unfolding) -> None:
    """Tell movement on the battlefield: the hero's own, and others' when nothing else tells it."""
    who = t.creature(event.ref)
    more = rest.take(ZoneEntered, lambda e: e.ref == event.ref)
    last = more[-1] if more else event
    values: Values = {"d": t.noun(event.ref), "zone": _zone(last.zone_name)}
    ahead = [e for e in rest.left if not isinstance(e, RollMade | ActionSpent)]
    if ahead and isinstance(ahead[0], AttackMade) and ahead[0].attacker == event.ref:
        rest.closing = "" if who is not None and who.is_hero else event.ref
        if rest.closing:
            return
    is_you = event.ref == t.actor
    is_hero = who is not None and who.is_hero
    t.say("moves.you" if is_you else "moves.hero" if is_hero else "moves.foe", **values)


def _zone(name: str) -> str:
    """Return where a zone is, as an adverbial: "close by", "at the altar steps"."""
    low = name[:1].lower() + name[1:]
    first = low.split(" ")[0]
    if first in {"the", "a", "an"}:
        return f"at {low}"
    if first in {
        "close",
        "in",
        "at",
        "by",
        "near",
        "on",
        "behind",
        "beside",
        "among",
        "under",
        "between",
        "up",
        "down",
        "before",
        "beyond",
        "far",
        "inside",
        "along",
        "over",
        "across",
        "out",
        "above",
        "below",
    }:
        return low
    return f"by the {low}"


def tell_movement(t: Telling, event: MovementGained, rest: Unfolding) -> None:
    """Tell a dash; other changes of movement are bookkeeping."""
    if "dash" in event.because.lower():
        t.say("dashes", d=t.noun(event.ref))


def tell_joined(t: Telling, event: CombatantJoined, rest: Unfolding) -> None:
    """Tell somebody entering the fight."""
    t.say("fight.joined", d=t.noun(event.combatant.ref))


def tell_vanished(t: Telling, event: Vanished, rest: Unfolding) -> None:
    """Tell who is gone from this world; several together are told by the first."""
    rest.take(Vanished, breaks=())
    t.say("vanished", d=t.noun(event.ref))


def tell_fled(t: Telling, event: Fled, rest: Unfolding) -> None:
    """Tell those who leave the fight alive."""
    more = rest.take(Fled, breaks=())
    refs = list(dict.fromkeys(e.ref for e in (event, *more)))
    heroes = [r for r in refs if (c := t.creature(r)) is not None and c.is_hero]
    if heroes:
        t.say("fled.you" if t.actor in heroes else "fled.foe", d=t.noun(heroes[0]))
        refs = [r for r in refs if r not in heroes]
    if len(refs) > 1:
        t.say("fled.many", names=grammar.listed([t.noun(r).phrase for r in refs]))
    elif refs:
        t.say("fled.foe", d=t.noun(refs[0]))


def tell_surrendered(t: Telling, event: Surrendered, rest: Unfolding) -> None:
    """Tell who throws down their arms."""
    more = rest.take(Surrendered, breaks=())
    refs = list(dict.fromkeys(e.ref for e in (event, *more)))
    if len(refs) > 1:
        t.say("yields.many", names=grammar.listed([t.noun(r).phrase for r in refs]))
    else:
        t.say("yields", d=t.noun(event.ref))


def tell_ended(t: Telling, event: EncounterEnded, rest: Unfolding) -> None:
    """Tell how the fight ended and what it taught."""
    values = scene_values(t, 1)
    values.pop("p", None)
    villain = t.creature(t.state.adventure.villain)
    alive = [h for h in t.state.heroes if not h.is_dead]
    if event.outcome == "lost" and alive:
        t.say("fight.lost.alive", **values)
    elif villain is not None and event.outcome in ("won", "talked") and _is_beaten(t, villain):
        t.say("fight.villain.dead" if villain.is_dead else "fight.villain", v=t.noun(villain.ref))
    else:
        t.say(f"fight.{event.outcome}", **values)
    if event.outcome == "won":
        _tell_toll(t)
    if event.xp and not any(isinstance(e, XpGained) for e in rest.left):
        t.say("fight.xp", n=event.xp)


def _is_beaten(t: Telling, villain: Creature) -> bool:
    """Say whether this turn decided the fight with the one behind it all."""
    if any(isinstance(e, Died | Surrendered) and e.ref == villain.ref for e in t.brief.events):
        return True
    order = t.brief.before.encounter.order if t.brief.before.encounter else ()
    return any(c.ref == villain.ref for c in order) and not villain.is_dead


def _tell_toll(t: Telling) -> None:
    """Tell what a fight has cost the hero, once it is over: nothing, blood, or nearly everything."""
    you = t.creature(t.actor)
    if you is None or you.hp <= 0:
        return
    state = "whole" if you.hp >= you.hp_max else blows.health(you, you.hp)
    t.say(f"toll.{state}", is_event=state != "whole")


TELLS: dict[type, Callable[..., None]] = {
    EncounterBegan: tell_began,
    ZoneEntered: tell_moved,
    MovementGained: tell_movement,
    CombatantJoined: tell_joined,
    Vanished: tell_vanished,
    Fled: tell_fled,
    Surrendered: tell_surrendered,
    EncounterEnded: tell_ended,
}
