"""How well long campaigns remember: facts, promises and names planted in played turns, asked for at the end in some of
the same words and in quite other ones.

    python tests/bench/recall.py [--campaigns 3] [--turns 600] [--write FOLDER]

Bots play adventure after adventure with the storyteller; into every campaign each line of recall_data/planted.jsonl is said
once, some over two turns, one taken back later. The table is that of `python -m llm_brain.memory.evaluate`; --write keeps
the turns and questions as its two files.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bots import uniform
from headless import play

from llm_brain.adventure.themes import THEMES
from llm_brain.memory.embedder import MiniLM
from llm_brain.memory.evaluate.measuring import measured, table
from llm_brain.memory.evaluate.reading import Question, Turn
from llm_brain.narrators.storyteller.storyteller import Storyteller

PLANTED = Path(__file__).parent / "recall_data" / "planted.jsonl"
SPAN = 80
"""Turns of one adventure."""


def told(seed: int) -> Iterator[tuple[str, str]]:
    """Yield (what the hero does, what is told), adventure after adventure."""
    storyteller, themes = Storyteller(), list(THEMES)
    for adventure in count(seed * 100):
        theme = themes[adventure % len(themes)]
        for turn in play(
            adventure, theme, "fighter", uniform(adventure), SPAN, adventure, storyteller
        ):
            yield " ".join(action.text for action in turn.actions), turn.telling


def campaign(seed: int, turns: int) -> tuple[list[Turn], list[Question]]:
    """Return a campaign of so many turns with everything planted in it, and what is asked of it."""
    chance = random.Random(seed)
    plants = [json.loads(line) for line in PLANTED.read_text(encoding="utf-8").splitlines()]
    lines: dict[int, list[tuple[int, str]]] = {}
    places = sorted(chance.sample(range(5, turns - 100), 2 * len(plants)))
    chance.shuffle(plants)
    for number, plant in enumerate(plants):
        for offset, key in enumerate(("says", "instead")):
            for line in plant.get(key, []):
                lines.setdefault(places[2 * number + offset], []).append((number, line))
    name, found, evidence = f"c{seed}", list[Turn](), dict[int, list[str]]()
    for place, (did, telling) in zip(range(turns), told(seed), strict=False):
        for number, line in lines.get(place, []):
            id_ = f"{place}.{len(found)}"
            found.append(Turn(id=id_, speaker="Brannoc", text=line, conversation=name))
            evidence.setdefault(number, []).append(id_)
        found.append(
            Turn(id=str(place), speaker="Brannoc", text=f"{did}\n{telling}", conversation=name)
        )
    asked = [
        Question(question=plant[kind], evidence=evidence[number], conversation=name)
        for kind in ("recalls", "asks")
        for number, plant in enumerate(plants)
    ]
    return found, asked


def write(folder: Path, turns: dict[str, list[Turn]], questions: list[Question]) -> None:
    """Keep both as the files that the evaluation reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("turns.jsonl", [turn for of in turns.values() for turn in of]),
        ("questions.jsonl", questions),
    ):
        lines = "".join(row.model_dump_json() + "\n" for row in rows)
        (folder / name).write_text(lines, encoding="utf-8")


def measure(turns: dict[str, list[Turn]], questions: list[Question], kept: Path | None) -> None:
    """Print the table of every way of recall; keep what it was measured on where that is asked for."""
    if kept:
        write(kept, turns, questions)
    embedder = MiniLM()
    embedder.load()
    print(table(measured(turns, questions, embedder)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--campaigns", type=int, default=3)
    parser.add_argument("--turns", type=int, default=600)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    turns: dict[str, list[Turn]] = {}
    questions: list[Question] = []
    for seed in range(1, asked.campaigns + 1):
        said, wanted = campaign(seed, asked.turns)
        turns[f"c{seed}"] = said
        questions += wanted
    measure(turns, questions, asked.write)


if __name__ == "__main__":
    main()
