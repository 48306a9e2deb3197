"""A whole campaign in this process: no database, no page, and no narrator unless one is asked for.

`play` yields one record a turn. The dice are a campaign's own, seeded; a fall is answered through `choose`, as at the
table: back to before the fight, a new hero, or the epilogue.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from llm_brain.adventure.write import write_adventure
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, Narrator
from llm_brain.referee.actions import Action
from llm_brain.referee.characters.growing import grown
from llm_brain.referee.characters.level_choices import LevelChoice, advised
from llm_brain.referee.characters.reading_back import choices_of, rolls_of
from llm_brain.referee.dice import Dice, SeededDice
from llm_brain.referee.pregenerated import hero_from, pregenerated
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.suggestions import Suggestion, suggest
from llm_brain.referee.world.fallen import all_fallen, fallen_epilogue, new_hero_joins

Choose = Callable[[State, Sequence[Suggestion]], int]


@dataclass
class Played:
    """One turn: what was done, what came of it, and what could be done next."""

    number: int
    actor: str
    actions: tuple[Action, ...]
    events: list[Event]
    before: State
    after: State
    suggestions: list[Suggestion]
    telling: str = ""


@dataclass
class Table:
    """A campaign being played: its state, its dice, and where a fight could be gone back to."""

    state: State
    dice: Dice
    actor: str
    before_fight: State
    heroes_left: list[str] = field(default_factory=list)


def seat(seed: int, theme: str, hero_key: str, dice_seed: int) -> tuple[Table, list[Event]]:
    """Sit one hero down at a fresh adventure."""
    hero = hero_from(hero_key, ref="c1")
    events: list[Event] = [CharacterJoined(creature=hero), write_adventure(seed, theme, [hero])]
    state = fold(State(), events)
    dice = SeededDice(hashlib.sha256(f"dice {dice_seed}".encode()).digest(), 1)
    others = [p.key for p in pregenerated() if p.key != hero_key]
    return Table(state, dice, "c1", state, others), events


def _tell(narrator: Narrator, played: Played, theme: str, seed: int) -> str:
    brief = Brief(
        messages=(),
        campaign_name="bench",
        theme=theme,
        tone="",
        dm_style="",
        turn_number=played.number,
        actor=played.actor,
        message=" ".join(a.text for a in played.actions),
        actions=played.actions,
        events=tuple(played.events),
        before=played.before,
        after=played.after,
        seed=seed,
    )
    return "".join(piece.text for piece in narrator.narrate(brief))


def _after_the_fall(table: Table, choice: str) -> list[Event]:
    """Do what the table chose when its only hero is dead; going back changes the state itself."""
    if choice == "back":
        table.state = table.before_fight
        return []
    if choice == "new_hero" and table.heroes_left:
        ref = f"c{len(table.state.heroes) + 1}"
        table.actor = ref
        return new_hero_joins(table.state, hero_from(table.heroes_left.pop(0), ref=ref))
    return fallen_epilogue(table.state)


def take_turn(table: Table, chosen: Suggestion, number: int) -> list[Event]:
    """Play one chosen suggestion and fold what came of it."""
    if chosen.choice is not None:
        events = _after_the_fall(table, chosen.choice)
        table.state = fold(table.state, events)
        return events
    before = table.state
    made = resolve_turn(before, [chosen.action], table.actor, table.dice, number)
    if before.encounter is None:
        table.before_fight = before
    table.state = made.state
    return [*made.events, *_take_levels(table)]


def _take_levels(table: Table) -> list[Event]:
    """Take every level that waits, as advised, as a player would between fights."""
    events: list[Event] = []
    for ref in [hero.ref for hero in table.state.heroes if table.state.encounter is None]:
        while _has_level(table.state.creatures[ref]):
            hero = table.state.creatures[ref]
            choice = advised(choices_of(hero), LevelChoice(), rolls_of(hero))
            gained, _ = grown(hero, choice, table.dice)
            table.state = fold(table.state, [gained])
            events.append(gained)
    return events


def _has_level(hero: Creature) -> bool:
    return hero.sheet is not None and hero.sheet.has_level_to_take and not hero.is_dead


def play(
    seed: int,
    theme: str,
    hero_key: str,
    choose: Choose,
    max_turns: int,
    dice_seed: int,
    narrator: Narrator | None = None,
) -> Iterator[Played]:
    """Play until the adventure has ended or the turns have run out; yield every turn."""
    table, events = seat(seed, theme, hero_key, dice_seed)
    offered = suggest(table.state, table.actor)
    yield Played(1, table.actor, (), events, State(), table.state, offered)
    for number in range(2, max_turns + 1):
        if table.state.adventure.ended is not None or not offered:
            return
        before, chosen = table.state, offered[choose(table.state, offered)]
        events = take_turn(table, chosen, number)
        offered = suggest(table.state, table.actor)
        played = Played(number, table.actor, (chosen.action,), events, before, table.state, offered)
        if narrator is not None:
            played.telling = _tell(narrator, played, theme, seed)
        yield played


__all__ = ["Played", "Table", "all_fallen", "play", "seat", "take_turn"]
