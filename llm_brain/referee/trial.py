"""Every d20 that decides a check or a save is rolled here, with everything that bears on it.

Checks and saves take the same road, so bless, poison, exhaustion or armor never count in one and not in another.
Attack rolls are `combat/attack.py`'s; they share `roll_with`.
"""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.ledger.events.bodies import EffectLost
from llm_brain.ledger.events.table import CheckMade
from llm_brain.ledger.rolls import Part, Roll
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_of
from llm_brain.referee.bestiary import has_trait
from llm_brain.referee.conditions import (
    AUTO_FAILING,
    exhaustion_level,
    has_any,
    sources_in_sight,
)
from llm_brain.referee.dice import Dice, Vantage, roll, roll_d20
from llm_brain.referee.features.better_rolls import is_indomitable, is_lucky, least_die
from llm_brain.referee.features.ranger import knows_the_enemy
from llm_brain.referee.least_roll import at_least
from llm_brain.referee.legendary_resistance import succeeds_by_legend
from llm_brain.referee.magic.evading import succeeds_by_item
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.proficiency import armor_hinders, is_noisy
from llm_brain.referee.roll_parts import check_parts, save_parts
from llm_brain.referee.senses import light_for
from llm_brain.referee.vantage import Tally


def _weigh_effects(tally: Tally, creature: Creature, keys: tuple[str, ...]) -> None:
    for key in keys:
        for effect, _ in modifiers.values(creature, f"advantage:{key}"):
            tally.advantage(effect.name)
        for effect, _ in modifiers.values(creature, f"disadvantage:{key}"):
            tally.disadvantage(effect.name)


def _weigh_check(tally: Tally, state: State, creature: Creature, what: str) -> None:
    ability = ability_of(what)
    _weigh_effects(tally, creature, ("ability_checks", f"check:{what}", f"check:{ability}"))
    if creature.has_condition("poisoned"):
        tally.disadvantage("poisoned")
    if sources_in_sight(state, creature, "frightened"):
        tally.disadvantage("frightened")
    if exhaustion_level(creature) >= 1:
        tally.disadvantage("exhaustion")
    if ability in ("str", "dex") and armor_hinders(creature):
        tally.disadvantage("armor worn without training")
    if knows_the_enemy(state, creature, what):
        tally.advantage("favored enemy")
    if what == "stealth" and is_noisy(creature):
        tally.disadvantage("noisy armor")
    if what == "perception":
        if has_trait(creature, "keen_senses"):
            tally.advantage("keen senses")
        light = light_for(state, creature)
        if light != "bright":
            tally.disadvantage("dim light" if light == "dim" else "darkness")


def _weigh_save(
    tally: Tally, creature: Creature, ability: Ability | None, against: tuple[str, ...]
) -> None:
    keys = ("saving_throws", f"saving_throws:{ability}", *(f"save:{what}" for what in against))
    _weigh_effects(tally, creature, keys)
    if ability == "dex" and creature.has_condition("restrained"):
        tally.disadvantage("restrained")
    if ability in ("str", "dex") and armor_hinders(creature):
        tally.disadvantage("armor worn without training")
    if exhaustion_level(creature) >= 3:
        tally.disadvantage("exhaustion")
    features = creature.sheet.features if creature.sheet else ()
    for name, what in SAVE_TRAITS:
        trait = name.lower().replace(" ", "_")
        if what in against and (name in features or has_trait(creature, trait)):
            tally.advantage(name)
    # SRD 5.1, "Gnome Traits": Gnome Cunning
    is_gnome = "Gnome Cunning" in features or has_trait(creature, "gnome_cunning")
    if is_gnome and "magic" in against and ability in ("int", "wis", "cha"):
        tally.advantage("Gnome Cunning")


HEADS_RESIST = ("blinded", "charmed", "frightened", "stunned", "unconscious")
# racial traits and traits of stat blocks that give advantage on saves against one thing
SAVE_TRAITS = (
    ("Dwarven Resilience", "poison"),
    ("Brave", "frightened"),
    ("Fey Ancestry", "charmed"),
    ("Dark Devotion", "charmed"),
    ("Dark Devotion", "frightened"),
    ("Magic Resistance", "magic"),
    ("Turn Defiance", "turn undead"),
    ("Turn Resistance", "turn undead"),
    ("Steadfast", "frightened"),
    *(
        (heads, what)
        for heads in ("Two Heads", "Two Headed", "Multiple Heads")
        for what in HEADS_RESIST
    ),
    *(("Duergar Resilience", what) for what in ("poison", "charmed", "paralyzed")),
)


def natural(made: Roll) -> int:
    """Return what the d20 that counts shows."""
    return next(d.value for d in made.dice if d.kept)


def _noted(out: Outcome, made: Roll, critical_on: int) -> Roll:
    if critical_on < 20 and made.outcome in ("success", "failure") and natural(made) >= critical_on:
        made = made.model_copy(update={"outcome": "critical"})
    return out.rolled(made)


