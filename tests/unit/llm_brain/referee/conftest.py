"""A small dungeon to try rules in: heroes and foes by key, forced dice, one action at a time."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit, Feature, Location
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.characters.building import build
from llm_brain.referee.characters.choices import Choices
from llm_brain.referee.characters.defaults import pruned, quick
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import resolve_turn

PLACES = {
    "crypt": Location(
        key="crypt",
        name="the crypt",
        kind="crypt",
        exits=(Exit(to="hall", direction="north", name="the arch"),),
        features=(Feature(key="altar", name="the altar"),),
    ),
    "hall": Location(
        key="hall",
        name="the hall",
        kind="hall",
        exits=(Exit(to="crypt", direction="south", name="the arch"),),
    ),
}


class Table:
    """A state, and the last events; `dice` are what fall next, then every die shows its middle."""

    def __init__(self, heroes: Sequence[str], foes: Sequence[str]) -> None:
        creatures = {}
        for i, key in enumerate(heroes, start=1):
            hero = hero_from(key, ref=f"c{i}")
            creatures[hero.ref] = hero.model_copy(update={"location": "crypt"})
        for i, key in enumerate(foes, start=1):
            creatures[f"n{i}"] = creature_from(key, ref=f"n{i}", location="crypt")
        self.state = State(location="crypt", locations=PLACES, creatures=creatures)
        self.events: list[Event] = []

    def __getitem__(self, ref: str) -> Any:
        return self.state.creatures[ref]

    def change(self, ref: str, **fields: Any) -> None:
        self.state = self.state.with_creature(ref, **fields)

    def sheet(self, ref: str, **fields: Any) -> None:
        self.state = self.state.with_sheet(ref, **fields)

    def fight(self, *, dice: Sequence[int] = (), close: bool = False, **options: Any) -> None:
        """Begin a fight with every foe; c1 is up first unless the dice say otherwise."""
        foes = [c.ref for c in self.state.creatures.values() if not c.is_hero]
        first = list(dice) or [20] + [1] * 9
        self.events = begin_encounter(
            self.state,
            key="e",
            name="a fight",
            foes=foes,
            dice=ForcedDice(first),
            turn_number=1,
            is_close=close,
            **options,
        )
        self.state = fold(self.state, self.events)

    def act(
        self,
        kind: str,
        target: str | None = None,
        *,
        by: str = "c1",
        dice: Sequence[int] = (),
        **more: Any,
    ) -> list[Event]:
        """Resolve one action, check that the events fold to the state, and keep it."""
        action = Action(kind=kind, target_ref=target, **more)  # type: ignore[arg-type]
        resolution = resolve_turn(self.state, [action], by, ForcedDice(dice), 2)
        assert fold(self.state, resolution.events) == resolution.state
        self.state, self.events = resolution.state, resolution.events
        return self.events

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def refused(self) -> str:
        """The code of the refusal, or an empty string."""
        return next((e.code for e in self.of(ActionRefused)), "")

    @property
    def up(self) -> str:
        encounter = self.state.encounter
        return encounter.order[encounter.turn].ref if encounter else ""

    def combatant(self, ref: str) -> Any:
        assert self.state.encounter is not None
        return self.state.encounter.combatant(ref)


@pytest.fixture
def table() -> Callable[..., Table]:
    def make(heroes: str = "fighter", foes: str = "goblin") -> Table:
        return Table(heroes.split(), foes.split())

    return make


@pytest.fixture
def seated(table: Callable[..., Table]) -> Callable[..., Table]:
    """Return a way to open a table where c1 is a built hero; `features` and `abilities` are set as they are given."""

    def seat(
        race: str,
        class_key: str,
        level: int = 1,
        foes: str = "ogre",
        *,
        features: Sequence[str] = (),
        without: Sequence[str] = (),
        abilities: dict[str, int] | None = None,
        **chosen: Any,
    ) -> Table:
        t = table("fighter", foes)
        fields = {**quick("Ada", race, class_key, level).model_dump(), **chosen}
        hero = build(pruned(Choices.model_validate(fields)), ref="c1")
        assert hero.sheet is not None
        named = tuple(f for f in (*hero.sheet.features, *features) if f not in without)
        hero = hero.model_copy(
            update={
                "location": "crypt",
                "abilities": {**hero.abilities, **(abilities or {})},
                "sheet": hero.sheet.model_copy(update={"features": named}),
            }
        )
        t.state = t.state.model_copy(update={"creatures": {**t.state.creatures, "c1": hero}})
        return t

    return seat
