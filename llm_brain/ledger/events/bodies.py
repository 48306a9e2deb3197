"""What happens to bodies: damage, healing, conditions, effects, concentration, dying and death.

`hp` fields are the hit points after the event. `roll` is the id of the roll that decided the amount.
"""

from typing import Literal

from llm_brain.ledger.creature import Concentration, Condition, DeathSaves, Effect
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


class DamageTaken(Event):
    """Somebody lost hit points. `rolled` is the amount before resistance; `amount` what was lost, temporary ones included."""

    ref: str
    amount: int
    damage_type: str
    rolled: int
    hp: int
    temp_hp: int = 0
    by: str | None = None
    weapon: str = ""
    roll: int | None = None
    is_critical: bool = False
    modified: Literal["", "resistance", "vulnerability", "immunity", "half"] = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, hp=self.hp, temp_hp=self.temp_hp)


class Healed(Event):
    """Somebody regained hit points; the death saves of somebody who had fallen start anew."""

    ref: str
    amount: int
    hp: int
    by: str | None = None
    source: str = ""
    roll: int | None = None

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, hp=self.hp, death_saves=DeathSaves())


class TempHpGained(Event):
    """Temporary hit points, which never add up: the higher amount stays."""

    ref: str
    amount: int
    temp_hp: int
    source: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, temp_hp=self.temp_hp)


class HpMaxChanged(Event):
    """The most hit points somebody can have went up or down: aid, a life drain. Both are as they are afterwards."""

    ref: str
    hp_max: int
    hp: int
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, hp_max=self.hp_max, hp=self.hp)


class ConditionGained(Event):
    """Somebody is now poisoned, prone, frightened …"""

    ref: str
    condition: Condition

    def apply(self, state: State) -> State:
        kept = tuple(
            c
            for c in state.creatures[self.ref].conditions
            if (c.name, c.source) != (self.condition.name, self.condition.source)
        )
        return state.with_creature(self.ref, conditions=(*kept, self.condition))


class ConditionLost(Event):
    """A condition ended; without a source, however often somebody had it."""

    ref: str
    name: str
    source: str | None = None
    because: str = ""

    def apply(self, state: State) -> State:
        kept = tuple(
            c
            for c in state.creatures[self.ref].conditions
            if c.name != self.name or (self.source is not None and c.source != self.source)
        )
        return state.with_creature(self.ref, conditions=kept)


class EffectGained(Event):
    """A modifier began: bless, mage armor, dodging … One of a name from one source replaces itself."""

    ref: str
    effect: Effect

    def apply(self, state: State) -> State:
        kept = tuple(
            e
            for e in state.creatures[self.ref].effects
            if (e.name, e.source) != (self.effect.name, self.effect.source)
        )
        return state.with_creature(self.ref, effects=(*kept, self.effect))


class EffectLost(Event):
    """A modifier ended."""

    ref: str
    name: str
    source: str | None = None
    because: str = ""

    def apply(self, state: State) -> State:
        kept = tuple(
            e
            for e in state.creatures[self.ref].effects
            if e.name != self.name or (self.source is not None and e.source != self.source)
        )
        return state.with_creature(self.ref, effects=kept)


class ConcentrationBegan(Event):
    """A caster holds a spell with their mind."""

    ref: str
    concentration: Concentration

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, concentration=self.concentration)


class ConcentrationEnded(Event):
    """The spell is let go or broken; what it did ends by its own events."""

    ref: str
    spell: str
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, concentration=None)


class FellUnconscious(Event):
    """A hero dropped to 0 hit points and is dying. The conditions that follow are events of their own."""

    ref: str

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, death_saves=DeathSaves())


class DeathSavesMarked(Event):
    """Where the death saves of somebody dying stand now."""

    ref: str
    successes: int
    failures: int
    because: str = ""
    roll: int | None = None

    def apply(self, state: State) -> State:
        saves = DeathSaves(successes=self.successes, failures=self.failures)
        return state.with_creature(self.ref, death_saves=saves)


class Stabilised(Event):
    """Dying no more, still at 0 hit points; both counters are reset."""

    ref: str
    by: str | None = None

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, death_saves=DeathSaves(is_stable=True))


class Died(Event):
    """Somebody is dead: a hero by three failures or massive damage, a monster at 0 hit points."""

    ref: str
    by: str | None = None
    how: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(
            self.ref, is_dead=True, hp=0, conditions=(), effects=(), concentration=None
        )


class Revived(Event):
    """Somebody dead lives again, with so many hit points. SRD 5.1, "Raise Dead"."""

    ref: str
    hp: int
    by: str | None = None
    source: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, is_dead=False, hp=self.hp, death_saves=DeathSaves())


class HidingChanged(Event):
    """Somebody went out of sight or was noticed."""

    ref: str
    is_hidden: bool
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, is_hidden=self.is_hidden)
