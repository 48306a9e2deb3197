"""The spells with a rule of their own, by the name their data gives it, and the ones that go on from turn to turn.

It is the table only; the rules are in the modules `special_*.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from llm_brain.referee.actions import Action
from llm_brain.referee.casting import (
    special_body,
    special_fight,
    special_life,
    special_magic,
    special_might,
    special_world,
)
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import Spell


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
    "slay": Special(special_might.slay),
    "harm": Special(special_might.harm),
    "divine-word": Special(special_might.divine_word),
    "prismatic": Special(special_might.prismatic_spray),
    "plane-shift": Special(special_might.plane_shift),
    "telekinesis": Special(special_might.telekinesis),
    "time-stop": Special(special_might.time_stop),
    "polymorph": Special(special_might.polymorph),
    "raise": Special(special_life.raise_dead, special_life.require_dead),
    "greater-restoration": Special(special_life.greater_restoration, special_life.require_burden),
    "mass-heal": Special(special_life.mass_heal),
    "feast": Special(special_life.feast),
    "provide": Special(special_life.provide),
    "dispel": Special(special_magic.dispel, special_magic.require_spell),
    "teleport": Special(special_magic.teleport, special_magic.require_place),
    "recall": Special(special_magic.recall, special_magic.require_home),
    "contact": Special(special_magic.contact),
    "scry": Special(special_magic.scry, special_magic.require_sought),
    "weather": Special(special_magic.weather),
    "wish": Special(special_magic.wish, special_magic.require_wish),
}


def continues(out: Outcome, action: Action, ref: str, spell: Spell, dice: Dice) -> bool:
    """Go on with a spell that is already there instead of casting it anew; say whether that was meant."""
    return special_fight.continues(out, action, ref, spell, dice)
