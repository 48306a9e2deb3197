"""One casting: who, what, with which slot, at whom, and the words it was declared with."""

from dataclasses import dataclass

from llm_brain.referee.actions import Action
from llm_brain.referee.casting.caster import Caster
from llm_brain.referee.spells import Spell


@dataclass(frozen=True)
class Moment:
    """A spell being cast, or done once more while it lasts. `targets` are refs of creatures, or of an exit, feature or item."""

    caster: Caster
    spell: Spell
    slot: int
    targets: list[str]
    action: Action
    is_again: bool = False

    @property
    def words(self) -> str:
        return self.action.text.lower()
