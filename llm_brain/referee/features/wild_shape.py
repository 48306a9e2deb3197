"""A druid in the body of a beast. SRD 5.1, "Druid": Wild Shape.

The form's hit points go first; at none of them the druid is back, and what is left of the blow goes through.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.shapes import BODY, NUMBERS, WILD_SHAPE, ShapeLeft, ShapeTaken
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import STAT_BLOCKS, Attack, StatBlock, block_of
from llm_brain.referee.combat.economy import spend_action, spend_bonus_action
from llm_brain.referee.combat.strike import Strike, block_strike
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.having import level_in, number_of
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

DEFAULT = "wolf"
# druid level from which a form may swim or fly
SWIMS_FROM, FLIES_FROM = 4, 8


def is_shaped(creature: Creature) -> bool:
    """Whether a hero wears another body."""
    return creature.sheet is not None and modifiers.named(creature, WILD_SHAPE) is not None


def take_shape(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Take a beast's shape as an action, or one's own again as a bonus action."""
    druid = out.creature(ref)
    if is_shaped(druid):
        spend_bonus_action(out, ref, "own shape")
        leave_shape(out, ref, because="willed")
        return
    spend_resource(out, ref, WILD_SHAPE, check_only=True)
    form = _meant(action)
    _require_allowed(druid, form)
    spend_action(out, ref, WILD_SHAPE)
    spend_resource(out, ref, WILD_SHAPE)
    own: dict[str, int | str | bool] = {f"own_{name}": getattr(druid, name) for name in NUMBERS}
    own |= {f"own_{ability}": druid.abilities[ability] for ability in BODY}
    own["own_hp"] = druid.hp
    minutes = 60 * max(1, level_in(druid, "druid") // 2)
    ends = Ends(at_clock_min=out.state.clock_min + minutes)
    out.add(
        ShapeTaken(
            ref=ref,
            form=form.key,
            name=form.name,
            hp=form.hp,
            hp_max=form.hp,
            armor_class=form.armor_class,
            speed_ft=form.speed_ft,
            size=form.size,
            abilities={ability: form.abilities[ability] for ability in BODY},
            effect=Effect(name=WILD_SHAPE, source=ref, modifiers=own, ends=ends),
        )
    )


def leave_shape(out: Outcome, ref: str, *, because: str, beyond: int = 0) -> None:
    """Be oneself again; `beyond` is the damage that the form's hit points did not take."""
    held = modifiers.named(out.creature(ref), WILD_SHAPE)
    if held is not None:
        hp = max(0, int(held.modifiers["own_hp"]) - beyond)
        out.add(ShapeLeft(ref=ref, hp=hp, because=because))


def _meant(action: Action) -> StatBlock:
    words = f"{action.text} {action.target or ''} {action.direction or ''}".lower().replace(
        "-", " "
    )
    named = [key for key in STAT_BLOCKS if key.replace("-", " ") in words]
    for key in sorted(named, key=len, reverse=True):
        if STAT_BLOCKS[key].type == "beast":
            return STAT_BLOCKS[key]
    return STAT_BLOCKS[DEFAULT]


def _require_allowed(druid: Creature, form: StatBlock) -> None:
    level, most = level_in(druid, "druid"), number_of(druid, "druid", "wild_shape_max_cr")
    if form.challenge_rating > most:
        reason = f"A {form.name.lower()} is too mighty a form; challenge {most:g} is the most now."
        raise Refusal("form_too_mighty", reason)
    if "fly" in form.speeds and level < FLIES_FROM:
        raise Refusal("form_flies", "A form that flies takes druid level 8.")
    if "swim" in form.speeds and level < SWIMS_FROM:
        raise Refusal("form_swims", "A form that swims takes druid level 4.")


def form_strike(creature: Creature, named: str | None, *, near: bool) -> Strike | None:
    """Return what a form strikes with, or None when nothing of it reaches."""
    block = block_of(creature)
    attacks: list[Attack] = [a for a in block.attacks if a.reach_ft] if block else []
    if not near or not attacks:
        return None
    wanted = (named or "").lower().replace("-", " ")
    chosen = next((a for a in attacks if wanted and wanted in a.name.lower()), attacks[0])
    return block_strike(creature, chosen)
