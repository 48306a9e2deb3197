"""The spells with a rule of their own, by the name their data gives it, and the ones that go on from turn to turn.

It is the table only; the rules are in `special_fight.py`, `special_body.py` and `special_world.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from llm_brain.referee.actions import Action
from llm_brain.referee.casting import special_body, special_fight, special_world
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import Spell

__all__ = ["SPECIALS", "Moment", "Special", "continues"]


@dataclass(frozen=True)
class Special:
    """A rule of a spell's own. `require` refuses before anything is paid; `brings_own` adds the spell's own effects."""

    do: Callable[[Outcome, Moment, Dice], None]
    require: Callable[[Outcome, Moment], None] | None = None
    brings_own: bool = False


SPECIALS: dict[str, Special] = {
    "magic-missile": Special(special_fight.magic_missile),
    "rays": Special(special_fight.rays),
    "acid-arrow": Special(special_fight.acid_arrow),
    "sleep": Special(special_fight.sleep),
    "color-spray": Special(special_fight.color_spray),
    "spiritual-weapon": Special(special_fight.spiritual_weapon),
    "sphere": Special(special_fight.flaming_sphere),
    "command": Special(special_fight.command),
    "charm": Special(special_fight.charm),
    "calm": Special(special_fight.calm),
    "misty-step": Special(special_fight.misty_step),
    "stabilise": Special(special_body.stabilise),
    "aid": Special(special_body.aid),
    "enhance": Special(special_body.enhance),
    "enlarge": Special(special_body.enlarge),
    "levitate": Special(special_body.levitate),
    "restoration": Special(special_body.restoration, special_body.require_ailment),
    "protection-from-poison": Special(special_body.protection_from_poison),
    "detect": Special(special_world.detect, brings_own=True),
    "find-traps": Special(special_world.find_traps),
    "familiar": Special(special_world.familiar, brings_own=True),
    "identify": Special(special_world.identify, special_world.require_thing),
    "lock": Special(special_world.lock, special_world.require_way),
    "knock": Special(special_world.knock, special_world.require_way),
    "augury": Special(special_world.augury),
    "locate": Special(special_world.locate, brings_own=True),
    "note": Special(special_world.note),
}


def continues(out: Outcome, action: Action, ref: str, spell: Spell, dice: Dice) -> bool:
    """Go on with a spell that is already there instead of casting it anew; say whether that was meant."""
    return special_fight.continues(out, action, ref, spell, dice)
