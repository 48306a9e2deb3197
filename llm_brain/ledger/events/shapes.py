"""A hero in another body: what is theirs of it, and their own numbers kept in the effect that holds the shape.

SRD 5.1, "Druid": Wild Shape. Mind, skills and sheet stay; what hangs on the body is the form's.
"""

from llm_brain.ledger.creature import Ability, Effect
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State

WILD_SHAPE = "wild shape"
BODY: tuple[Ability, ...] = ("str", "dex", "con")
NUMBERS = ("hp_max", "armor_class", "speed_ft", "size")


class ShapeTaken(Event):
    """A hero took a form: the numbers are the form's, `effect` keeps their own until the shape is left."""

    ref: str
    form: str
    name: str
    hp: int
    hp_max: int
    armor_class: int
    speed_ft: int
    size: str
    abilities: dict[Ability, int]
    effect: Effect

    def apply(self, state: State) -> State:
        creature = state.creatures[self.ref]
        return state.with_creature(
            self.ref,
            stat_block=self.form,
            hp=self.hp,
            hp_max=self.hp_max,
            armor_class=self.armor_class,
            speed_ft=self.speed_ft,
            size=self.size,
            abilities={**creature.abilities, **self.abilities},
            effects=(*creature.effects, self.effect),
        )


class ShapeLeft(Event):
    """A hero is in their own body again, with `hp` hit points."""

    ref: str
    hp: int
    because: str = ""

    def apply(self, state: State) -> State:
        creature = state.creatures[self.ref]
        held = next((e for e in creature.effects if e.name == WILD_SHAPE), None)
        if held is None:
            return state
        own = {name: held.modifiers[f"own_{name}"] for name in NUMBERS}
        body = {ability: int(held.modifiers[f"own_{ability}"]) for ability in BODY}
        return state.with_creature(
            self.ref,
            stat_block=None,
            hp=self.hp,
            abilities={**creature.abilities, **body},
            effects=tuple(e for e in creature.effects if e.name != WILD_SHAPE),
            **own,
        )
