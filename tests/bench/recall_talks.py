"""How well talks of two people over many sessions are remembered: what they told each other, asked for in other words.

    python tests/bench/recall_talks.py tuned|holdout [--sessions 24] [--write FOLDER]

Half of the questions are written by hand in other words, half are put together of words of the answer and stray ones.
Every line of recall_data/talk_{tuned,holdout}.jsonl is a small exchange that happens once in each talk, between small talk.
The weights of the ranking were chosen on `tuned` beside the campaigns of `recall.py`; `holdout` has other people, themes,
small talk and questions, and is only read.
"""

import argparse
import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from recall import measure

from llm_brain.memory.evaluate.reading import Question, Turn
from llm_brain.memory.lexemes import lexemes

DATA = Path(__file__).parent / "recall_data"
SMALL_TALK = (5, 12)
"""How many turns of small talk a session has, at least and at most, beside what matters."""


class Talk:
    """One talk as it grows: its turns, and what is asked of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.turns: list[Turn] = []
        self.questions: list[Question] = []

    def say(self, speaker: str, text: str, session: int, time: str) -> str:
        """Add a turn; return its id."""
        id_ = f"D{session}:{len(self.turns)}"
        self.turns.append(
            Turn(
                id=id_,
                speaker=speaker,
                text=text,
                session=str(session),
                time=time,
                conversation=self.name,
            )
        )
        return id_


def talk(seed: int, which: str, sessions: int) -> Talk:
    """Return a talk of two people in which every exchange of a set happens once."""
    chance = random.Random(f"{which} {seed}")
    kit = json.loads((DATA / "talk_between.json").read_text(encoding="utf-8"))[which]
    lines = (DATA / f"talk_{which}.jsonl").read_text(encoding="utf-8").splitlines()
    happenings = [json.loads(line) for line in lines]
    chance.shuffle(happenings)
    pair = kit["names"][seed % len(kit["names"])]
    made = Talk(f"{which}{seed}")
    day = datetime(2023, 1, 5, 9, 30, tzinfo=UTC) + timedelta(days=seed)
    for session in range(1, sessions + 1):
        day += timedelta(days=chance.randint(4, 16), minutes=chance.randint(0, 500))
        of_now = happenings[
            (session - 1) * len(happenings) // sessions : session * len(happenings) // sessions
        ]
        _session(made, chance, kit, pair, of_now, session, f"{day:%H:%M on %d %B, %Y}")
    made.questions += _by_words(made, chance)
    return made


def _by_words(made: Talk, chance: random.Random) -> list[Question]:
    """Return a question for each that was asked, by two words of an answer and one that belongs elsewhere."""
    words_of = {turn.id: sorted(set(lexemes(turn.text))) for turn in made.turns}
    holding = Counter(word for words in words_of.values() for word in words)
    speaker = {turn.id: turn.speaker for turn in made.turns}
    asked = []
    for question in made.questions:
        about = chance.choice(question.evidence)
        own = sorted(words_of[about], key=lambda word: holding[word])[
            : 2 + len(words_of[about]) // 2
        ]
        astray = chance.choice(words_of[chance.choice(made.turns).id] or own)
        first, second = (chance.choice(own), chance.choice(own))
        text = f"What did {speaker[about]} tell about {first} and {second}, {astray}?"
        asked.append(Question(question=text, evidence=[about], conversation=made.name))
    return asked


def _session(
    made: Talk,
    chance: random.Random,
    kit: dict[str, Any],
    pair: list[str],
    happenings: list[dict[str, Any]],
    session: int,
    time: str,
) -> None:
    """Add one session: greetings, small talk, what happened, a parting."""
    speaking = chance.sample(pair, 2)

    def small(kind: str) -> None:
        made.say(speaking[0], chance.choice(kit[kind]).format(B=speaking[1]), session, time)
        speaking.reverse()

    small("greetings")
    small("answers")
    for happening in happenings:
        for _ in range(chance.randint(*SMALL_TALK) // 2):
            small("between")
        teller = chance.sample(pair, 2)
        who = dict(zip("AB", teller, strict=True))
        ids = [made.say(who[by], text, session, time) for by, text in happening["lines"]]
        speaking[:] = [name for name in pair if name != made.turns[-1].speaker] + [
            made.turns[-1].speaker
        ]
        for text, evidence in happening["asks"]:
            asked = text.format(**who)
            made.questions.append(
                Question(
                    question=asked, evidence=[ids[i] for i in evidence], conversation=made.name
                )
            )
        for _ in range(chance.randint(*SMALL_TALK) // 2):
            small("between")
    small("partings")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("which", choices=("tuned", "holdout"))
    parser.add_argument("--talks", type=int, default=3)
    parser.add_argument("--sessions", type=int, default=24)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    talks = [talk(seed, asked.which, asked.sessions) for seed in range(asked.talks)]
    measure(
        {made.name: made.turns for made in talks},
        [question for made in talks for question in made.questions],
        asked.write,
    )


if __name__ == "__main__":
    main()
