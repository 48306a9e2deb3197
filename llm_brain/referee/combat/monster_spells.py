"""The spells that stat blocks cast in a fight: which is worth the action, and what it is paid with.

Only harmful spells the referee knows are weighed; the others a stat block lists are names. SRD 5.1, "Monsters":
Spellcasting, Innate Spellcasting.
"""

from collections.abc import Iterator

from llm_brain.ledger.events.powers import AbilitySpent
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import area_flags
from llm_brain.referee.bestiary import Casting, StatBlock
from llm_brain.referee.casting.cast import cast_as_monster
from llm_brain.referee.casting.caster import damage_dice, monster_caster
from llm_brain.referee.casting.strike_or_save import is_spared
from llm_brain.referee.casting.targets import choose_targets
from llm_brain.referee.combat import powers
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.monster_actions import average, usable_attacks, worth
from llm_brain.referee.combat.positions import distance_ft, is_engaged
from llm_brain.referee.conditions import INCAPACITATING, is_immune
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import SPELLS, Spell

# the spells with a rule of their own that need nothing but a caster and a target
PLAIN_RULES = (
    "", "magic-missile", "rays", "acid-arrow", "command", "slay", "harm", "charm", "telekinesis",
    "divine-word", "prismatic",
)  # fmt: skip
ANSWERS = ("counterspell",)
FOES = ("foe", "foes", "area_foes")
GUARDS = ("armor_class", "attackers:disadvantage", "resistance:", "images")
WARD_WORTH = 3.0
"""What a ward is worth for each level of it, in hit points."""
HELPLESS_WORTH = 15.0
CONDITION_WORTH = 4.0
LANDS = 0.6


def is_castable(key: str) -> bool:
    """Whether a stat block can cast a spell in a fight by the rules of this referee."""
    spell = SPELLS.get(key)
    if spell is None or not spell.is_mechanical or spell.waits:
        return False
    if spell.special in ANSWERS:
        return True
    if spell.casting_time != "action" or spell.any_attitude:
        return False
    if spell.target not in FOES:
        return spell.special == "" and (_is_ward(spell) or _is_cure(spell) or _is_hazard(spell))
    does = bool(
        spell.damage
        or spell.damage_by_level
        or spell.conditions
        or spell.special
        or any(effect.on == "target" for effect in spell.effects)
    )
    return spell.special in PLAIN_RULES and does


def _is_ward(spell: Spell) -> bool:
    """Whether a spell guards whoever it is on: harder to hit, to hurt or to see."""
    guards = any(key.startswith(GUARDS) for e in spell.effects for key in e.modifiers)
    hides = any(condition.name == "invisible" for condition in spell.conditions)
    return spell.target in ("self", "ally") and (guards or hides)


def _is_cure(spell: Spell) -> bool:
    return bool(spell.heal) and spell.target == "ally"


def _is_hazard(spell: Spell) -> bool:
    """Whether a spell lays down ground that harms, or spirits that do."""
    return spell.target == "area" and bool(spell.damage)


def cast_something(
    out: Outcome,
    ref: str,
    target: str,
    block: StatBlock,
    dice: Dice,
    *,
    is_legendary: bool = False,
    cantrip: bool = False,
) -> bool:
    """Cast what fits the moment, if anything does; say whether the action went into it.

    When it `is_legendary` no action is spent and no attack is weighed against it; `cantrip` allows nothing else.
    """
    casting = block.spellcasting
    if casting is None or modifiers.has(out.creature(ref), "no_spells"):
        return False
    if "no_magic" in area_flags(out.state, out.creature(ref)) or (
        casting.in_fight and is_engaged(out.state, ref)
    ):
        return False
    options = list(_options(out, ref, target, casting, only_cantrips=cantrip))
    if not options:
        return False
    if casting.in_fight:
        spell, slot, targets = options[0]
    else:
        spell, slot, targets = max(options, key=lambda o: _worth(out, ref, casting, *o))
        attacks = [] if is_legendary else usable_attacks(out, ref, target)
        blows = sum(worth(out, attack, target) for attack in attacks)
        if _worth(out, ref, casting, spell, slot, targets) <= blows:
            return False
    if not is_legendary:
        spend_action(out, ref, f"cast: {spell.key}")
    pay_for(out, ref, casting, spell, slot)
    cast_as_monster(out, ref, spell.key, targets, casting, dice, slot=slot)
    return True