def roll_with(
    out: Outcome,
    ref: str,
    dice: Dice,
    purpose: str,
    *,
    parts: tuple[Part, ...],
    keys: tuple[str, ...],
    tally: Tally,
    against: int | None,
    against_name: str,
    is_attack: bool = False,
    critical_on: int = 20,
    target: str = "",
    least: int = 0,
) -> Roll:
    """Roll a d20 with the dice of effects under `keys` rolled first; effects that help once are used up.

    An attack that shows `critical_on` or more is a critical hit.
    """
    creature = out.creature(ref)
    for effect, expression in modifiers.dice_of(creature, *keys):
        sign, bare = (-1, expression[1:]) if expression.startswith("-") else (1, expression)
        bonus = out.rolled(roll(dice, effect.name, bare, roller=ref))
        parts = (*parts, Part(label=effect.name, value=sign * bonus.total))
    options = {
        "parts": parts,
        "vantage": tally.vantage,
        "against": against,
        "against_name": against_name,
        "is_attack": is_attack,
        "roller": ref,
        "why": tally.why,
    }
    if least:
        options["least"] = least
    made = _noted(out, roll_d20(dice, purpose, **options), critical_on)  # type: ignore[arg-type]
    features = creature.sheet.features if creature.sheet else ()
    # SRD 5.1, "Halfling Traits": Lucky
    if "Lucky" in features and natural(made) == 1:
        again = {**options, "vantage": "none", "why": ("Lucky: a 1 is rolled again",)}
        made = _noted(out, roll_d20(dice, purpose, **again), critical_on)  # type: ignore[arg-type]
    used = [*keys, *(f"{side}:{key}" for key in keys for side in ("advantage", "disadvantage"))]
    for effect in out.creature(ref).effects:
        is_for = effect.modifiers.get("against")
        if is_for and is_for != target:
            continue
        if effect.ends.once and any(key in effect.modifiers for key in used):
            out.add(EffectLost(ref=ref, name=effect.name, source=effect.source, because="used"))
    return made


def ability_check(
    out: Outcome,
    ref: str,
    what: str,
    dc: int | None,
    dice: Dice,
    purpose: str,
    *,
    tally: Tally | None = None,
    against_name: str = "DC",
) -> Roll:
    """Roll an ability check, against a DC if there is one."""
    what = what.strip().lower()
    weighed = tally or Tally()
    _weigh_check(weighed, out.state, out.creature(ref), what)
    keys = ("ability_checks", f"check:{what}", f"check:{ability_of(what)}")
    parts = check_parts(out.state, ref, what)
    made = roll_with(
        out,
        ref,
        dice,
        purpose,
        parts=parts,
        keys=keys,
        tally=weighed,
        against=dc,
        against_name=against_name,
        least=least_die(out.creature(ref), what, sum(part.value for part in parts)),
    )
    return at_least(out.creature(ref), what, made)


def saving_throw(
    out: Outcome,
    ref: str,
    ability: Ability,
    dc: int,
    dice: Dice,
    purpose: str,
    *,
    vantage: Vantage = "none",
    why: tuple[str, ...] = (),
    against: tuple[str, ...] = (),
) -> bool:
    """Roll a save; `against` names what it is about (poison, magic, frightened …). Say whether it was made."""
    creature = out.creature(ref)
    # SRD 5.1, "Conditions": paralyzed, petrified, stunned and unconscious fail these without a roll
    if ability in ("str", "dex") and (creature.is_down or has_any(creature, AUTO_FAILING)):
        failed = CheckMade(by=ref, what=purpose, skill=f"{ability} save", is_success=False)
        out.add(failed)
        return succeeds_by_legend(out, ref, purpose, against)
    made = roll_save(out, ref, ability, dc, dice, purpose, Tally(vantage, why), against)
    if made.outcome != "success" and is_indomitable(out, ref):
        again = Tally(vantage, (*why, "Indomitable: rolled again"))
        made = roll_save(out, ref, ability, dc, dice, purpose, again, against)
    if made.outcome != "success" and is_lucky(out, ref, dc - made.total, dice):
        return True
    if made.outcome == "success" or succeeds_by_legend(out, ref, purpose, against):
        return True
    return succeeds_by_item(out, ref, ability)


def roll_save(
    out: Outcome,
    ref: str,
    ability: Ability | None,
    dc: int,
    dice: Dice,
    purpose: str,
    tally: Tally,
    against: tuple[str, ...] = (),
) -> Roll:
    """Roll a save with all that bears on it; one of no ability is a death save."""
    creature = out.creature(ref)
    _weigh_save(tally, creature, ability, against)
    found = (f"saving_throws:{ability}",) if ability else ()
    keys = ("saving_throws", *found, *(f"save:{what}" for what in against))
    parts = save_parts(out.state, ref, ability)
    return roll_with(
        out, ref, dice, purpose, parts=parts, keys=keys, tally=tally, against=dc, against_name="DC"
    )


def passive(state: State, ref: str, skill: str) -> int:
    """Return 10 plus the check's modifier, 5 up or down for advantage. SRD 5.1, "Passive Checks"."""
    creature = state.creatures[ref]
    tally = Tally()
    _weigh_check(tally, state, creature, skill)
    swing = {"none": 0, "advantage": 5, "disadvantage": -5}[tally.vantage]
    # SRD 5.1, "Travel Pace": who goes fast notices less
    is_rushed = creature.is_hero and state.flags.get("pace") == "fast"
    hurry = -5 if is_rushed and skill == "perception" and state.encounter is None else 0
    return 10 + sum(part.value for part in check_parts(state, ref, skill)) + swing + hurry
