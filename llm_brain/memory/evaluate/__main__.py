"""Print how much of the evidence each way of recall finds: `python -m llm_brain.memory.evaluate TURNS QUESTIONS`.

TURNS holds a line of JSON a turn, {"id", "speaker", "text", "session", "time"}; QUESTIONS one a question, {"question",
"evidence": [ids]}. Both may name a "conversation" where a file holds several. Nothing is stored, no database is needed.
"""

import argparse
import sys
from pathlib import Path

from llm_brain.errors import BrainError
from llm_brain.memory.embedder import MiniLM
from llm_brain.memory.evaluate.measuring import measured, table
from llm_brain.memory.evaluate.reading import questions_from, turns_from


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m llm_brain.memory.evaluate")
    parser.add_argument("turns", type=Path, help="a file of JSON lines, one a turn")
    parser.add_argument("questions", type=Path, help="a file of JSON lines, one a question")
    asked = parser.parse_args(arguments)
    embedder = MiniLM()
    try:
        turns = turns_from(asked.turns)
        questions, left_out = questions_from(asked.questions, turns)
        embedder.load()
    except BrainError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if left_out:
        sys.stderr.write(f"{left_out} questions left out: their evidence is missing or no turn\n")
    sys.stdout.write(table(measured(turns, questions, embedder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
