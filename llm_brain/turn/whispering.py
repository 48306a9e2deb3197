"""Beside the path of a turn: a player's question, answered to that player alone. Nothing is rolled, told, kept or remembered.

Only what costs nothing is answered: rules, one's own sheet, what is known, what is in sight. Whatever would be a deed is sent
back to the table.
"""

from dataclasses import dataclass

from llm_brain.brain import Brain
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import ActionRefused, RuleAnswered, SceneDescribed
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.world import HANDLERS
from llm_brain.turn.context import acting_hero, rebuild
from llm_brain.turn.hearing import understand

ANSWERED = frozenset({"look", "ask_rules"})
NO_DICE = bytes(32)
ALOUD = (
    "That is something to do, and others may see it or dice may fall: say it aloud at the table. "
    "In a whisper you can ask about the rules, your own sheet, what you know and what you see."
)
NOT_YET = "The story has not begun yet; ask again when the first words are told."


@dataclass(frozen=True)
class Whispered:
    """An answer for one player. `needs_a_turn` says that it was no question but a deed."""

    answer: str
    needs_a_turn: bool = False


def whisper(brain: Brain, campaign_id: int, message: str, character_id: int | None) -> Whispered:
    """Answer a question for one player alone. Raises CampaignNotFound, CharacterNotFound, NoCharacters."""
    context = brain.database.read(lambda held: rebuild(held, campaign_id, brain.settings))
    actor = acting_hero(context, character_id).ref
    if not context.has_begun:
        return Whispered(NOT_YET)
    actions = understand(brain, context, actor, message, may_ask_a_model=False).actions
    if not actions or any(action.kind not in ANSWERED for action in actions):
        return Whispered(ALOUD, needs_a_turn=True)
    words = [_answer(context.state, action, actor) for action in actions]
    if None in words:
        return Whispered(ALOUD, needs_a_turn=True)
    return Whispered("\n".join(dict.fromkeys(word for word in words if word)))


def _answer(state: State, action: Action, actor: str) -> str | None:
    """Return the answer to one question; None when it would change anything."""
    try:
        # The campaign's own dice are not even held here: an answer never rolls.
        events = HANDLERS[action.kind](state, action, actor, SeededDice(NO_DICE, 1))
    except Refusal as refusal:
        return refusal.event(actor, action).reason
    said = [_in_words(event) for event in events]
    return None if None in said else " ".join(words for words in said if words)


def _in_words(event: Event) -> str | None:
    if isinstance(event, RuleAnswered):
        return event.answer
    if isinstance(event, ActionRefused):
        return event.reason
    if isinstance(event, SceneDescribed):
        return event.detail or f"In sight: {', '.join(event.seen)}."
    return None
