"""Spells: the casting in a picture of its own kind, then what it did to each."""

import re
from collections.abc import Callable

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import (
    ConcentrationBegan,
    ConcentrationEnded,
    DamageTaken,
    Died,
    EffectGained,
    Healed,
)
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.narrators.storyteller import banks, blows, counting, fights, grammar, volleys
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import BREAKS, Unfolding

_KINDS = (
    ("light", r"light|daylight|faerie fire|flame$|dancing"),
    ("ward", r"armor|shield|ward|protection|sanctuary|resist|aid|barkskin|stoneskin|mirror|blur"),
    ("mind", r"charm|sleep|command|suggestion|hold|fear|friends|calm|dominate|hideous|confusion|compulsion"),
    ("sight", r"detect|identify|see|scry|clair|augury|locate|comprehend|speak|tongues|divination|arcane eye|guidance|know"),
    ("travel", r"misty|teleport|fly|step|jump|levitat|feather|door|gate|travel|walk|haste|expeditious|longstrider"),
    ("veil", r"invisib|disguise|silent|darkness|fog|illusion|image|pass without|silence|cloud"),
    ("call", r"summon|conjure|find familiar|animate|unseen|spiritual weapon|create|mage hand|guardian"),
    ("mend", r"mend|cure|heal|restor|prayer of healing|spare|revivify|raise|goodberry|purify"),
)  # fmt: skip


def tell_cast(t: Telling, event: SpellCast, rest: Unfolding) -> None:
    """Tell a spell: in one sentence with what it did where that is one thing, else casting first."""
    name = event.name.lower().replace("-", " ")
    values: Values = {"a": t.noun(event.ref), "spell": name}
    breaks: tuple[type[Event], ...] = (*BREAKS, SpellCast)
    rest.take(SpellSlotSpent, lambda e: e.left > 0, breaks)
    attacks = rest.take(AttackMade, lambda e: e.attacker == event.ref and e.kind == "spell", breaks)
    if attacks:
        _tell_bolts(t, event, attacks, rest)
        if not banks.has_bank(f"effect.{_key(name)}"):
            rest.take(EffectGained, lambda e: e.effect.name.lower() == name, breaks)
        return
    breaks = (*breaks, AttackMade)
    hits = rest.take(DamageTaken, lambda e: e.by in (None, "", event.ref), breaks)
    heals = rest.take(Healed, lambda e: e.amount > 0, breaks)
    flags = {"ritual"} if event.is_ritual else {"cantrip"} if event.slot == 0 else {"slot"}
    others = [t.noun(ref) for ref in event.targets if ref != event.ref]
    if len(others) == 1:
        values["o"] = others[0]
        flags.add("other")
    if hits:
        _tell_hits(t, values, hits, rest, flags)
    elif heals:
        _tell_heals(t, values, heals, rest, flags)
    else:
        t.say(_cast_bank(name), flags=flags, **values)
        _tell_upon(t, event, name, rest, breaks)
        concentration = rest.take_one(ConcentrationBegan, lambda e: e.ref == event.ref, breaks)
        if concentration is not None:
            t.say("holds", is_event=False, d=values["a"], spell=name, flags={"spell"})
    rest.take(ConcentrationBegan, lambda e: e.ref == event.ref, breaks)
    for ended in rest.take(ConcentrationEnded, lambda e: e.ref == event.ref, breaks):
        old = ended.spell.replace("-", " ").lower()
        if old != name:
            t.say("lets_go", d=values["a"], spell=old)


def _tell_upon(
    t: Telling, event: SpellCast, name: str, rest: Unfolding, breaks: tuple[type[Event], ...]
) -> None:
    """Tell whom a lasting spell is on, where no bank knows its effect better."""
    if banks.has_bank(f"effect.{_key(name)}"):
        return
    gained = rest.take(EffectGained, lambda e: e.effect.name.lower() == name, breaks)
    others = [
        t.noun(ref).phrase for ref in dict.fromkeys(e.ref for e in gained) if ref != event.ref
    ]
    if others:
        t.say("cast.upon", names=grammar.listed(others))


def _key(name: str) -> str:
    return re.sub(r"[^a-z]+", "_", name.replace("'", "").replace("’", ""))


def _cast_bank(name: str) -> str:
    exact = f"cast.{_key(name)}"
    if banks.has_bank(exact):
        return exact
    kind = next((k for k, pattern in _KINDS if re.search(pattern, name)), "")
    return f"cast.{kind}" if kind else "cast"


def _tell_bolts(t: Telling, event: SpellCast, attacks: list[AttackMade], rest: Unfolding) -> None:
    """Tell spell attacks, each with the damage its target took from it."""
    for attack in attacks:
        blow = blows.Blow(attack.model_copy(update={"weapon": event.name.lower()}))
        if attack.is_hit:
            _take_harm(blow, rest)
        caster = t.creature(event.ref)
        if caster is not None and caster.is_hero:
            fights.tell_blow(t, blow)
        else:
            volleys.tell(t, [blow])


def _take_harm(blow: blows.Blow, rest: Unfolding) -> None:
    target = blow.attack.target
    damage = rest.take_one(DamageTaken, lambda e: e.ref == target)
    blow.damages = [damage] if damage else []
    blow.has_died = rest.take_one(Died, lambda e: e.ref == target) is not None


def _tell_hits(
    t: Telling, values: Values, hits: list[DamageTaken], rest: Unfolding, flags: set[str]
) -> None:
    """Tell a spell that hurts: caster, picture, and what it cost whom."""
    totals: dict[str, list[DamageTaken]] = {}
    for hit in hits:
        totals.setdefault(hit.ref, []).append(hit)
    dead = {e.ref for e in rest.take(Died, lambda e: e.ref in totals)}
    clauses: list[str] = []
    for ref, taken in totals.items():
        costs = grammar.listed([counting.number_word(hit.amount) for hit in taken if hit.amount])
        one: Values = {
            "d": t.noun(ref),
            "costs": costs,
            "body": blows.body_of(t.creature(ref)),
        }
        if not costs:
            bank = "hurt.none"
        elif ref in dead:
            bank = "hurt.dies"
        else:
            bank = "hurt.half" if any(h.modified == "half" for h in taken) else "hurt"
        clauses.append(t.clause(bank, **one)[0])
    values |= {"hurts": _joined(clauses), "dtype": hits[0].damage_type}
    flags = flags | {hits[0].damage_type, "many" if len(totals) > 1 else "single"}
    t.say("cast.harm", flags=flags, **values)


def _joined(clauses: list[str]) -> str:
    if len(clauses) <= 1:
        return "".join(clauses)
    return "; ".join(clauses[:-1]) + f"; and {clauses[-1]}"


def _tell_heals(
    t: Telling, values: Values, heals: list[Healed], rest: Unfolding, flags: set[str]
) -> None:
    from llm_brain.narrators.storyteller.bodies import tell_healing

    if len(heals) == 1 and heals[0].ref == values["a"].ref:
        flags = flags | {"self"}
    t.say("cast.heal", flags=flags, **values)
    for heal in heals:
        tell_healing(t, heal, rest)


TELLS: dict[type, Callable[..., None]] = {SpellCast: tell_cast}
