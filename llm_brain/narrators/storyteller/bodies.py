"""What happens to bodies outside a blow: harm, healing, conditions, effects, dying, death."""

import re
from collections.abc import Callable

from llm_brain.ledger.events.bodies import (
    ConcentrationBegan,
    ConcentrationEnded,
    ConditionGained,
    ConditionLost,
    DamageTaken,
    DeathSavesMarked,
    Died,
    EffectGained,
    EffectLost,
    FellUnconscious,
    Healed,
    HidingChanged,
    HpMaxChanged,
    Revived,
    Stabilised,
    TempHpGained,
)
from llm_brain.narrators.storyteller import blows, nouns
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

CONDITIONS = frozenset(
    "blinded charmed deafened exhaustion frightened grappled incapacitated invisible paralyzed petrified "
    "poisoned prone restrained stunned unconscious".split()
)


def _whose(t: Telling, ref: str) -> set[str]:
    creature = t.creature(ref)
    kind = "you" if ref == t.actor else "hero" if creature and creature.is_hero else "foe"
    return {kind, blows.body_of(creature)}


def tell_harm(t: Telling, event: DamageTaken, rest: Unfolding) -> None:
    """Tell harm that no attack explains: a trap, poison, fire."""
    died = rest.take_one(Died, lambda e: e.ref == event.ref)
    fell = rest.take_one(FellUnconscious, lambda e: e.ref == event.ref)
    values: Values = {
        "d": t.noun(event.ref),
        "n": event.amount,
        "dtype": event.damage_type,
        "body": blows.body_of(t.creature(event.ref)),
    }
    flags = {event.damage_type, *_whose(t, event.ref)}
    flags.add(blows.health(t.creature(event.ref), event.hp))
    by = t.creature(event.by)
    if by is not None and by.ref != event.ref and event.amount:
        t.say("harm.held", flags=flags, a=t.noun(by.ref), **values)
    elif event.amount == 0:
        t.say("harm.none", flags=flags, **values)
    else:
        t.say("harm", flags=flags, **values)
    if event.modified == "resistance" and event.amount:
        t.say("took.resistance", **values)
    if fell:
        tell_fall(t, fell, rest)
    if died:
        tell_death(t, died, rest)


def tell_healing(t: Telling, event: Healed, rest: Unfolding) -> None:
    """Tell hit points that came back; who lay dying gets up."""
    before = t.brief.before.creatures.get(event.ref)
    has_fallen = any(isinstance(e, FellUnconscious) and e.ref == event.ref for e in t.brief.events)
    is_back = before is not None and (before.hp <= 0 or has_fallen) and event.hp > 0
    if is_back:
        rest.take(ConditionLost, lambda e: e.ref == event.ref and e.name in ("unconscious",))
    values: Values = {
        "d": t.noun(event.ref),
        "n": event.amount,
        "source": event.source or "the rest",
    }
    if event.amount == 0:
        t.say("heal.none", flags=_whose(t, event.ref), **values)
        return
    t.say("heal.back" if is_back else "heal", flags=_whose(t, event.ref), **values)


def tell_temp_hp(t: Telling, event: TempHpGained, rest: Unfolding) -> None:
    """Tell a buffer of temporary hit points."""
    t.say("temp_hp", d=t.noun(event.ref), n=event.amount)


def tell_condition(t: Telling, event: ConditionGained, rest: Unfolding) -> None:
    """Tell a condition as what it does to somebody; being unconscious is part of falling."""
    name = event.condition.name.lower()
    creature = t.creature(event.ref)
    if name == "unconscious" and creature is not None and creature.hp <= 0:
        return
    if creature is not None and creature.is_dead:
        return
    others = rest.take(
        ConditionGained, lambda e: e.ref != event.ref and e.condition.name.lower() == name
    )
    for gained in (event, *others):
        values: Values = {"d": t.noun(gained.ref), "name": name}
        t.say(f"gains.{name}", flags=_whose(t, gained.ref), **values)


def tell_condition_end(t: Telling, event: ConditionLost, rest: Unfolding) -> None:
    """Tell that a condition is over."""
    rest.take(ConditionLost, lambda e: e.ref == event.ref and e.name == event.name)
    creature = t.creature(event.ref)
    if creature is None or creature.is_dead:
        return
    values: Values = {"d": t.noun(event.ref), "name": event.name.lower()}
    t.say(f"loses.{event.name.lower()}", flags=_whose(t, event.ref), **values)


def tell_effect(t: Telling, event: EffectGained, rest: Unfolding) -> None:
    """Tell a modifier by its name, where the banks know it better than that."""
    others = rest.take(EffectGained, lambda e: e.effect.name == event.effect.name)
    if is_silent(event.effect.name) or _is_light(event.effect.name):
        return
    key = event.effect.name.lower().replace(" ", "_").replace("'", "")
    for gained in (event, *others):
        values: Values = {"d": t.noun(gained.ref), "name": event.effect.name.lower()}
        t.say(f"effect.{key}", flags=_whose(t, gained.ref), **values)


def is_silent(name: str) -> bool:
    """Say whether an effect is the referee's own note and nothing anybody would notice."""
    return name.lower() in SILENT or ":" in name or name.endswith(" used")


