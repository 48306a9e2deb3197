"""Bots that play whole adventures by clicking suggestions, and the figures of a hundred of them.

    python tests/bench/bots.py --first 1001 --count 100 [--theme high_fantasy] [--bot uniform|side]

Uniform clicks any suggestion with the same chance, the three choices after a death included. Side prefers whatever serves
a side quest. Everything is seeded, so the table is the same each time.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from headless import Choose, play

from llm_brain.adventure.themes import THEMES
from llm_brain.ledger.events.bodies import DamageTaken, Died
from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.state import State
from llm_brain.referee.pregenerated import pregenerated
from llm_brain.referee.suggestions import Suggestion
from llm_brain.referee.world.leads import hooks_of, leads_of

TURNS = 80


@dataclass
class Figures:
    """What one game came to."""

    ended: str
    turns: int
    was_hurt: bool
    deaths: int
    level: int
    sides_done: int
    refused: int
    fights: int


def uniform(seed: int) -> Choose:
    """A bot that clicks anything."""
    chance = random.Random(seed)
    return lambda _state, offered: chance.randrange(len(offered))


def _serving_sides(state: State, actor: str) -> set[str]:
    """Return the words of whatever would bring a side quest nearer, or get one offered."""
    wanted = {s.text for s in hooks_of(state, actor)}
    for quest in state.quests.values():
        if not quest.is_main and quest.status == "active":
            wanted |= {s.text for s in leads_of(state, actor, quest)}
    return wanted


def side_first(seed: int) -> Choose:
    """A bot that prefers side quests, then anything; in a fight the first choice, and it goes back after a death."""
    chance = random.Random(seed)

    def choose(state: State, offered: Sequence[Suggestion]) -> int:
        if offered[0].choice is not None or state.encounter is not None:
            return 0
        if offered[0].action.kind in ("short_rest", "long_rest"):
            return 0
        actor = next(h.ref for h in reversed(state.heroes) if not h.is_dead)
        wanted = _serving_sides(state, actor)
        serving = [i for i, one in enumerate(offered) if one.text in wanted]
        return serving[0] if serving else chance.randrange(len(offered))

    return choose


BOTS = {"uniform": uniform, "side": side_first}


def measure(seed: int, theme: str, bot: str, turns: int = TURNS) -> Figures:
    """Play one adventure and count."""
    heroes = [p.key for p in pregenerated()]
    choose = BOTS[bot](seed)
    last, hurt, deaths, refused = None, False, 0, 0
    for last in play(seed, theme, heroes[seed % len(heroes)], choose, turns, seed):
        refs = {h.ref for h in last.after.heroes}
        hurt = hurt or any(isinstance(e, DamageTaken) and e.ref in refs for e in last.events)
        deaths += sum(isinstance(e, Died) and e.ref in refs for e in last.events)
        refused += sum(isinstance(e, ActionRefused) for e in last.events)
    assert last is not None
    state = last.after
    return Figures(
        ended=state.adventure.ended or "",
        turns=last.number,
        was_hurt=hurt,
        deaths=deaths,
        level=max(h.sheet.level for h in state.heroes if h.sheet),
        sides_done=sum(q.status == "completed" for q in state.quests.values() if not q.is_main),
        refused=refused,
        fights=sum(e.status in ("won", "talked") for e in state.encounters.values()),
    )


def row(theme: str, bot: str, games: Sequence[Figures]) -> str:
    """Return one line of the table."""
    n = len(games)
    share = {
        "epilogue": sum(bool(g.ended) for g in games) / n,
        "victory": sum(g.ended == "victory" for g in games) / n,
        "hurt": sum(g.was_hurt for g in games) / n,
        "died": sum(g.deaths > 0 for g in games) / n,
        "both sides": sum(g.sides_done == 2 for g in games) / n,
    }
    told = "  ".join(f"{name} {value:4.0%}" for name, value in share.items())
    over = sorted(g.turns for g in games)
    return (
        f"{theme:14} {bot:8} n={n:3}  {told}  turns median {median(over):.0f} p90 {over[int(n * 0.9)]}"
        f"  level {mean(g.level for g in games):.2f}  fights {mean(g.fights for g in games):.1f}"
        f"  refused {sum(g.refused for g in games)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--theme", choices=list(THEMES))
    parser.add_argument("--bot", choices=list(BOTS))
    parser.add_argument("--turns", type=int, default=TURNS)
    given = parser.parse_args()
    for theme in [given.theme] if given.theme else THEMES:
        for bot in [given.bot] if given.bot else BOTS:
            turns = given.turns if bot == "uniform" else given.turns * 2
            games = [
                measure(seed, theme, bot, turns)
                for seed in range(given.first, given.first + given.count)
            ]
            print(row(theme, bot, games), flush=True)


if __name__ == "__main__":
    main()
