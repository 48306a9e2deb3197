"""Sorcery points: spells bent by them, slots made of them. SRD 5.1, "Sorcerer": Font of Magic, Metamagic.

A bent spell is the same spell with other numbers, so that casting knows nothing of it. One way of bending a spell.
"""

from dataclasses import dataclass

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.sheets import ResourceChanged, SpellSlotSpent, SpellSlotsRestored
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_bonus_action
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import Spell

POINTS = "sorcery points"
# what a slot of each level costs to make
SLOT_COSTS = {1: 2, 2: 3, 3: 5, 4: 6, 5: 7}
WORDS = {
    "quicken": "Quickened Spell", "twin": "Twinned Spell", "heighten": "Heightened Spell",
    "distant": "Distant Spell", "extend": "Extended Spell", "subtl": "Subtle Spell",
}  # fmt: skip
COSTS = {"Quickened Spell": 2, "Heightened Spell": 3}
TOUCH_BECOMES_FT, DAY_MIN = 30, 24 * 60
ONE_TARGET = ("foe", "ally", "creature")


@dataclass(frozen=True)
class Bent:
    """A spell as it is bent, by what, and for how many points; by nothing when `how` is empty."""

    spell: Spell
    how: str = ""
    points: int = 0


def bend(hero: Creature, spell: Spell, action: Action) -> Bent:
    """Return the spell as the words bend it. Raises Refusal for what cannot be bent so, before anything is paid."""
    how = _meant(hero, action)
    if not how:
        return Bent(spell)
    points = max(1, spell.level) if how == "Twinned Spell" else COSTS.get(how, 1)
    left = hero.sheet.resources_left.get(POINTS, 0) if hero.sheet else 0
    if left < points:
        raise Refusal("used_up", f"{how} takes {points} sorcery points; {left} are left.")
    return Bent(_bent(spell, how), how, points)


def _meant(hero: Creature, action: Action) -> str:
    if hero.sheet is None:
        return ""
    words = action.text.lower()
    for sign, name in WORDS.items():
        if sign in words and f"Metamagic: {name}" in hero.sheet.features:
            return name
    return ""


def _bent(spell: Spell, how: str) -> Spell:
    changes: dict[str, object] = {}
    if how == "Quickened Spell":
        if spell.casting_time != "action":
            raise Refusal(
                "cannot_bend", f"{spell.name} does not take an action; leave it as it is."
            )
        changes = {"casting_time": "bonus_action"}
    elif how == "Twinned Spell":
        if spell.target not in ONE_TARGET or spell.count != 1 or spell.count_per_slot:
            raise Refusal("cannot_bend", f"{spell.name} is not for one target alone.")
        changes = {"count": 2, "target": "foes" if spell.target == "foe" else spell.target}
    elif how == "Distant Spell":
        far = TOUCH_BECOMES_FT if spell.is_touch or spell.range_ft <= 5 else 2 * spell.range_ft
        changes = {"range_ft": far}
    elif how == "Extended Spell":
        changes = {"minutes": min(DAY_MIN, 2 * spell.minutes)}
    elif how == "Subtle Spell":
        changes = {"components": spell.components.replace("V", "").replace("S", "")}
    return spell.model_copy(update=changes)


def pay(out: Outcome, ref: str, bent: Bent, targets: list[str]) -> None:
    """Pay the points; a heightened spell's first target is the worse off for its save."""
    sheet = out.creature(ref).sheet
    if not bent.how or sheet is None:
        return
    left = sheet.resources_left[POINTS] - bent.points
    out.add(ResourceChanged(ref=ref, resource=POINTS, left=left, because=bent.how))
    out.add(Remarked(by=ref, what=bent.how, kind="feature"))
    if bent.how == "Heightened Spell" and targets and targets[0] in out.state.creatures:
        ends = Ends(turn_of=ref, turn_edge="end", once=True, encounter=True)
        gives: dict[str, int | str | bool] = {"disadvantage:saving_throws": True}
        worse = Effect(name="heightened spell", source=ref, modifiers=gives, ends=ends)
        out.add(EffectGained(ref=targets[0], effect=worse))


def flexible_casting(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Make a slot of points, or points of a slot when the words say so, as a bonus action."""
    hero = out.creature(ref)
    if hero.sheet is None or POINTS not in hero.sheet.resources_max:
        raise Refusal("no_such_feature", f"{hero.name} has no sorcery points.")
    level = action.slot_level or 1
    words = action.text.lower()
    if "into point" in words or "into sorcery" in words or "to sorcery" in words:
        _points_of(out, ref, level)
        return
    cost = SLOT_COSTS.get(level)
    if cost is None:
        raise Refusal("slot_too_high", "Slots of level 5 at most are made of sorcery points.")
    left = hero.sheet.resources_left.get(POINTS, 0)
    if left < cost:
        raise Refusal("used_up", f"A slot of level {level} takes {cost} points; {left} are left.")
    spend_bonus_action(out, ref, "flexible casting")
    out.add(ResourceChanged(ref=ref, resource=POINTS, left=left - cost, because="a spell slot"))
    slots = {**hero.sheet.slots_left, level: hero.sheet.slots_left.get(level, 0) + 1}
    out.add(SpellSlotsRestored(ref=ref, slots_left=slots, because="Flexible Casting"))


def _points_of(out: Outcome, ref: str, level: int) -> None:
    sheet = out.creature(ref).sheet
    assert sheet is not None
    if sheet.slots_left.get(level, 0) < 1:
        raise Refusal(
            "no_slot_left", f"There is no slot of level {level} left to turn into points."
        )
    most, left = sheet.resources_max[POINTS], sheet.resources_left.get(POINTS, 0)
    if left >= most:
        raise Refusal("already_full", f"There are {left} sorcery points, and {most} is the most.")
    spend_bonus_action(out, ref, "flexible casting")
    out.add(SpellSlotSpent(ref=ref, level=level, left=sheet.slots_left[level] - 1))
    points = min(most, left + level)
    out.add(ResourceChanged(ref=ref, resource=POINTS, left=points, because="a spell slot"))


def restore_some(out: Outcome, ref: str) -> None:
    """Give back four points with a short rest. SRD 5.1, "Sorcerer": Sorcerous Restoration."""
    sheet = out.creature(ref).sheet
    if sheet is None or "Sorcerous Restoration" not in sheet.features:
        return
    left, most = sheet.resources_left.get(POINTS, 0), sheet.resources_max.get(POINTS, 0)
    if left < most:
        points = min(most, left + 4)
        out.add(ResourceChanged(ref=ref, resource=POINTS, left=points, because="short rest"))
