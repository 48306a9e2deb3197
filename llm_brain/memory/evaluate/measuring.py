"""Every way of recall over every question: what share of the evidence is among the first k, and how long an answer takes."""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from llm_brain.memory.embedder import Embedder
from llm_brain.memory.evaluate.reading import Question, Turn
from llm_brain.memory.evaluate.shelf import Shelf
from llm_brain.memory.evaluate.ways import WAYS

AT = (3, 5, 10, 25)


@dataclass
class Measured:
    """Of one way: the recall at each k for every question, and milliseconds for every question."""

    recall: dict[int, list[float]] = field(default_factory=lambda: {k: [] for k in AT})
    ms: list[float] = field(default_factory=list)


def measured(
    turns: Mapping[str, Sequence[Turn]], questions: Sequence[Question], embedder: Embedder
) -> dict[str, Measured]:
    """Ask every question in every way; the embedding of the question is not in the time."""
    found = {name: Measured() for name in WAYS}
    for conversation, of in turns.items():
        asked = [q for q in questions if q.conversation == conversation]
        if not asked:
            continue
        shelf = Shelf(of, embedder)
        vectors = embedder.embed([question.question for question in asked])
        for question, vector in zip(asked, vectors, strict=True):
            for name, way in WAYS.items():
                began = time.perf_counter()
                order = way(shelf, question.question, vector)
                found[name].ms.append((time.perf_counter() - began) * 1000)
                ids = [of[place].id for place in order[: max(AT)]]
                for k in AT:
                    share = len(set(question.evidence) & set(ids[:k])) / len(set(question.evidence))
                    found[name].recall[k].append(share)
    return found


def table(found: Mapping[str, Measured]) -> str:
    """Return the figures in lines, a way each, and what ours is to plain rank fusion."""
    questions = len(next(iter(found.values())).ms)
    lines = [
        f"{'recall over ' + str(questions) + ' questions':<28}"
        + "".join(f"{'@' + str(k):>8}" for k in AT)
        + f"{'p50 ms':>9}{'p95 ms':>9}"
    ]
    for name, of in found.items():
        shares = "".join(f"{statistics.fmean(of.recall[k]):8.3f}" for k in AT)
        ms = sorted(of.ms)
        lines.append(
            f"{name:<28}{shares}{statistics.median(ms):9.2f}{ms[int(0.95 * (len(ms) - 1))]:9.2f}"
        )
    ours, fused = list(found.values())[-1], list(found.values())[-2]
    ratios = (
        statistics.fmean(ours.recall[k]) / max(statistics.fmean(fused.recall[k]), 1e-9) for k in AT
    )
    lines.append(f"{'ours : plain rank fusion':<28}" + "".join(f"{ratio:8.2f}" for ratio in ratios))
    return "\n".join(lines) + "\n"