def tell_effect_end(t: Telling, event: EffectLost, rest: Unfolding) -> None:
    """Tell that a modifier is gone, unless it was for a moment only."""
    creature = t.creature(event.ref)
    if (
        creature is None
        or creature.is_dead
        or event.name.lower() in MOMENTARY
        or is_silent(event.name)
    ):
        return
    name = nouns.weapon_name(event.name) if _is_light(event.name) else event.name.lower()
    key = "light" if _is_light(event.name) and name != "torch" else name.replace(" ", "_")
    t.say(f"effect_end.{key}", flags=_whose(t, event.ref), d=t.noun(event.ref), name=name)


def _is_light(name: str) -> bool:
    """Say whether an effect is a carried light, "Lantern, hooded" among them."""
    return bool(LIGHTS & set(re.findall(r"[a-z]+", name.lower())))


SILENT = frozenset(
    {
        "hands busy",
        "cast a bonus action spell",
        "shield held",
        "used to the stench",
        "healer's kit uses",
        "sneak attack used",
        "off-hand",
        "bonus action spell",
        "reaction used",
    }
)
LIGHTS = frozenset({"torch", "lantern", "candle", "lamp"})  # lighting them is told already
MOMENTARY = frozenset(
    {
        "dodging",
        "dodge",
        "disengaged",
        "disengaging",
        "disengage",
        "helped",
        "help",
        "reckless",
        "readied",
        "dashing",
    }
)


def tell_concentration(t: Telling, event: ConcentrationBegan, rest: Unfolding) -> None:
    """Tell that a spell has to be held in mind."""
    spell = spell_name(event.concentration.spell)
    t.say("holds", flags=_whose(t, event.ref), d=t.noun(event.ref), spell=spell)


def tell_concentration_end(t: Telling, event: ConcentrationEnded, rest: Unfolding) -> None:
    """Tell that a held spell slipped."""
    creature = t.creature(event.ref)
    if creature is not None and creature.is_dead:
        return
    values: Values = {"d": t.noun(event.ref), "spell": spell_name(event.spell)}
    t.say("lets_go", flags=_whose(t, event.ref), **values)


def spell_name(key: str) -> str:
    """Return a spell's everyday name from its key or name."""
    return key.replace("-", " ").lower().replace("hunters mark", "hunter’s mark")


def tell_fall(t: Telling, event: FellUnconscious, rest: Unfolding) -> None:
    """Tell a hero dropping to 0 hit points."""
    rest.take(ConditionGained, lambda e: e.ref == event.ref)
    is_you = event.ref == t.actor
    t.say("down.you" if is_you else "down.other", d=t.noun(event.ref))


def tell_death(t: Telling, event: Died, rest: Unfolding) -> None:
    """Tell a death that no blow told."""
    whose = "you" if event.ref == t.actor else "foe"
    creature = t.creature(event.ref)
    if whose == "foe" and creature is not None and (creature.is_hero or creature.person):
        whose = "other"
    body = blows.body_of(creature)
    t.say(f"dead.{whose}", flags={body}, d=t.noun(event.ref), body=body)


def tell_death_saves(t: Telling, event: DeathSavesMarked, rest: Unfolding) -> None:
    """Tell how the dying stand, from how they stood."""
    ref = event.ref
    event = [event, *rest.take(DeathSavesMarked, lambda e: e.ref == ref, ())][-1]
    before = t.brief.before.creatures.get(event.ref)
    had = before.death_saves if before else None
    values: Values = {"d": t.noun(event.ref)}
    is_worse = had is not None and event.failures > had.failures
    if had is not None and event.failures == had.failures and event.successes == had.successes:
        is_worse = False
    flags = _whose(t, event.ref) | ({"brink"} if event.failures >= 2 else set())
    t.say("dying.worse" if is_worse else "dying.better", flags=flags, **values)


def tell_stable(t: Telling, event: Stabilised, rest: Unfolding) -> None:
    """Tell that somebody is dying no more."""
    values: Values = {"d": t.noun(event.ref)}
    if event.by and event.by != event.ref:
        values["a"] = t.noun(event.by)
    t.say("stable", flags=_whose(t, event.ref), **values)


def tell_return(t: Telling, event: Revived, rest: Unfolding) -> None:
    """Tell that somebody dead lives again."""
    t.say("revived", flags=_whose(t, event.ref), d=t.noun(event.ref), n=event.hp)


def tell_most(t: Telling, event: HpMaxChanged, rest: Unfolding) -> None:
    """Tell that somebody can bear more, or less, than before."""
    before = t.brief.before.creatures.get(event.ref)
    is_more = before is None or event.hp_max > before.hp_max
    bank = "bears.more" if is_more else "bears.less"
    t.say(bank, flags=_whose(t, event.ref), d=t.noun(event.ref), n=event.hp_max)


def tell_hiding(t: Telling, event: HidingChanged, rest: Unfolding) -> None:
    """Tell that somebody is out of sight, or seen again."""
    flags = _whose(t, event.ref)
    t.say("hidden" if event.is_hidden else "seen", flags=flags, d=t.noun(event.ref))


TELLS: dict[type, Callable[..., None]] = {
    DamageTaken: tell_harm,
    Healed: tell_healing,
    TempHpGained: tell_temp_hp,
    ConditionGained: tell_condition,
    ConditionLost: tell_condition_end,
    EffectGained: tell_effect,
    EffectLost: tell_effect_end,
    ConcentrationBegan: tell_concentration,
    ConcentrationEnded: tell_concentration_end,
    FellUnconscious: tell_fall,
    Died: tell_death,
    DeathSavesMarked: tell_death_saves,
    Stabilised: tell_stable,
    Revived: tell_return,
    HidingChanged: tell_hiding,
    HpMaxChanged: tell_most,
}
