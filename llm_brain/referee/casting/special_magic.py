"""Spells with a rule of their own about magic and the road: Dispel Magic, Teleport, Word of Recall, weather, Wish.

SRD 5.1, "Spell Descriptions".
"""

from dataclasses import replace

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import SearchMade
from llm_brain.ledger.events.world import LocationEntered, WeatherChanged
from llm_brain.ledger.world import Location
from llm_brain.referee import conditions
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.reactions import overcomes
from llm_brain.referee.casting.strike_or_save import make_save, roll_damage, strike_with
from llm_brain.referee.casting.targets import choose_targets
from llm_brain.referee.concentration import end_concentration
from llm_brain.referee.dice import Dice
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import SPELLS, Spell
from llm_brain.referee.trial import saving_throw

SKIES = ("clear", "rain", "storm", "snow", "fog", "wind", "overcast")
MOST_WISHED = 8
CONTACT_DC = 15


def _spell_of(name: str) -> Spell | None:
    """Return the spell that an effect or a condition of this name comes from."""
    said = name.lower()
    for spell in SPELLS.values():
        if said == spell.name.lower() or any(said == effect.name for effect in spell.effects):
            return spell
    return None


def _on(creature: Creature) -> dict[str, Spell]:
    """Return the spells that lie on somebody, by key."""
    names = [effect.name for effect in creature.effects]
    names += [condition.because for condition in creature.conditions]
    found = [spell for name in names if (spell := _spell_of(name)) is not None]
    return {spell.key: spell for spell in found}


def require_spell(out: Outcome, moment: Moment) -> None:
    """Refuse where no spell lies on the target."""
    creature = out.creature(moment.targets[0])
    if not _on(creature):
        raise Refusal("nothing_to_dispel", f"No spell lies on {creature.name}.")


def dispel(out: Outcome, moment: Moment, dice: Dice) -> None:
    """End the spells on somebody: those no higher than the slot at once, the others after a check each."""
    target = moment.targets[0]
    for spell in _on(out.creature(target)).values():
        purpose = f"Dispel {spell.name}"
        if spell.level <= moment.slot or overcomes(
            out, moment.caster.ref, spell.level, dice, purpose
        ):
            _end(out, target, spell, moment.spell.name)


def _end(out: Outcome, target: str, spell: Spell, because: str) -> None:
    held = out.creature(target).concentration
    if held is not None and held.spell == spell.key:
        end_concentration(out, target, because=because)
    for effect in out.creature(target).effects:
        if _spell_of(effect.name) == spell:
            lose_effect(out, target, effect.name, effect.source, because)
    for condition in out.creature(target).conditions:
        if _spell_of(condition.because) == spell:
            conditions.lose(out, target, condition.name, source=condition.source, because=because)


def _meant(out: Outcome, moment: Moment) -> Location | None:
    """Return the known place that the words or the target name."""
    kind, _, key = (moment.action.target_ref or "").partition(":")
    said = f"{moment.words} {(moment.action.target or '').lower()}"
    here = out.creature(moment.caster.ref).location
    for place in out.state.locations.values():
        name = place.name.lower().removeprefix("the ")
        if (
            place.is_visited
            and place.key != here
            and ((kind == "exit" and key == place.key) or name in said)
        ):
            return place
    return None


def require_place(out: Outcome, moment: Moment) -> None:
    """Refuse where no place is named that the party knows."""
    if _meant(out, moment) is None:
        reason = f"Say to which place {moment.spell.name} leads; the party must have been there."
        raise Refusal("which_place", reason)


def _arrive(out: Outcome, moment: Moment, place: Location) -> None:
    here = out.creature(moment.caster.ref).location
    out.add(
        LocationEntered(
            location=place.key, name=place.name, from_location=here, by=moment.caster.ref
        )
    )


