"""How well long campaigns remember what they were not tuned on: a second set, made in another way than `recall.py`'s.

    python tests/bench/recall_holdout.py [--campaigns 3] [--turns 800] [--write FOLDER]

Two heroes take turns; bots that prefer side quests play. Promises, hiding places, aliases, wagers and changed plans are
put together from the slots of recall_data/holdout.json, so that every campaign has others; what is said in passing names
the same people and things. It is asked hundreds of turns later, half of it by name, half in quite other words.
Read only: no weight of the ranking was chosen by it.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bots import side_first
from headless import play
from recall import measure

from llm_brain.adventure.themes import THEMES
from llm_brain.memory.evaluate.reading import Question, Turn
from llm_brain.narrators.storyteller.storyteller import Storyteller

KIT = Path(__file__).parent / "recall_data" / "holdout.json"
SPAN = 120
"""Turns of one adventure."""
OF_EACH = 4
"""How often each way of planting is used in a campaign."""
PASSING = 80
"""Lines said in passing, about the same people and things."""
LAST_PART = 200
"""Turns at the end in which nothing is planted."""


def told(seed: int) -> Iterator[tuple[str, str]]:
    """Yield (what the hero does, what is told), adventure after adventure."""
    storyteller, themes = Storyteller(), list(THEMES)
    for adventure in count(7_000 + seed * 100):
        theme = themes[(3 * adventure) % len(themes)]
        for turn in play(
            adventure, theme, "rogue", side_first(adventure), SPAN, adventure, storyteller
        ):
            yield " ".join(action.text for action in turn.actions), turn.telling


def filled(chance: random.Random, kit: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """Return values for every slot so many times, never the same twice; `place2` is another place than `place`."""
    decks = {name: chance.sample(values, times) for name, values in kit["slots"].items()}
    decks["place2"] = decks["place"][1:] + decks["place"][:1]
    return [{name: deck[i] for name, deck in decks.items()} for i in range(times)]


def with_slots(text: str, slots: dict[str, list[str]]) -> str:
    """Put the slots' words into a text with {slot.index}."""
    for name, words in slots.items():
        for i, word in enumerate(words):
            text = text.replace(f"{{{name}.{i}}}", word)
    return text[0].upper() + text[1:]


def campaign(seed: int, turns: int) -> tuple[list[Turn], list[Question]]:
    """Return a campaign of so many turns with everything planted in it, and what is asked of it."""
    chance = random.Random(f"holdout {seed}")
    kit = json.loads(KIT.read_text(encoding="utf-8"))
    plants = [(plant, slots) for plant in kit["plants"] for slots in filled(chance, kit, OF_EACH)]
    lines: dict[int, list[tuple[int | None, str]]] = {}
    for number, (plant, slots) in enumerate(plants):
        places = sorted(chance.sample(range(5, turns - LAST_PART), 2))
        for place, key in zip(places, ("say", "later"), strict=True):
            for line in plant.get(key, []):
                lines.setdefault(place, []).append((number, with_slots(line, slots)))
    for _ in range(PASSING):
        line = with_slots(chance.choice(kit["noise"]), filled(chance, kit, 2)[0])
        lines.setdefault(chance.randrange(5, turns), []).append((None, line))
    name, found, evidence = f"h{seed}", list[Turn](), dict[int, list[str]]()
    for place, (did, telling) in zip(range(turns), told(seed), strict=False):
        hero = kit["heroes"][place % 2]
        for number, line in lines.get(place, []):
            id_ = f"{place}.{len(found)}"
            found.append(Turn(id=id_, speaker=hero, text=line, conversation=name))
            if number is not None:
                evidence.setdefault(number, []).append(id_)
        found.append(Turn(id=str(place), speaker=hero, text=f"{did}\n{telling}", conversation=name))
    asked = [
        Question(question=with_slots(text, slots), evidence=evidence[number], conversation=name)
        for number, (plant, slots) in enumerate(plants)
        for text in plant["ask"]
    ]
    return found, asked


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--campaigns", type=int, default=3)
    parser.add_argument("--turns", type=int, default=800)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    turns: dict[str, list[Turn]] = {}
    questions: list[Question] = []
    for seed in range(1, asked.campaigns + 1):
        turns[f"h{seed}"], wanted = campaign(seed, asked.turns)
        questions += wanted
    measure(turns, questions, asked.write)


if __name__ == "__main__":
    main()
