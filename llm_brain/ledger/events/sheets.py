"""What happens to a hero's sheet: joining, experience, levels, slots, resources and rest."""

from typing import Literal

from llm_brain.ledger.creature import Ability, Creature, Sheet
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


class CharacterJoined(Event):
    """A hero sits down at the table."""

    creature: Creature

    def apply(self, state: State) -> State:
        here = self.creature.location or state.location
        creature = self.creature.model_copy(update={"location": here})
        return state.model_copy(update={"creatures": {**state.creatures, creature.ref: creature}})


class XpGained(Event):
    """Experience points, with what earned them."""

    ref: str
    amount: int
    xp: int
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_sheet(self.ref, xp=self.xp)


class LevelEarned(Event):
    """Experience has earned a hero a level; they play on as they are until their player has chosen what it brings."""

    ref: str
    level: int

    def apply(self, state: State) -> State:
        return state.with_sheet(self.ref, level_earned=self.level)


class LevelGained(Event):
    """A hero rose a level: the sheet and the numbers as they are afterwards; None is a number that stays."""

    ref: str
    level: int
    sheet: Sheet
    hp: int
    hp_max: int
    proficiency_bonus: int
    abilities: dict[Ability, int]
    gained: tuple[str, ...] = ()
    roll: int | None = None
    skills: tuple[str, ...] | None = None
    save_proficiencies: tuple[Ability, ...] | None = None
    armor_class: int | None = None
    speed_ft: int | None = None
    immunities: tuple[str, ...] | None = None

    def apply(self, state: State) -> State:
        others = ("skills", "save_proficiencies", "armor_class", "speed_ft", "immunities")
        changed = {name: value for name in others if (value := getattr(self, name)) is not None}
        return state.with_creature(
            self.ref,
            sheet=self.sheet,
            hp=self.hp,
            hp_max=self.hp_max,
            proficiency_bonus=self.proficiency_bonus,
            abilities=self.abilities,
            **changed,
        )


class SpellSlotSpent(Event):
    """A slot of `level` is gone; `left` remain of that level."""

    ref: str
    level: int
    left: int

    def apply(self, state: State) -> State:
        sheet = state.creatures[self.ref].sheet
        assert sheet is not None
        return state.with_sheet(self.ref, slots_left={**sheet.slots_left, self.level: self.left})


class SpellSlotsRestored(Event):
    """Slots came back; `slots_left` is all levels afterwards."""

    ref: str
    slots_left: dict[int, int]
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_sheet(self.ref, slots_left=self.slots_left)


class ResourceChanged(Event):
    """A class feature was used or came back (second wind, channel divinity, arcane recovery)."""

    ref: str
    resource: str
    left: int
    because: str = ""

    def apply(self, state: State) -> State:
        sheet = state.creatures[self.ref].sheet
        assert sheet is not None
        left = {**sheet.resources_left, self.resource: self.left}
        return state.with_sheet(self.ref, resources_left=left)


class HitDiceChanged(Event):
    """Hit dice spent on a short rest or regained on a long one."""

    ref: str
    left: int
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_sheet(self.ref, hit_dice_left=self.left)


class SpellsPrepared(Event):
    """The list of prepared spells after it was changed."""

    ref: str
    spells: tuple[str, ...]

    def apply(self, state: State) -> State:
        return state.with_sheet(self.ref, spells_prepared=self.spells)


class Rested(Event):
    """A short or long rest was finished or broken off; what it restored are events of its own."""

    refs: tuple[str, ...]
    kind: Literal["short", "long"]
    is_broken: bool = False
    because: str = ""