def teleport(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Bring the party to a known place at once."""
    place = _meant(out, moment)
    assert place is not None
    _arrive(out, moment, place)


def require_home(out: Outcome, moment: Moment) -> None:
    """Refuse where there is no sanctuary to return to, or the party stands in it."""
    home = out.state.adventure.start_location
    if home not in out.state.locations or home == out.creature(moment.caster.ref).location:
        raise Refusal("no_sanctuary", "There is no sanctuary elsewhere to return to.")


def recall(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Bring the party back to where the adventure began."""
    _arrive(out, moment, out.state.locations[out.state.adventure.start_location])


def contact(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Ask a mind beyond: who fails the save is hurt and out of their wits until a long rest."""
    ref, spell = moment.caster.ref, moment.spell
    if saving_throw(out, ref, "int", CONTACT_DC, dice, f"Save against {spell.name}"):
        return
    rolled = roll_damage(out, moment, spell.at(spell.damage, spell.level), dice)
    strike_with(out, moment, ref, rolled, dice)
    ends = Ends(on_rest="long")
    mad: dict[str, int | str | bool] = {"no_spells": True, "curse": True}
    out.add(
        EffectGained(ref=ref, effect=Effect(name="insane", source=ref, modifiers=mad, ends=ends))
    )


def _sought(out: Outcome, moment: Moment) -> Creature | None:
    """Return the creature that the target or the words name, wherever it is."""
    named = out.state.creatures.get(moment.action.target_ref or "")
    if named is not None:
        return named
    said = f"{moment.words} {(moment.action.target or '').lower()}"
    known = (c for c in out.state.creatures.values() if not c.is_hidden and c.name.lower() in said)
    return next(known, None)


def require_sought(out: Outcome, moment: Moment) -> None:
    """Refuse where nobody is named."""
    if _sought(out, moment) is None:
        raise Refusal("whom", f"Say whom {moment.spell.name} is to find.")


def scry(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Learn where somebody is; who can resist it gets a save."""
    creature = _sought(out, moment)
    assert creature is not None
    saved = moment.spell.save is not None and make_save(out, moment, creature.ref, dice)
    place = None if saved else out.state.locations.get(creature.location)
    found = (place.name,) if place is not None else ()
    by = moment.caster.ref
    out.add(SearchMade(by=by, target=creature.name, found=found, is_success=bool(found)))


def weather(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Change the sky to what the words ask for, else to a clear one."""
    sky = next((word for word in SKIES if word in moment.words), SKIES[0])
    out.add(WeatherChanged(weather=sky))


def _wished(moment: Moment) -> Spell | None:
    named = [
        spell
        for spell in SPELLS.values()
        if spell.level <= MOST_WISHED and spell.name.lower() in moment.words
    ]
    return max(named, key=lambda spell: len(spell.name), default=None)


def require_wish(out: Outcome, moment: Moment) -> None:
    """Refuse a wish that names no spell: what else is wished for, the rules do not grant."""
    spell = _wished(moment)
    if spell is None or spell.special in ("shield", "counterspell", "rebuke"):
        raise Refusal("which_wish", "Name the spell of level 8 or lower that is wished for.")
    _as_wished(out, moment, spell)


def _as_wished(out: Outcome, moment: Moment, spell: Spell) -> Moment:
    from llm_brain.referee.casting.special import SPECIALS

    meant = spell.as_meant(moment.words)
    ref = moment.caster.ref
    targets = choose_targets(out.state, ref, meant, meant.level, moment.action)
    caster = replace(moment.caster, slot=meant.level)
    wished = Moment(caster, meant, meant.level, targets, moment.action)
    special = SPECIALS.get(meant.special)
    if special is not None and special.require is not None:
        special.require(out, wished)
    return wished


def wish(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Let any spell of level 8 or lower happen at once."""
    from llm_brain.referee.casting.cast import take_effect

    spell = _wished(moment)
    assert spell is not None
    take_effect(out, _as_wished(out, moment, spell), dice)
