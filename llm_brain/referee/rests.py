"""Short and long rests: hit dice, hit points, slots, features, the 24 hours between long rests, and being disturbed.

SRD 5.1, "Resting". Everybody in the party rests together.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.bodies import EffectGained, EffectLost, Healed, HidingChanged
from llm_brain.ledger.events.sheets import (
    HitDiceChanged,
    ResourceChanged,
    Rested,
    SpellSlotsRestored,
)
from llm_brain.ledger.events.world import FlagSet, TimePassed
from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee import dying, exhaustion, lifetimes, modifiers
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import area_flags
from llm_brain.referee.conditions import exhaustion_level
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.bard import INSPIRATION, sing_of_rest
from llm_brain.referee.features.metamagic import restore_some
from llm_brain.referee.features.warlock import recover_pact_slots
from llm_brain.referee.features.wizard import recover_slots
from llm_brain.referee.harm import restore
from llm_brain.referee.magic.identifying import study
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

LAST_LONG_REST = "long_rest_ended_min"
SHORT_RESOURCES = (
    "second wind", "action surge", "channel divinity", "oath's channel divinity", "ki", "wild shape",
    "breath weapon", "dark one's own luck",
)  # fmt: skip


def _resting(out: Outcome) -> list[Creature]:
    return [h for h in out.state.heroes if not h.is_dead]


def _watchers(out: Outcome) -> list[Creature]:
    here = out.state.location
    return [c for c in out.state.at(here) if c.attitude == "hostile" and not c.is_down]


def require_peace(out: Outcome, ref: str) -> None:
    """Raise Refusal where nobody can rest: in a fight, beside the dying, under the eyes of foes."""
    if out.state.encounter is not None:
        raise Refusal("no_rest_in_a_fight", "Nobody rests in the middle of a fight.")
    safe = modifiers.has(out.creature(ref), "safe_rest")
    for friend in _resting(out):
        if dying.is_dying(out, friend.ref):
            raise Refusal("somebody_dying", f"{friend.name} is dying. Help them first.")
    seen = [c for c in _watchers(out) if not c.is_hidden]
    if seen and not safe:
        raise Refusal("not_safe", f"Nobody can rest here with {seen[0].name} about.")


def _pass(out: Outcome, minutes: int, because: str) -> None:
    clock = out.state.clock_min + minutes
    out.add(TimePassed(minutes=minutes, clock_min=clock, because=because))
    lifetimes.by_the_clock(out)


def _is_disturbed(out: Outcome, ref: str, kind: str) -> bool:
    """Let hidden foes close by break the rest off, unless it is hidden or an alarm is set."""
    lurking = [c for c in _watchers(out) if c.is_hidden]
    hero = out.creature(ref)
    if not lurking or modifiers.has(hero, "safe_rest"):
        return False
    _pass(out, 10, "resting")
    refs = tuple(h.ref for h in _resting(out))
    out.add(Rested(refs=refs, kind=kind, is_broken=True, because=lurking[0].name))
    if "alarm" in area_flags(out.state, hero):
        for creature in lurking:
            out.add(HidingChanged(ref=creature.ref, is_hidden=False, because="the alarm"))
    return True


def short_rest(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Rest an hour: spend hit dice, get back what a short rest gives."""
    require_peace(out, ref)
    if _is_disturbed(out, ref, "short"):
        return
    _pass(out, 60, "a short rest")
    out.add(Rested(refs=tuple(h.ref for h in _resting(out)), kind="short"))
    mended: list[str] = []
    for hero in _resting(out):
        lifetimes.with_rest(out, hero.ref, "short")
        wanted = action.quantity if hero.ref == ref else None
        if _spend_hit_dice(out, hero.ref, wanted, dice):
            mended.append(hero.ref)
        for name in SHORT_RESOURCES:
            _restore_resource(out, hero.ref, name, "short rest")
        if hero.sheet and "Font of Inspiration" in hero.sheet.features:
            _restore_resource(out, hero.ref, INSPIRATION, "short rest")
        study(out, hero.ref, action.item or action.target or "")
        recover_slots(out, hero.ref)
        recover_pact_slots(out, hero.ref)
        restore_some(out, hero.ref)
    sing_of_rest(out, mended, dice)


