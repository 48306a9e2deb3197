"""What every handler of the world works with: the outcome so far, who acts, and how to refuse, spend and pass time.

It does not know any one kind of action. Sits between `resolve.py` and the handlers of this folder.
"""

import hashlib
from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent
from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.events.world import TimePassed, WeatherChanged
from llm_brain.ledger.rolls import Roll
from llm_brain.ledger.state import State
from llm_brain.referee import checks
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome

Handler = Callable[[State, Action, str, Dice], list[Event]]

# SRD 5.1, "Typical Difficulty Classes"
EASY, MEDIUM, HARD = 10, 15, 20
WEATHERS = {
    "high_fantasy": ("clear", "overcast", "rain", "windy", "mist", "clear"),
    "gothic_horror": ("fog", "overcast", "rain", "storm", "mist", "overcast"),
    "swashbuckling": ("clear", "windy", "clear", "overcast", "rain", "windy"),
    "desert_ruins": ("clear", "windy", "clear", "haze", "sandstorm", "clear"),
}
WEATHER_HOLDS_MIN = 240


class Deed(Outcome):
    """One action under way."""

    def __init__(self, state: State, action: Action, actor: str, dice: Dice) -> None:
        super().__init__(state)
        self.action = action
        self.actor = actor
        self.dice = dice

    @property
    def hero(self) -> Creature:
        return self.state.creatures[self.actor]

    @property
    def said(self) -> str:
        """What the player said, as far as it is known."""
        action = self.action
        return action.text or " ".join(w for w in (action.target, action.item) if w)

    def refuse(self, code: str, reason: str) -> list[Event]:
        """Return a refusal and nothing else: what was noted so far did not happen."""
        action = self.action
        return [
            ActionRefused(
                by=self.actor,
                kind=action.kind,
                code=code,
                reason=reason,
                target=action.target or action.target_ref or "",
            )
        ]

    def can_act(self) -> bool:
        """Whether there is an action to spend; outside a fight there always is."""
        fight = self.state.encounter
        mine = fight.combatant(self.actor) if fight else None
        return fight is None or (mine is not None and mine.has_action)

    def spend_action(self, on: str) -> None:
        """Spend the turn's action in a fight. SRD 5.1, "Actions in Combat"."""
        if self.state.encounter is not None:
            self.add(ActionSpent(ref=self.actor, what="action", on=on))

    def check(self, what: str, dc: int, purpose: str) -> bool:
        """Roll the actor's check and note it."""
        made, events = checks.check(self.state, self.actor, what, dc, self.dice, purpose)
        self.extend(events)
        return made

    def contest(self, what: str, other: str, what_other: str, purpose: str) -> bool:
        """Roll the actor's check against somebody else's and note both."""
        made, events = checks.contest(
            self.state, self.actor, what, other, what_other, self.dice, purpose
        )
        self.extend(events)
        return made

    @property
    def last_roll(self) -> Roll | None:
        """The last roll that was made in this deed."""
        made = [e.roll for e in self.events if isinstance(e, RollMade)]
        return made[-1] if made else None

    @property
    def last_roll_id(self) -> int | None:
        return self.last_roll.id if self.last_roll else None

    def pass_time(self, minutes: int, because: str) -> None:
        """Let minutes go by outside a fight; the weather may turn."""
        if self.state.encounter is not None or minutes <= 0:
            return
        self.extend(time_passing(self.state, minutes, because))


def time_passing(state: State, minutes: int, because: str) -> list[Event]:
    """Return the events of minutes going by; the sky is the seed's, not the dice's."""
    clock = state.clock_min + minutes
    events: list[Event] = [TimePassed(minutes=minutes, clock_min=clock, because=because)]
    watch = clock // WEATHER_HOLDS_MIN
    if watch != state.clock_min // WEATHER_HOLDS_MIN:
        skies = WEATHERS.get(state.adventure.theme, WEATHERS["high_fantasy"])
        label = f"{state.adventure.seed}:{watch}".encode()
        sky = skies[hashlib.sha256(label).digest()[0] % len(skies)]
        if sky != state.weather:
            events.append(WeatherChanged(weather=sky))
    return events
