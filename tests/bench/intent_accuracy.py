"""How well free text is read into actions.

Prints, for the tuning and the unseen utterances, with and without the embedder: kinds, targets, order, questions and denials,
`unclear` on clear ones, and the time a message takes. The unseen ones were written
before the reader; read blind they gave 95.8 % of kinds and 93.8 % of targets, and some errors were mended after that reading.
`blind2`, `blind3` and `blind4` were each written before any reading of them; errors found in them were mended afterwards.
`tune5` (13 players with voices of their own, by another hand) gave 48.1 % of kinds and 59.2 % of targets when read first,
50.8 and 66.8 with the embedder; its first nine players were then tuned on, the last four (80 rows) never were.
`blind5` (ordinary words) gave 80.8 and 82.6 % when read first, 84.2 and 84.9 with the embedder, and was then tuned on.
`tune6` (ordinary words, by another hand) gave 80.6 and 82.5 %, 80.0 and 81.7 with the embedder; its first 100 rows were then
tuned on, the last 60 never were: with the embedder they went from 80.0 and 80.0 % to 85.0 and 84.0.
`blind6` (ordinary words) gave 75.8 and 89.3 % when read first; the learnt second opinion came after it. `blind7` (likewise)
gave 80.8 and 88.6 % by patterns and words alone, 85.8 and 90.9 with the embedder, when read first, with the second opinion.
The second opinion has learnt from every set but `blind7`: only its figures say anything about words nobody here has seen.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llm_brain.errors import BrainError
from llm_brain.ledger.state import State
from llm_brain.memory.embedder import Embedder, MiniLM
from llm_brain.referee.actions import Action
from llm_brain.referee.scene import scene_of
from llm_brain.turn.intent import read_actions
from llm_brain.understanding.exemplars import warm_up

FOLDER = Path(__file__).with_name("utterances")
SPLITS = (
    "tune",
    "unseen",
    "blind2",
    "blind3",
    "blind4",
    "blind5",
    "blind6",
    "tune5",
    "tune6",
    "blind7",
)
FILLED = ("spell", "item", "skill", "slot", "qty", "recipient")


def scenes() -> dict[str, tuple[State, str, list[str]]]:
    """Return every scene: its state, who acts, and what was last spoken of."""
    raw = json.loads((FOLDER / "scenes.json").read_text(encoding="utf-8"))
    return {
        name: (State.model_validate(scene["state"]), scene["actor"], scene["recent"])
        for name, scene in raw.items()
    }


def utterances(split: str) -> list[dict[str, Any]]:
    """Return the labelled utterances of a split."""
    lines = (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _got(action: Action, field: str) -> Any:
    return {
        "slot": action.slot_level, "qty": action.quantity, "recipient": action.recipient_ref,
        "spell": action.spell, "item": action.item, "skill": action.skill,
    }[field]  # fmt: skip


def compare(row: dict[str, Any], actions: tuple[Action, ...]) -> dict[str, tuple[int, int]]:
    """Return right and asked counts for each measure."""
    wanted = row["actions"]
    kinds_right = len(wanted) == len(actions) and all(
        action.kind in want["kinds"] for want, action in zip(wanted, actions, strict=False)
    )
    pairs = list(zip(wanted, actions, strict=False))
    clause_hits = sum(action.kind in want["kinds"] for want, action in pairs)
    targeted = [(w, a) for w, a in pairs if "targets" in w and "unclear" not in w["kinds"]]
    target_hits = sum(a.target_ref in w["targets"] for w, a in targeted)
    missing = sum("targets" in w for w in wanted[len(actions) :])
    filled = [(w[f], _got(a, f)) for w, a in pairs for f in FILLED if f in w]
    fills = sum(got in (want if isinstance(want, list) else [want]) for want, got in filled)
    is_unclear_wanted = any("unclear" in want["kinds"] for want in wanted)
    one = (int(kinds_right), 1)
    nothing = (0, 0)
    return {
        "kinds, whole message": one,
        "kinds, per clause": (clause_hits, max(len(wanted), len(actions))),
        "targets": (target_hits, len(targeted) + missing),
        "spell, item, skill ...": (fills, len(filled)),
        "messages of several clauses": one if len(wanted) > 1 else nothing,
        "questions": one if "question" in row["tags"] else nothing,
        "denials": one if "negation" in row["tags"] else nothing,
        "unclear on clear ones": nothing
        if is_unclear_wanted
        else (int(any(a.kind == "unclear" for a in actions)), 1),
        "asked back when it should": (int(actions[0].kind == "unclear"), 1)
        if all(want["kinds"] == ["unclear"] for want in wanted)
        else nothing,
    }


def measure(split: str, embedder: Embedder | None, *, show_errors: bool = False) -> dict[str, Any]:
    """Return the sums of every measure and the times in milliseconds."""
    tables = scenes()
    if embedder is not None:
        warm_up(embedder)
    sums: dict[str, list[int]] = {}
    times: list[float] = []
    with_embedder: list[float] = []
    for row in utterances(split):
        state, actor, recent = tables[row["scene"]]
        scene = scene_of(state, actor)
        began = time.perf_counter()
        reading = read_actions(row["text"], scene, state, actor, embedder, recent)
        took = (time.perf_counter() - began) * 1000
        (with_embedder if reading.used_embedder else times).append(took)
        result = compare(row, reading.actions)
        for name, (right, asked) in result.items():
            entry = sums.setdefault(name, [0, 0])
            entry[0] += right
            entry[1] += asked
        if show_errors:
            _show(row, reading.actions, result)
    return {"sums": sums, "times": times, "with_embedder": with_embedder}


def _show(row: dict[str, Any], actions: tuple[Action, ...], result: dict[str, Any]) -> None:
    marks = [
        n
        for n in ("kinds, whole message", "targets", "spell, item, skill ...")
        if result[n][0] < result[n][1]
    ]
    if marks:
        want = "; ".join(
            f"{'/'.join(w['kinds'])} {'/'.join(w.get('targets', ['-']))} "
            + " ".join(f"{f}={w[f]}" for f in FILLED if f in w)
            for w in row["actions"]
        )
        got = "; ".join(
            f"{a.kind} {a.target_ref or '-'} s={a.spell} i={a.item} k={a.skill} to={a.recipient_ref}"
            for a in actions
        )
        print(f"[{row['scene']}] {row['text']}\n     want {want}\n     got  {got}")


def _report(split: str, name: str, found: dict[str, Any]) -> Iterator[str]:
    yield f"\n{split}, {name}"
    for measure_name, (right, asked) in found["sums"].items():
        share = f"{100 * right / asked:5.1f} %" if asked else "    -  "
        yield f"  {measure_name:30} {share}  ({right}/{asked})"
    for label, times in (
        ("without a call", found["times"]),
        ("with a call", found["with_embedder"]),
    ):
        if times:
            yield f"  ms a message, {label:16} median {statistics.median(times):.2f}  n={len(times)}"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", choices=SPLITS)
    parser.add_argument("--no-embedder", action="store_true")
    parser.add_argument("--split", choices=SPLITS, action="append")
    options = parser.parse_args()
    embedder: MiniLM | None = MiniLM()
    try:
        embedder.load() if not options.no_embedder else None
    except BrainError as away:
        print(away)
        embedder = None
    for split in options.split or SPLITS:
        for name, used in (("patterns alone", None), ("with the embedder", embedder)):
            if (used is None and name != "patterns alone") or (
                options.no_embedder and used is not None
            ):
                continue
            is_last = used is not None or options.no_embedder
            found = measure(split, used, show_errors=options.errors == split and is_last)
            for line in _report(split, name, found):
                print(line)


if __name__ == "__main__":
    main()
