"""What changes nothing but the clock: waiting, words to the table, and asking back."""

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import QuestionAsked, Remarked
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.naming import words_of

WAIT_MIN, MOST_MIN = 10, 24 * 60
LONG_WAITS = {"hour": 60, "hours": 60, "night": 480, "nightfall": 240, "dark": 240, "morning": 480}


def wait(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Let time pass."""
    deed = Deed(state, action, actor, dice)
    said = words_of(action.text)
    minutes = next((m for word, m in LONG_WAITS.items() if word in said), WAIT_MIN)
    deed.pass_time(min(MOST_MIN, minutes * (action.quantity or 1)), "waiting")
    deed.add(Remarked(by=actor, what=action.text, kind="wait"))
    return deed.events


def out_of_character(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Note table talk."""
    return [Remarked(by=actor, what=action.text, kind="out_of_character")]


def unclear(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Ask back."""
    question = action.question or "What exactly do you want to do?"
    return [QuestionAsked(by=actor, question=question, choices=action.choices)]
