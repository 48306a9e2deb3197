"""What happens in a fight besides wounds: its beginning, whose turn it is, who moved and acted, its end."""

from typing import Any, Literal

from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Combatant, Encounter, Zone


def _with_combatant(state: State, ref: str, **changes: Any) -> State:
    encounter = state.encounter
    if encounter is None:
        return state
    order = tuple(c.model_copy(update=changes) if c.ref == ref else c for c in encounter.order)
    return state.with_encounter(encounter.key, order=order)


class EncounterBegan(Event):
    """A fight is on: `order` is everybody in it, highest initiative first. One the adventure did not plan is added."""

    key: str
    name: str
    location: str
    order: tuple[Combatant, ...]
    zones: tuple[Zone, ...]
    turn_number: int | None = None
    because: str = ""

    def apply(self, state: State) -> State:
        planned = state.encounters.get(self.key) or Encounter(key=self.key)
        began = planned.model_copy(
            update={
                "name": self.name,
                "location": self.location,
                "foes": tuple(c.ref for c in self.order if c.side == "foes"),
                "status": "active",
                "round": 1,
                "turn": 0,
                "order": self.order,
                "zones": self.zones,
                "began_turn_number": self.turn_number,
            }
        )
        return state.model_copy(update={"encounters": {**state.encounters, self.key: began}})


class CombatantJoined(Event):
    """Somebody entered a fight that was already on; `index` is their place in the order."""

    combatant: Combatant
    index: int

    def apply(self, state: State) -> State:
        encounter = state.encounter
        if encounter is None:
            return state
        order = (*encounter.order[: self.index], self.combatant, *encounter.order[self.index :])
        turn = encounter.turn + 1 if self.index <= encounter.turn else encounter.turn
        return state.with_encounter(encounter.key, order=order, turn=turn)


class TurnBegan(Event):
    """It is somebody's turn: action, bonus action, reaction and movement are there again."""

    ref: str
    round: int
    index: int
    movement_ft: int

    def apply(self, state: State) -> State:
        encounter = state.encounter
        if encounter is None:
            return state
        state = state.with_encounter(encounter.key, round=self.round, turn=self.index)
        return _with_combatant(
            state,
            self.ref,
            has_action=True,
            has_bonus_action=True,
            has_reaction=True,
            movement_left_ft=self.movement_ft,
            attacks_left=0,
        )


class TurnEnded(Event):
    """Somebody's turn in the fight is over; surprise ends with the first."""

    ref: str
    because: str = ""

    def apply(self, state: State) -> State:
        return _with_combatant(state, self.ref, is_surprised=False)


class ActionSpent(Event):
    """What somebody's turn has left; the fields given are what it is afterwards. `regained_action`: there is one again."""

    ref: str
    what: Literal["action", "bonus_action", "reaction", "attack", "regained_action"]
    on: str = ""
    attacks_left: int = 0

    def apply(self, state: State) -> State:
        if self.what == "attack":
            return _with_combatant(state, self.ref, attacks_left=self.attacks_left)
        if self.what == "regained_action":
            return _with_combatant(state, self.ref, has_action=True)
        changes: dict[str, Any] = {f"has_{self.what}": False}
        if self.what == "action":
            changes["attacks_left"] = self.attacks_left
        return _with_combatant(state, self.ref, **changes)


class MovementGained(Event):
    """More movement this turn (Dash), or less (standing up): what is left afterwards, in feet."""

    ref: str
    movement_left_ft: int
    because: str = ""

    def apply(self, state: State) -> State:
        return _with_combatant(state, self.ref, movement_left_ft=self.movement_left_ft)


class ZoneEntered(Event):
    """Somebody moved on the battlefield; `movement_left_ft` is what remains."""

    ref: str
    zone: str
    zone_name: str
    from_zone: str
    movement_left_ft: int
    because: str = ""

    def apply(self, state: State) -> State:
        return _with_combatant(
            state, self.ref, zone=self.zone, movement_left_ft=self.movement_left_ft
        )


class AttackMade(Event):
    """An attack and what came of it; damage, if any, follows as an event of its own."""

    attacker: str
    target: str
    weapon: str
    kind: Literal["melee", "ranged", "spell"]
    is_hit: bool
    is_critical: bool = False
    is_fumble: bool = False
    is_opportunity: bool = False
    roll: int | None = None


class Fled(Event):
    """Somebody left the fight alive."""

    ref: str
    to: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, has_fled=True) if not self.to else state


class Vanished(Event):
    """Somebody is gone from this world: a summoned creature when its time is up, one sent to its own plane."""

    ref: str
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, has_fled=True)


class Surrendered(Event):
    """Somebody threw down their arms: they fight no more."""

    ref: str

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, attitude="indifferent")


class EncounterEnded(Event):
    """The fight is over."""

    key: str
    outcome: Literal["won", "lost", "fled", "talked"]
    xp: int = 0

    def apply(self, state: State) -> State:
        return state.with_encounter(self.key, status=self.outcome)
