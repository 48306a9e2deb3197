"""What happens to the world: the adventure is written, time passes, places, clues and quests become known."""

from typing import Literal

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Adventure, Clue, Encounter, Location, Quest


class AdventureWritten(Event):
    """The whole adventure as it was made from its seed: from here on it is rows, and no code is asked again."""

    adventure: Adventure
    clock_min: int
    weather: str
    locations: tuple[Location, ...]
    creatures: tuple[Creature, ...]
    quests: tuple[Quest, ...]
    clues: tuple[Clue, ...]
    encounters: tuple[Encounter, ...]

    def apply(self, state: State) -> State:
        start = self.adventure.start_location
        heroes = {h.ref: h.model_copy(update={"location": start}) for h in state.heroes}
        return state.model_copy(
            update={
                "adventure": self.adventure,
                "clock_min": self.clock_min,
                "weather": self.weather,
                "location": start,
                "locations": {x.key: x for x in self.locations},
                "creatures": {**heroes, **{x.ref: x for x in self.creatures}},
                "quests": {x.key: x for x in self.quests},
                "clues": {x.key: x for x in self.clues},
                "encounters": {x.key: x for x in self.encounters},
            }
        )


class TimePassed(Event):
    """Minutes went by; `clock_min` is the campaign's clock afterwards."""

    minutes: int
    clock_min: int
    because: str = ""

    def apply(self, state: State) -> State:
        return state.model_copy(update={"clock_min": self.clock_min})


class WeatherChanged(Event):
    """The sky is another."""

    weather: str

    def apply(self, state: State) -> State:
        return state.model_copy(update={"weather": self.weather})


class LocationEntered(Event):
    """The party is somewhere else; all living heroes go together."""

    location: str
    name: str
    from_location: str = ""
    by: str = ""
    is_first: bool = False

    def apply(self, state: State) -> State:
        state = state.with_location(self.location, is_known=True, is_visited=True)
        moved = {
            h.ref: h.model_copy(update={"location": self.location})
            for h in state.heroes
            if not h.is_dead
        }
        return state.model_copy(
            update={"location": self.location, "creatures": {**state.creatures, **moved}}
        )


class LocationDiscovered(Event):
    """A place is now on the map, unvisited."""

    location: str
    name: str
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_location(self.location, is_known=True)


class ExitChanged(Event):
    """A way was found, unlocked or barred."""

    location: str
    to: str
    name: str
    is_hidden: bool | None = None
    is_locked: bool | None = None
    because: str = ""

    def apply(self, state: State) -> State:
        changes = {
            f: getattr(self, f) for f in ("is_hidden", "is_locked") if getattr(self, f) is not None
        }
        exits = tuple(
            e.model_copy(update=changes) if e.to == self.to else e
            for e in state.locations[self.location].exits
        )
        return state.with_location(self.location, exits=exits)


class ClueFound(Event):
    """A truth is known to the party. `source` is a feature's key, a ref or empty."""

    key: str
    text: str
    source: str = ""

    def apply(self, state: State) -> State:
        clue = state.clues[self.key].model_copy(update={"is_found": True, "found_how": self.source})
        return state.model_copy(update={"clues": {**state.clues, self.key: clue}})


class QuestOffered(Event):
    """A quest is the party's now."""

    key: str
    title: str
    text: str
    giver: str | None = None

    def apply(self, state: State) -> State:
        return state.with_quest(self.key, status="active")


class QuestAdvanced(Event):
    """A stage of a quest is done; `next_text` is what is to be done now."""

    key: str
    title: str
    stage: str
    text: str
    next_text: str = ""

    def apply(self, state: State) -> State:
        stages = tuple(
            s.model_copy(update={"is_done": True}) if s.key == self.stage else s
            for s in state.quests[self.key].stages
        )
        return state.with_quest(self.key, stages=stages)


class QuestEnded(Event):
    """A quest is completed or failed."""

    key: str
    title: str
    status: Literal["completed", "failed"]
    outcome: str = ""

    def apply(self, state: State) -> State:
        return state.with_quest(self.key, status=self.status, outcome=self.outcome)


class CreatureAppeared(Event):
    """Somebody the adventure did not plan is there now."""

    creature: Creature
    because: str = ""

    def apply(self, state: State) -> State:
        creatures = {**state.creatures, self.creature.ref: self.creature}
        return state.model_copy(update={"creatures": creatures})


class CreatureMoved(Event):
    """Somebody who is not a hero is somewhere else."""

    ref: str
    location: str

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, location=self.location)


class FlagSet(Event):
    """The adventure notes something for later."""

    key: str
    value: str

    def apply(self, state: State) -> State:
        return state.model_copy(update={"flags": {**state.flags, self.key: self.value}})


class AdventureEnded(Event):
    """The story has come to its end; the epilogue is told from what it holds."""

    outcome: Literal["victory", "defeat", "abandoned"]
    facts: dict[str, str] = {}

    def apply(self, state: State) -> State:
        adventure = state.adventure.model_copy(update={"ended": self.outcome})
        return state.model_copy(update={"adventure": adventure})
