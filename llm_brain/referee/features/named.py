"""Finding the class feature a player named, whatever the action was read as, and using it.

Intent gives it as `item`, `spell` or `skill`; failing that the words are looked at.
"""

import re
from collections.abc import Callable

from llm_brain.referee.actions import Action
from llm_brain.referee.combat.fighting import attack
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.barbarian import rage
from llm_brain.referee.features.bard import countercharm, inspire
from llm_brain.referee.features.breath import breathe
from llm_brain.referee.features.cleric import channel, preserve_life, turn_undead
from llm_brain.referee.features.fighter import action_surge, second_wind
from llm_brain.referee.features.metamagic import flexible_casting
from llm_brain.referee.features.monk import (
    empty_body,
    patient_defense,
    step_of_the_wind,
    still_the_mind,
    wholeness_of_body,
)
from llm_brain.referee.features.open_hand import flurry
from llm_brain.referee.features.paladin import CHANNEL as OATH
from llm_brain.referee.features.paladin import (
    divine_sense,
    lay_on_hands,
    sacred_weapon,
    turn_the_unholy,
)
from llm_brain.referee.features.wild_shape import take_shape
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

Feature = Callable[[Outcome, Action, str, Dice], None]

BY_ITSELF = {
    "arcane recovery": "Arcane Recovery comes with a short rest, by itself, once a day.",
    "sneak attack": "Sneak Attack comes by itself with a hit that has an opening. Attack.",
    "hunter's prey": "Hunter's Prey comes by itself when a hit meets a foe that is hurt. Attack.",
    "colossus slayer": "Colossus Slayer comes by itself when a hit meets a foe that is hurt.",
    "song of rest": "The Song of Rest comes with a short rest, by itself, for all who spend hit dice.",
    "cutting words": "Cutting Words come by themselves, when a blow could just be turned aside.",
    "jack of all trades": "Jack of All Trades is part of every check you are not trained for.",
    "uncanny dodge": "Uncanny Dodge comes by itself, when a blow lands and the reaction is left.",
    "deflect missiles": "Deflecting comes by itself, when a missile hits and the reaction is left.",
    "indomitable": "Indomitable comes by itself, when a saving throw fails.",
    "metamagic": "Say it with the spell: quickened, twinned, heightened, distant, extended, subtle.",
    "cunning action": "Say which it is: Dash, Disengage or Hide; it is paid with the bonus action.",
}


def _comes_by_itself(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Say how a feature works that nobody sets off."""
    given = (action.item, action.spell, action.skill, action.target, action.text)
    words = " ".join(w for w in given if w).lower().replace("-", " ").replace("_", " ")
    reason = next(why for name, why in BY_ITSELF.items() if name in words)
    raise Refusal("comes_by_itself", reason)


def _struck_with(word: str, feature: str) -> Feature:
    """Return an attack that carries what is named: a smite, a stunning strike, reckless abandon."""

    def strike(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
        if not out.creature(ref).has_feature(feature):
            raise Refusal("no_such_feature", f"{out.creature(ref).name} has no {feature}.")
        if out.state.encounter is None:
            raise Refusal("no_fight", "Outside a fight there is nobody to strike at. Attack first.")
        changes = {"kind": "attack", "item": None, "spell": None, "text": f"{action.text} {word}"}
        attack(out, action.model_copy(update=changes), ref, dice)

    return strike


def _channel(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Channel divinity as a cleric does, or as the words say where it is a paladin's."""
    sheet = out.creature(ref).sheet
    if (
        sheet is None
        or "channel divinity" in sheet.resources_max
        or OATH not in sheet.resources_max
    ):
        channel(out, action, ref, dice)
    elif "weapon" in action.text.lower():
        sacred_weapon(out, action, ref, dice)
    elif any(word in action.text.lower() for word in ("turn", "unholy", "undead", "fiend")):
        turn_the_unholy(out, action, ref, dice)
    else:
        raise Refusal("which_channel", "Say which it is: Sacred Weapon or Turn the Unholy.")


FEATURES: dict[str, Feature] = {
    **dict.fromkeys(BY_ITSELF, _comes_by_itself),
    "second wind": second_wind,
    "action surge": action_surge,
    "turn undead": turn_undead,
    "preserve life": preserve_life,
    "channel divinity": _channel,
    "divine smite": _struck_with("smite", "Divine Smite"),
    "stunning strike": _struck_with("stun", "Stunning Strike"),
    "reckless attack": _struck_with("reckless", "Reckless Attack"),
    "bardic inspiration": inspire,
    "rage": rage,
    "lay on hands": lay_on_hands,
    "sacred weapon": sacred_weapon,
    "turn the unholy": turn_the_unholy,
    "divine sense": divine_sense,
    "flurry of blows": flurry,
    "patient defense": patient_defense,
    "step of the wind": step_of_the_wind,
    "wholeness of body": wholeness_of_body,
    "breath weapon": breathe,
    "stillness of mind": still_the_mind,
    "empty body": empty_body,
    "countercharm": countercharm,
    "flexible casting": flexible_casting,
    "wild shape": take_shape,
    "own shape": take_shape,
}
# what is said of an attack and is none: the feature's own name, or the breath by its element
IN_AN_ATTACK = ("breath weapon", "flurry of blows")
BREATH_WORDS = re.compile(r"\bbreathe?s? (?:out )?(?:fire|cold|frost|acid|lightning|poison)\b")
# kinds in which bare words may name a feature; a question or an attack is not one
WORDY = frozenset({"use_item", "cast", "skill_check", "unclear", "interact", "wait", "help"})


def feature_meant(action: Action) -> Feature | None:
    """Return the feature an action is about, or None."""
    for given in (action.item, action.spell, action.skill, action.target):
        name = (given or "").lower().replace("-", " ").replace("_", " ").strip()
        if name in FEATURES and action.kind not in ("ask_rules", "out_of_character", "talk"):
            return FEATURES[name]
    words = action.text.lower()
    if action.kind == "attack" or BREATH_WORDS.search(words):
        if BREATH_WORDS.search(words):
            return breathe
        return next((FEATURES[name] for name in IN_AN_ATTACK if name in words), None)
    if action.kind in WORDY:
        named = (
            do
            for name, do in FEATURES.items()
            if name not in BY_ITSELF and re.search(rf"\b{re.escape(name)}\b", words)
        )
        return next(named, None)
    return None