def _options(
    out: Outcome, ref: str, target: str, casting: Casting, *, only_cantrips: bool
) -> Iterator[tuple[Spell, int, list[str]]]:
    """Yield the spells that can be cast now, with the slot they take and whom they reach."""
    for key in casting.in_fight or casting.spells:
        if not is_castable(key) or SPELLS[key].special in ANSWERS:
            continue
        spell = SPELLS[key]
        slot = slot_left(out.state, ref, casting, spell)
        if slot is None or (only_cantrips and not spell.is_cantrip):
            continue
        if spell.concentration and out.creature(ref).concentration is not None:
            continue
        is_far = distance_ft(out.state, ref, target) > max(5, spell.range_ft)
        if is_far and (spell.target in FOES or _is_hazard(spell)):
            continue
        if spell.target not in FOES:
            aim = target if _is_hazard(spell) else ref
            if _is_worth_it(out, ref, spell):
                yield spell, slot, [aim]
            continue
        action = Action(kind="cast", spell=key, target_ref=target)
        try:
            targets = choose_targets(out.state, ref, spell, slot, action)
        except Refusal:
            continue
        targets = [t for t in targets if distance_ft(out.state, ref, t) <= max(5, spell.range_ft)]
        if targets:
            yield spell, slot, targets


def _is_worth_it(out: Outcome, ref: str, spell: Spell) -> bool:
    """Whether a ward is not up yet, wounds are bad enough to be cured, no such ground is laid."""
    creature = out.creature(ref)
    if _is_cure(spell):
        return creature.hp * 2 <= creature.hp_max
    names = {effect.name for effect in creature.effects} | {c.name for c in creature.conditions}
    brings = {effect.name for effect in spell.effects} | {c.name for c in spell.conditions}
    return not names & brings


def slot_left(state: State, ref: str, casting: Casting, spell: Spell) -> int | None:
    """Return the level a spell would be cast at, or None when it cannot be paid for."""
    if spell.is_cantrip or spell.key in casting.at_will:
        return spell.level
    if spell.key in casting.per_day:
        used = powers.uses(state, ref, f"spell-{spell.key}")
        return spell.level if used < casting.per_day[spell.key] else None
    if int(state.flags.get(f"slots:{ref}", "0")) >= casting.slots:
        return None
    for level in sorted(casting.slots_by_level):
        spent = int(state.flags.get(f"slots:{ref}:{level}", "0"))
        if level >= spell.level and spent < casting.slots_by_level[level]:
            return level
    return None


def pay_for(out: Outcome, ref: str, casting: Casting, spell: Spell, slot: int) -> None:
    if spell.is_cantrip or spell.key in casting.at_will:
        return
    if spell.key in casting.per_day:
        key = f"spell-{spell.key}"
        used = powers.uses(out.state, ref, key) + 1
        out.add(AbilitySpent(ref=ref, key=key, name=spell.name, uses=used))
        return
    for flag in (f"slots:{ref}", f"slots:{ref}:{slot}"):
        out.add(FlagSet(key=flag, value=str(int(out.state.flags.get(flag, "0")) + 1)))


def _worth(
    out: Outcome, ref: str, casting: Casting, spell: Spell, slot: int, targets: list[str]
) -> float:
    """Guess what a spell does on average to those it reaches, in hit points."""
    if _is_ward(spell):
        return WARD_WORTH * spell.level
    if _is_cure(spell):
        return average(spell.at(spell.heal, slot)) + casting.modifier
    dice = damage_dice(spell, monster_caster(ref, casting), slot)
    mean = average(dice) if dice else 0.0
    total = 0.0
    for target in targets:
        creature = out.creature(target)
        if is_spared(out, spell, target):
            continue
        total += mean * (LANDS + (1 - LANDS) / 2 if spell.save_half else LANDS)
        for condition in spell.conditions:
            if creature.has_condition(condition.name) or is_immune(creature, condition.name):
                continue
            helpless = condition.name in INCAPACITATING
            total += LANDS * (HELPLESS_WORTH if helpless else CONDITION_WORTH)
    if spell.attack == "ranged" and is_engaged(out.state, ref):
        total *= LANDS
    return total


def has_something_to_cast(
    out: Outcome, ref: str, target: str, casting: Casting, *, cantrip: bool
) -> bool:
    """Whether any spell would reach the target and can be paid for."""
    return any(True for _ in _options(out, ref, target, casting, only_cantrips=cantrip))
