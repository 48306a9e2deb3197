"""The dragonborn's breath. SRD 5.1, "Dragonborn Traits": Draconic Ancestry, Breath Weapon."""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee.actions import Action
from llm_brain.referee.characters.tables import RACES
from llm_brain.referee.combat.economy import require_action, spend_action
from llm_brain.referee.combat.fighting import target_of
from llm_brain.referee.combat.positions import distance_ft, enemies_of, same_zone
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.evading import share_of
from llm_brain.referee.features.having import save_dc
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.trial import saving_throw

BREATH = "breath weapon"
# character level -> dice; the last one reached counts
DICE = {1: "2d6", 6: "3d6", 11: "4d6", 16: "5d6"}
CONES = ("gold", "green", "red", "silver", "white")
RESISTED_BY: dict[str, Ability] = {"poison": "con", "cold": "con"}
CONE_FT, LINE_FT, MOST_CAUGHT = 15, 30, 3


def ancestry_of(creature: Creature) -> str:
    """Return the dragon a dragonborn descends from, or an empty string."""
    picks = creature.sheet.choices.get("picks", {}) if creature.sheet else {}
    return next(iter(picks.get("race.ancestry", ())), "")


def breathe(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Breathe on whoever stands together, as an action; who saves takes half."""
    hero = out.creature(ref)
    spend_resource(out, ref, BREATH, check_only=True)
    if out.state.encounter is None or hero.sheet is None:
        raise Refusal("no_fight", "There is nobody here to breathe on.")
    require_action(out.state, ref)
    ancestry = ancestry_of(hero)
    kind = RACES["dragonborn"].ancestries.get(ancestry, "fire")
    target = target_of(out.state, ref, action)
    reach = CONE_FT if ancestry in CONES else LINE_FT
    if distance_ft(out.state, ref, target) > reach:
        reason = f"The breath goes {reach} feet, and they are farther away. Move nearer."
        raise Refusal("out_of_range", reason)
    beside = [e for e in enemies_of(out.state, ref) if e != target and same_zone(out.state, e, target)]  # fmt: skip
    spend_action(out, ref, BREATH)
    spend_resource(out, ref, BREATH)
    out.add(Remarked(by=ref, what="Breath Weapon", kind="feature"))
    expression = DICE[max(at for at in DICE if at <= hero.sheet.level)]
    purpose = f"{kind.capitalize()} damage: Breath Weapon"
    made = out.rolled(roll(dice, purpose, expression, roller=ref))
    ability = RESISTED_BY.get(kind, "dex")
    for victim in [target, *beside][:MOST_CAUGHT]:
        about = f"Save against {hero.name}'s breath"
        saved = saving_throw(
            out, victim, ability, save_dc(hero, "con"), dice, about, against=(kind,)
        )
        share = share_of(out.creature(victim), ability, saved=saved, halves=True)
        if share:
            hurt(
                out, victim, made.total, kind, dice,
                by=ref, weapon="Breath Weapon", roll=made.id, halved=share < 1,
            )  # fmt: skip
