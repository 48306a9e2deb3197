"""What a model proposed and the referee took or refused, and what of the world came of it.

None of these has a number of the rules: an accepted proposal adds somebody, somewhere or something, and takes nothing away.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Clue, Exit, Location, Stage

LAST = "proposals:last"
"""The flag that holds the turn of the last proposal, taken or not."""
CHECK = "proposals:check_offered"
"""The flag that holds a suggested check: place, clock until which, skill and words, with bars between."""


def count_flag(kind: str) -> str:
    """Return the flag that counts the accepted proposals of a kind."""
    return f"proposals:{kind}"


def _with_flags(state: State, **flags: str) -> State:
    return state.model_copy(update={"flags": {**state.flags, **flags}})


class ProposalAccepted(Event):
    """The referee took a proposal; what comes of it follows. `by` is the narrator whose model made it."""

    kind: str
    name: str
    text: str
    by: str
    turn_number: int

    def apply(self, state: State) -> State:
        flag = count_flag(self.kind)
        taken = int(state.flags.get(flag, "0")) + 1
        return _with_flags(state, **{LAST: str(self.turn_number), flag: str(taken)})


class ProposalRefused(Event):
    """The referee refused a proposal, and why; the world is as it was. `code` is for code, `reason` for people."""

    kind: str
    code: str
    reason: str
    by: str
    turn_number: int

    def apply(self, state: State) -> State:
        return _with_flags(state, **{LAST: str(self.turn_number)})


class PersonAdded(Event):
    """Somebody whom a model proposed is there now."""

    creature: Creature

    def apply(self, state: State) -> State:
        creatures = {**state.creatures, self.creature.ref: self.creature}
        return state.model_copy(update={"creatures": creatures})


class PlaceAdded(Event):
    """A place that a model proposed is on the map; `way` leads there from `beside`."""

    location: Location
    beside: str
    way: Exit

    def apply(self, state: State) -> State:
        locations = {**state.locations, self.location.key: self.location}
        state = state.model_copy(update={"locations": locations})
        exits = (*state.locations[self.beside].exits, self.way)
        return state.with_location(self.beside, exits=exits)


class RumourHeard(Event):
    """Hearsay that a model proposed: it is noted with what is known, and opens nothing."""

    clue: Clue

    def apply(self, state: State) -> State:
        return state.model_copy(update={"clues": {**state.clues, self.clue.key: self.clue}})


class TrinketAdded(Event):
    """A thing of no mechanical weight lies in a location now."""

    location: str
    item: Item

    def apply(self, state: State) -> State:
        items = (*state.locations[self.location].items, self.item)
        return state.with_location(self.location, items=items)


class QuestStepAdded(Event):
    """A side quest has one more step, before the one at hand; it brings nothing by itself."""

    key: str
    title: str
    stage: Stage

    def apply(self, state: State) -> State:
        stages = state.quests[self.key].stages
        at = next((i for i, stage in enumerate(stages) if not stage.is_done), len(stages))
        return state.with_quest(self.key, stages=(*stages[:at], self.stage, *stages[at:]))


class CheckSuggested(Event):
    """A check that a model thinks of is among the suggestions for a while; nobody need try it."""

    location: str
    skill: str
    text: str
    until_clock_min: int

    def apply(self, state: State) -> State:
        held = f"{self.location}|{self.until_clock_min}|{self.skill}|{self.text}"
        return _with_flags(state, **{CHECK: held})
