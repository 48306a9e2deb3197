"""Finding the class feature a player named, whatever the action was read as, and using it.

Intent gives it as `item`, `spell` or `skill`; failing that the words are looked at.
"""

from collections.abc import Callable

from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.barbarian import rage
from llm_brain.referee.features.bard import inspire
from llm_brain.referee.features.cleric import channel, preserve_life, turn_undead
from llm_brain.referee.features.fighter import action_surge, second_wind
from llm_brain.referee.features.paladin import lay_on_hands
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
    "cunning action": "Say which it is: Dash, Disengage or Hide; it is paid with the bonus action.",
}


def _comes_by_itself(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Say how a feature works that nobody sets off."""
    given = (action.item, action.spell, action.skill, action.target, action.text)
    words = " ".join(w for w in given if w).lower().replace("-", " ").replace("_", " ")
    reason = next(why for name, why in BY_ITSELF.items() if name in words)
    raise Refusal("comes_by_itself", reason)


FEATURES: dict[str, Feature] = {
    **dict.fromkeys(BY_ITSELF, _comes_by_itself),
    "second wind": second_wind,
    "action surge": action_surge,
    "turn undead": turn_undead,
    "preserve life": preserve_life,
    "channel divinity": channel,
    "bardic inspiration": inspire,
    "rage": rage,
    "lay on hands": lay_on_hands,
}
# kinds in which bare words may name a feature; a question or an attack is not one
WORDY = frozenset({"use_item", "cast", "skill_check", "unclear", "interact", "wait", "help"})


def feature_meant(action: Action) -> Feature | None:
    """Return the feature an action is about, or None."""
    for given in (action.item, action.spell, action.skill, action.target):
        name = (given or "").lower().replace("-", " ").replace("_", " ").strip()
        if name in FEATURES and action.kind not in ("ask_rules", "out_of_character", "talk"):
            return FEATURES[name]
    if action.kind in WORDY:
        words = action.text.lower()
        named = (do for name, do in FEATURES.items() if name in words and name not in BY_ITSELF)
        return next(named, None)
    return None
