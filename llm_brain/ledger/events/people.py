"""What happens between people: being met, asked, persuaded, threatened, and what they remember of it."""

from typing import Literal

from llm_brain.ledger.creature import Attitude, Topic
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


class PersonMet(Event):
    """The party and somebody have spoken for the first time."""

    ref: str

    def apply(self, state: State) -> State:
        person = state.creatures[self.ref].person
        if person is None:
            return state
        met = person.model_copy(update={"has_met_party": True})
        return state.with_creature(self.ref, person=met)


class PersonAsked(Event):
    """Somebody was spoken to. `topic` is what they were asked about (empty: small talk), `answer` what they say to it,
    `manner` how they take it: answers, lies, refuses, does not know, is silent."""

    ref: str
    by: str
    said: str
    topic: str = ""
    answer: str = ""
    manner: Literal["answers", "lies", "refuses", "does_not_know", "greets", "silent"] = "answers"
    reveals: tuple[str, ...] = ()

    def apply(self, state: State) -> State:
        person = state.creatures[self.ref].person
        if person is None or not self.topic or self.manner not in ("answers", "lies"):
            return state
        topics: tuple[Topic, ...] = tuple(
            t.model_copy(update={"is_told": True}) if t.key == self.topic else t
            for t in person.topics
        )
        return state.with_creature(self.ref, person=person.model_copy(update={"topics": topics}))


class PersonRemembered(Event):
    """Somebody will remember this of the party: a short clause in the third person."""

    ref: str
    what: str

    def apply(self, state: State) -> State:
        person = state.creatures[self.ref].person
        if person is None:
            return state
        remembers = (*person.remembers, self.what)[-12:]
        changed = person.model_copy(update={"remembers": remembers})
        return state.with_creature(self.ref, person=changed)


class AttitudeChanged(Event):
    """Somebody thinks better or worse of the party. SRD 5.1, "Social Interaction"."""

    ref: str
    attitude: Attitude
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, attitude=self.attitude)


class ItemTraded(Event):
    """A sale was made, either way; money and things move by their own events."""

    ref: str
    by: str
    item: str
    price_cp: int
    is_bought: bool


class StockChanged(Event):
    """What somebody has for sale of one thing: `quantity` is what is left."""

    ref: str
    key: str
    quantity: int

    def apply(self, state: State) -> State:
        person = state.creatures[self.ref].person
        if person is None:
            return state
        sells = tuple(
            i.model_copy(update={"quantity": self.quantity}) if i.key == self.key else i
            for i in person.sells
            if i.key != self.key or self.quantity > 0
        )
        return state.with_creature(self.ref, person=person.model_copy(update={"sells": sells}))
