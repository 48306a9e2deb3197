"""Loads the phrase banks: text files, one topic each, parsed on first use and kept.

A bank begins with `:: name`; every line under it is a phrase. Words after `@` are tags: `@gothic` asks for a flag of the scene,
`@-night` for its absence, `@!blood` names a content that a line of the table may forbid. `% gothic`
gives all phrases after it a tag, `#` begins a comment.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from llm_brain.narrators.storyteller.template import Node, longest_run, parse, slots

_FOLDER = Path(__file__).parent / "banks"
_FREE_RUN_WORDS = 5
_WEIGHT_A_WORD = 0.3
_MOST_WEIGHT = 3.0


@dataclass(frozen=True)
class Phrase:
    """One phrase of a bank: its stable id, its parsed words and what it asks of the scene.

    `weight` is how much a use of it counts: the longer its stretch of unchanging words, the sooner it is known again.
    """

    id: str
    nodes: tuple[Node, ...]
    needs: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    weight: float = 1.0


@lru_cache(maxsize=1)
def _lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(_FOLDER.glob("*.txt")):
        name, default = "", ""
        for raw in path.read_text(encoding="utf-8").splitlines():
            line = raw.strip()
            if line.startswith("%"):
                default = "".join(f" @{tag}" for tag in line[1:].split())
            elif line.startswith("::"):
                name = line[2:].strip()
                found.setdefault(name, [])
            elif line and not line.startswith("#"):
                found[name].append(line + default)
    return found


@lru_cache(maxsize=4096)
def bank(name: str) -> tuple[Phrase, ...]:
    """Return the phrases of a bank; a missing "a.b.c" is "a.b", then "a". Raises KeyError when there is none."""
    lines = _lines()
    wanted = name
    while wanted not in lines:
        if "." not in wanted:
            raise KeyError(f"no bank '{name}'")
        wanted = wanted.rpartition(".")[0]
    return tuple(_phrase(wanted, line) for line in lines[wanted])


def bank_names() -> tuple[str, ...]:
    """Return the names of all banks."""
    return tuple(_lines())


def has_bank(name: str) -> bool:
    """Say whether a bank of exactly this name exists."""
    return name in _lines()


def _phrase(name: str, line: str) -> Phrase:
    text, *tags = line.split(" @")
    words = [tag.strip() for tag in tags]
    nodes = parse(text.strip())
    return Phrase(
        id=f"{name}:{zlib.crc32(line.encode()) & 0xFFFFFF:06x}",
        nodes=nodes,
        needs=frozenset(t for t in words if t[0] not in "-!"),
        bars=frozenset(t[1:] for t in words if t[0] == "-"),
        contents=frozenset(t[1:] for t in words if t[0] == "!"),
        asks=frozenset(slots(nodes)),
        weight=_weight(nodes),
    )


def _weight(nodes: tuple[Node, ...]) -> float:
    return min(_MOST_WEIGHT, 1 + _WEIGHT_A_WORD * max(0, longest_run(nodes) - _FREE_RUN_WORDS))
