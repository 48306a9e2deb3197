"""Bringing a spell's conditions and effects onto whom it struck, with the lifetimes its duration gives them.

SRD 5.1, "Duration". Concentration is begun by `cast.py`; what hangs on it says so in its `Ends`.
"""

from collections.abc import Sequence

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.referee import conditions
from llm_brain.referee.areas import zone_of
from llm_brain.referee.casting.caster import Caster, damage_dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import Spell, SpellCondition, SpellEffect


def clock_end(out: Outcome, spell: Spell) -> int | None:
    """Return when a spell runs out on the campaign's clock, or None for rounds and for ever."""
    return out.state.clock_min + spell.minutes if spell.minutes else None


def _ends(
    out: Outcome, caster: Caster, spell: Spell, target: str, what: SpellEffect | SpellCondition
) -> Ends:
    encounter = out.state.encounter
    fields: dict[str, object] = {"at_clock_min": clock_end(out, spell)}
    if spell.concentration:
        fields["concentration_of"] = caster.ref
    if what.on_attack:
        fields["on_attack"] = True
    if what.repeats:
        ability = spell.repeat_save or spell.save or "con"
        fields |= {"save_ability": ability, "save_dc": _repeat_dc(caster, what)}
    fields["on_damage"] = what.on_damage
    if isinstance(what, SpellCondition):
        if what.resaves:
            ability = spell.repeat_save or spell.save or "wis"
            fields |= {"hurt_save_ability": ability, "hurt_save_dc": caster.dc}
        if what.escape:
            fields |= {"escape_dc": caster.dc, "escape_ability": what.escape}
    else:
        fields["once"] = what.once
    edge = what.ends
    if edge is None and spell.rounds and encounter is not None:
        edge = "caster_end"
    if edge is not None:
        whose, _, when = edge.partition("_")
        fields |= {"turn_of": caster.ref if whose == "caster" else target, "turn_edge": when}
        is_own_end = when == "end" and whose == "caster"
        fields["at_round"] = encounter.round + 1 if encounter and is_own_end else 0
        if encounter is None:
            fields["at_clock_min"] = out.state.clock_min + 1
    elif spell.rounds:
        fields["at_clock_min"] = out.state.clock_min + 1
    return Ends(**fields)


def _is_let_go(out: Outcome, caster: Caster, spell: Spell) -> bool:
    """Whether the caster has lost the spell while casting it: hurt by what they touched, say."""
    return spell.concentration and out.creature(caster.ref).concentration is None


def _repeat_dc(caster: Caster, what: SpellEffect | SpellCondition) -> int:
    return (what.repeat_dc if isinstance(what, SpellEffect) else 0) or caster.dc


def _numbers(caster: Caster, spell: Spell, what: SpellEffect) -> dict[str, int | str | bool]:
    """Return an effect's modifiers with the caster's own numbers in the place of their names."""
    own: dict[str, int | str | bool] = {
        "dc": caster.dc,
        "modifier": caster.modifier,
        "damage": damage_dice(spell, caster, caster.slot or spell.level),
    }
    return {k: own.get(v, v) if isinstance(v, str) else v for k, v in what.modifiers.items()}


def bring_condition(
    out: Outcome, caster: Caster, spell: Spell, target: str, what: SpellCondition
) -> bool:
    """Put one of a spell's conditions on somebody; say whether it took."""
    if _is_let_go(out, caster, spell):
        return False
    ends = Ends() if what.stays else _ends(out, caster, spell, target, what)
    return conditions.gain(out, target, what.name, source=caster.ref, because=spell.name, ends=ends)


def bring_effect(
    out: Outcome,
    caster: Caster,
    spell: Spell,
    target: str,
    what: SpellEffect,
    *,
    zone: str = "",
    **more: int | str | bool,
) -> None:
    """Put one of a spell's modifiers on somebody; an area is the caster's, with its place."""
    if _is_let_go(out, caster, spell):
        return
    given = _numbers(caster, spell, what) | more
    if what.on == "area":
        location = out.creature(caster.ref).location
        given |= {"area": zone or zone_of(out.state, caster.ref), "location": location}
        if "turn_start_attack" in given:
            given["to_hit"] = sum(part.value for part in caster.to_hit)
    effect = Effect(
        name=what.name,
        source=caster.ref,
        modifiers=given,
        ends=_ends(out, caster, spell, target, what),
    )
    out.add(EffectGained(ref=target, effect=effect))


def bring_all(out: Outcome, caster: Caster, spell: Spell, target: str, *, zone: str = "") -> None:
    """Bring everything a spell does to one target besides damage and healing."""
    if out.creature(target).is_dead:
        return
    for condition in spell.conditions:
        bring_condition(out, caster, spell, target, condition)
    for effect in spell.effects:
        if effect.on == "target":
            bring_effect(out, caster, spell, target, effect, zone=zone)


def bring_own(
    out: Outcome, caster: Caster, spell: Spell, *, zone: str = "", targets: Sequence[str] = ()
) -> None:
    """Bring what a spell does to the caster or the ground, once; what sharpens their aim is for its target alone."""
    for effect in spell.effects:
        if effect.on in ("self", "area"):
            aimed = "advantage:attack_rolls" in effect.modifiers and bool(targets)
            more: dict[str, int | str | bool] = {"against": targets[0]} if aimed else {}
            bring_effect(out, caster, spell, caster.ref, effect, zone=zone, **more)
