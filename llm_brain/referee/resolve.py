"""The one door: every action of a turn is resolved here, legal with its events or refused with a reason and nothing spent.

Each action goes to its handler, then what follows by itself is folded in, then, in a fight, everybody acts until a hero
who can act is up. Class features are named as an item ("second-wind") or in the words of the action.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import ActionTaken
from llm_brain.ledger.events.world import LocationEntered
from llm_brain.ledger.state import State
from llm_brain.referee import lifetimes, world
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.summoning import companions
from llm_brain.referee.combat import ending, turns
from llm_brain.referee.combat.fighting import can_still_attack
from llm_brain.referee.combat.positions import combatant_of, current_ref
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.deeds import do
from llm_brain.referee.dice import Dice
from llm_brain.referee.levels import note_earned_levels
from llm_brain.referee.magic.tending import tend_items
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.upkeep import tend_the_dying
from llm_brain.referee.world.regard import regards

FREE_KINDS = frozenset({"look", "ask_rules", "out_of_character", "unclear"})
ENDING_WORDS = ("end my turn", "end turn", "done", "pass", "wait")
MOST_ROUNDS_OF_CONSEQUENCES = 10


@dataclass(frozen=True)
class Resolution:
    """What came of a turn: the events in order, and the state with them folded in."""

    events: list[Event]
    state: State


def resolve_turn(
    state: State, actions: Sequence[Action], actor: str, dice: Dice, turn_number: int
) -> Resolution:
    """Resolve what a player does this turn."""
    out = Outcome(state)
    _catch_up(out, dice, turn_number)
    has_ended = False
    for declared in actions:
        action = _plain(declared)
        start = len(out.events)
        has_ended = has_ended or (out.state.encounter is not None and _says_end(action))
        out.add(ActionTaken(by=actor, action=action.as_json()))
        try:
            _require_able(out.state, actor, action)
            done = Outcome(out.state)
            do(done, action, actor, dice, turn_number)
            out.extend(done.events)
        except Refusal as refusal:
            out.add(refusal.event(actor, action))
        _follow(out, start, dice, turn_number)
    _hand_over(out, actor, dice, turn_number, has_ended=has_ended)
    if out.state.encounter is None:
        start = len(out.events)
        tend_the_dying(out, dice)
        _follow(out, start, dice, turn_number)
    out.extend(regards(state, out.events, out.state))
    return Resolution(out.events, out.state)


def _catch_up(out: Outcome, dice: Dice, turn_number: int) -> None:
    """Play on if the fight stands at somebody who is no waiting hero."""
    if out.state.encounter is not None:
        turns.run(out, dice)
        _follow(out, 0, dice, turn_number)


def _plain(action: Action) -> Action:
    """Return the action with a thing named by its key: `item:torch` is `torch`; nobody does something less than once."""
    if action.quantity is not None and action.quantity < 1:
        action = action.model_copy(update={"quantity": None})
    if action.item and action.item.startswith("item:"):
        return action.model_copy(update={"item": action.item.removeprefix("item:")})
    return action


def _require_able(state: State, actor: str, action: Action) -> None:
    """Raise Refusal when the hero cannot act at all now."""
    hero = state.creatures.get(actor)
    if hero is None:
        raise Refusal("no_such_hero", "There is no such hero at this table.")
    if action.kind in FREE_KINDS:
        return
    if hero.is_dead:
        raise Refusal("dead", f"{hero.name} is dead.")
    if hero.hp <= 0 or hero.has_condition("unconscious"):
        raise Refusal("unconscious", f"{hero.name} is unconscious and can do nothing.")
    if is_incapacitated(hero):
        names = ", ".join(c.name for c in hero.conditions)
        raise Refusal("incapacitated", f"{hero.name} cannot act: {names}.")
    if state.encounter is not None and combatant_of(state, actor) is not None:
        up = current_ref(state)
        if up != actor:
            raise Refusal("not_your_turn", f"It is {state.creatures[up].name}'s turn.")


def _says_end(action: Action) -> bool:
    return action.kind == "wait" or (
        action.kind == "unclear" and any(w in action.text.lower() for w in ENDING_WORDS[:2])
    )


def _follow(out: Outcome, start: int, dice: Dice, turn_number: int) -> None:
    """Fold in what follows by itself, until nothing does: the clock, the fight's end, the world, levels."""
    for _ in range(MOST_ROUNDS_OF_CONSEQUENCES):
        before = len(out.events)
        lifetimes.by_the_clock(out)
        tend_items(out, out.events[start:], dice)
        if out.state.encounter is not None:
            ending.settle(out, dice)
        else:
            ending.tidy_after_words(out, out.events[start:])
        note_earned_levels(out)
        if any(isinstance(event, LocationEntered) for event in out.events[start:]):
            companions(out)
        out.extend(world.consequences(out.state, out.events[start:], dice, turn_number))
        if len(out.events) == before:
            return
        start = before


def _hand_over(out: Outcome, actor: str, dice: Dice, turn_number: int, *, has_ended: bool) -> None:
    """End the hero's turn when their action is spent or they say so, and let the others act."""
    if out.state.encounter is None:
        return
    start = len(out.events)
    is_up = current_ref(out.state) == actor and turns.is_waiting_for(out, actor)
    if is_up and not has_ended and can_still_attack(out.state, actor):
        return
    if is_up:
        turns.next_turn(out, dice)
    turns.run(out, dice)
    _follow(out, start, dice, turn_number)
    if out.state.encounter is not None and not turns.is_waiting_for(out, current_ref(out.state)):
        turns.run(out, dice)