def _spend_hit_dice(out: Outcome, ref: str, wanted: int | None, dice: Dice) -> int:
    """Spend as many as are asked for, else one after another while the wound is worth a die; return how many."""
    spent = 0
    while True:
        hero = out.creature(ref)
        sheet = hero.sheet
        assert sheet is not None
        missing = hero.hp_max - hero.hp
        if sheet.hit_dice_left < 1 or missing <= 0 or hero.is_down:
            return spent
        average = sheet.hit_die // 2 + 1 + ability_modifier(hero, "con")
        worth = missing >= average or hero.hp * 2 <= hero.hp_max
        if (wanted is not None and spent >= wanted) or (wanted is None and not worth):
            return spent
        part = Part(label="Constitution", value=ability_modifier(hero, "con"))
        rolled = out.rolled(roll(dice, "Hit die", f"1d{sheet.hit_die}", parts=[part], roller=ref))
        out.add(HitDiceChanged(ref=ref, left=sheet.hit_dice_left - 1, because="short rest"))
        gained = max(0, rolled.total) * (2 if modifiers.has(hero, "hit_dice_twice") else 1)
        restore(out, ref, gained, source="a hit die", roll=rolled.id)
        spent += 1


def _restore_resource(out: Outcome, ref: str, name: str, because: str) -> None:
    sheet = out.creature(ref).sheet
    assert sheet is not None
    full = sheet.resources_max.get(name, 0)
    if sheet.resources_left.get(name, 0) < full:
        out.add(ResourceChanged(ref=ref, resource=name, left=full, because=because))


def hours_until_long_rest(state: State) -> int:
    """Return in how many hours the next long rest can begin; it may end 24 hours after the last one ended."""
    last = state.flags.get(LAST_LONG_REST)
    if last is None:
        return 0
    since = state.clock_min - int(last)
    return max(0, (24 * 60 - since - 8 * 60 + 59) // 60)


def long_rest(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Rest eight hours: all hit points, half the hit dice, slots and features; once in 24 hours."""
    require_peace(out, ref)
    hours = hours_until_long_rest(out.state)
    if hours:
        reason = f"One long rest in 24 hours: the next can begin in {hours} hours."
        raise Refusal("too_soon", reason)
    if out.creature(ref).hp < 1:
        raise Refusal("no_hit_points", "A long rest takes at least 1 hit point at its beginning.")
    if _is_disturbed(out, ref, "long"):
        return
    _pass(out, 8 * 60, "a long rest")
    refs = tuple(h.ref for h in _resting(out))
    out.add(Rested(refs=refs, kind="long"))
    out.add(FlagSet(key=LAST_LONG_REST, value=str(out.state.clock_min)))
    for hero in _resting(out):
        _sleep_well(out, hero.ref)


def _sleep_well(out: Outcome, ref: str) -> None:
    lifetimes.with_rest(out, ref, "long")
    hero = out.creature(ref)
    sheet = hero.sheet
    assert sheet is not None
    if hero.hp < 1:
        # no benefit without a hit point at the start; a stable creature has woken meanwhile
        out.add(Healed(ref=ref, amount=1, hp=1, source="time"))
        dying.wake_up(out, ref)
        return
    if hero.hp < hero.hp_max:
        gained = hero.hp_max - hero.hp
        out.add(Healed(ref=ref, amount=gained, hp=hero.hp_max, source="a long rest"))
        dying.wake_up(out, ref)
    back = min(sheet.level - sheet.hit_dice_left, max(1, sheet.level // 2))
    if back > 0:
        out.add(HitDiceChanged(ref=ref, left=sheet.hit_dice_left + back, because="long rest"))
    if sheet.slots_left != sheet.slots_max:
        out.add(SpellSlotsRestored(ref=ref, slots_left=dict(sheet.slots_max), because="long rest"))
    for name in sheet.resources_max:
        _restore_resource(out, ref, name, "long rest")
    tired = exhaustion_level(out.creature(ref))
    effect = modifiers.named(out.creature(ref), "exhaustion")
    if effect is not None and tired > 1:
        less = effect.model_copy(update={"modifiers": {"exhaustion": tired - 1}})
        out.add(EffectGained(ref=ref, effect=less))
    elif effect is not None:
        out.add(EffectLost(ref=ref, name="exhaustion", source=effect.source, because="rest"))
    exhaustion.recover(out, ref)
