"""How long the rules take: a round of a fight of 6 heroes and 12 monsters, and folding 10,000 events.

The fight is resolved as at the table, one suggestion after the other, without database, narrator or page. The events to fold
come from campaigns that a bot played. Run: `python -m tests.bench.referee_speed [FIGHTS]`. It prints figures and never fails.
"""

import hashlib
import json
import random
import statistics
import sys
import time
from typing import Any

from llm_brain.ledger.event import event_from_row
from llm_brain.ledger.fold import fold
from llm_brain.ledger.projections import dump
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.suggestions import suggest
from tests.bench.headless import Choose, play

HEROES = ("fighter", "cleric", "rogue", "wizard", "ranger", "bard")
MONSTERS = (
    "goblin",
    "goblin",
    "goblin",
    "goblin",
    "wolf",
    "wolf",
    "skeleton",
    "skeleton",
    "orc",
    "orc",
    "bugbear",
    "ogre",
)
EVENTS = 10_000
MOST_ROUNDS = 6


def seated() -> State:
    """Return a hall with everybody in it."""
    hall = Location(key="hall", name="the hall", kind="hall")
    heroes = {f"c{i}": hero_from(key, ref=f"c{i}") for i, key in enumerate(HEROES, 1)}
    monsters = {
        f"n{i}": creature_from(key, ref=f"n{i}", location="hall")
        for i, key in enumerate(MONSTERS, 1)
    }
    placed = {ref: hero.model_copy(update={"location": "hall"}) for ref, hero in heroes.items()}
    return State(location="hall", locations={"hall": hall}, creatures=placed | monsters)


def fight(seed: int) -> list[float]:
    """Play a fight; return the seconds of each whole round."""
    state, chance = seated(), random.Random(seed)
    dice = SeededDice(hashlib.sha256(f"fight {seed}".encode()).digest(), 1)
    foes = [ref for ref in state.creatures if ref.startswith("n")]
    began = begin_encounter(state, key="e", name="a fight", foes=foes, dice=dice, turn_number=1)
    state = fold(state, began)
    rounds: dict[int, float] = {}
    turn = 1
    while (on := state.encounter) is not None and on.round <= MOST_ROUNDS:
        turn += 1
        up = on.order[on.turn].ref
        offered = [one for one in suggest(state, up) if one.choice is None]
        if not up.startswith("c") or not offered:
            break
        action = chance.choice(offered).action
        since = time.perf_counter()
        state = resolve_turn(state, [action], up, dice, turn).state
        rounds[on.round] = rounds.get(on.round, 0.0) + time.perf_counter() - since
    return list(rounds.values())[:-1]  # the last one is not whole


def at_random(seed: int) -> Choose:
    """Return a player who takes any suggestion."""
    chance = random.Random(seed)
    return lambda _, offered: chance.randrange(len(offered))


def ledgers() -> list[list[tuple[str, dict[str, Any]]]]:
    """Return the rows of campaigns with so many events together."""
    found: list[list[tuple[str, dict[str, Any]]]] = []
    while sum(map(len, found)) < EVENTS:
        seed = len(found) + 1
        played = play(seed, "high_fantasy", "fighter", at_random(seed), 150, seed)
        events = [event for turn in played for event in turn.events]
        found.append([(event.type, json.loads(json.dumps(dump(event)))) for event in events])
    return found


def folding(rows: list[list[tuple[str, dict[str, Any]]]]) -> tuple[float, float]:
    """Return the seconds to read and to fold all of them."""
    reading = folds = 0.0
    for ledger in rows:
        since = time.perf_counter()
        events = [event_from_row(*row) for row in ledger]
        read = time.perf_counter()
        fold(State(), events)
        reading, folds = reading + read - since, folds + time.perf_counter() - read
    return reading, folds


def main() -> None:
    fights = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    rounds = sorted(1000 * took for seed in range(fights) for took in fight(seed))
    p95 = rounds[int(len(rounds) * 0.95)]
    print(f"a round of {len(HEROES)} heroes and {len(MONSTERS)} monsters (aim 50 ms)   "
          f"p50 {statistics.median(rounds):6.1f} ms   p95 {p95:6.1f} ms   n {len(rounds)}")  # fmt: skip
    rows = ledgers()
    number = sum(map(len, rows))
    took = [folding(rows) for _ in range(5)]
    reading, folds = (
        1000 * statistics.median(t[i] for t in took) * EVENTS / number for i in (0, 1)
    )
    print(
        f"{EVENTS} events of {len(rows)} campaigns (aim 200 ms)   read {reading:.0f} ms, folded {folds:.0f} ms"
    )


if __name__ == "__main__":
    main()
