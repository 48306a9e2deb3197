"""Which lore, pins and corrections a turn's prompt holds: what its words, its meaning or its owner bring in, as far as each
one's budget reaches. Pure; every entry that was looked at is accounted for, with the reason.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from llm_brain.store.lore_entries import Entry

CHARACTERS_A_TOKEN = 4
LIKE_ENOUGH = 0.38
"""The cosine from which an entry that goes by meaning is about what is said; MiniLM puts texts of one matter above it."""
WORD = re.compile(r"[\w']+")
KINDS = {"lore": "lore", "person": "lore", "pin": "pins", "correction": "corrections"}


@dataclass(frozen=True)
class Budget:
    """How many tokens each kind may take in a prompt; a token is counted as four characters."""

    lore: int = 350
    pins: int = 200
    corrections: int = 200
    summaries: int = 450


@dataclass(frozen=True)
class Source:
    """One thing that was considered for a prompt: why it came up, and whether it found room."""

    kind: str
    title: str
    text: str
    why: str
    tokens: int
    is_in: bool
    entry_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Chosen:
    """What goes into the prompt, in its order, and the account of it."""

    lore: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    corrected_turns: tuple[tuple[int, str], ...] = ()
    sources: tuple[Source, ...] = ()


def tokens_of(text: str) -> int:
    """Return about how many tokens a text takes."""
    return -(-len(text) // CHARACTERS_A_TOKEN)


def normal(text: str) -> str:
    """Return a text as its words in small letters, with a space around each."""
    return f" {' '.join(WORD.findall(text.casefold().replace('’', chr(39))))} "


def choose(
    entries: Iterable[Entry], at_hand: str, budget: Budget, *, likely: float = LIKE_ENOUGH
) -> Chosen:
    """Choose among a campaign's entries by what is at hand: the words said last, who is there, where it is."""
    words = normal(at_hand)
    wanted: dict[str, list[tuple[Entry, str]]] = {"lore": [], "pins": [], "corrections": []}
    for entry in entries:
        if why := _why(entry, words, likely):
            wanted[KINDS[entry.kind]].append((entry, why))
    taken: dict[str, tuple[str, ...]] = {}
    sources: list[Source] = []
    corrected: list[tuple[int, str]] = []
    for name, room in (
        ("corrections", budget.corrections),
        ("pins", budget.pins),
        ("lore", budget.lore),
    ):
        found = _fitted(sorted(wanted[name], key=_urgency), room)
        taken[name] = tuple(s.text for s in found if s.is_in)
        sources += found
    told = {source.entry_id for source in sources if source.is_in}
    for entry, _ in wanted["corrections"]:
        if entry.turn_number is not None and entry.id in told:
            corrected.append((entry.turn_number, entry.content))
    return Chosen(**taken, corrected_turns=tuple(corrected), sources=tuple(sources))


def _why(entry: Entry, words: str, likely: float) -> str:
    """Return why an entry comes up, or nothing when it does not."""
    if entry.kind == "correction":
        return f"corrects turn {entry.turn_number}" if entry.turn_number else "a correction"
    if entry.kind == "pin":
        return f"pinned from turn {entry.turn_number}" if entry.turn_number else "pinned"
    if entry.is_constant:
        return "always on"
    key = next((k for k in entry.keys if _is_said(k, words)), None)
    if entry.kind == "person" and key is None and _is_named(entry.title, words):
        key = entry.title
    if key is not None and _second_agrees(entry, words):
        return f"“{key}” was said or is at hand"
    if entry.by_meaning and entry.likeness is not None and entry.likeness >= likely:
        return f"like what is said: {entry.likeness:.2f}"
    return ""


def _is_said(key: str, words: str) -> bool:
    plain = normal(key).strip()
    return bool(plain) and (f" {plain} " in words or f" {plain}s " in words)


def _is_named(name: str, words: str) -> bool:
    """Say whether somebody is named, by their whole name or a part of it that is long enough."""
    parts = [part for part in name.split() if part[0].isupper() and len(part) > 2]
    return any(_is_said(part, words) for part in (name, *parts) if part.lower() != "the")


def _second_agrees(entry: Entry, words: str) -> bool:
    said = [_is_said(key, words) for key in entry.secondary_keys]
    if not said:
        return True
    rules = {
        "any": any(said),
        "all": all(said),
        "none": not any(said),
        "not_all": not all(said),
    }
    return rules[entry.secondary_rule]


def _urgency(pair: tuple[Entry, str]) -> tuple[bool, int, int]:
    """Order entries for room: those always on first, then by priority; of equals the latest."""
    entry, _ = pair
    return (not entry.is_constant, -entry.priority, -entry.id)


def _fitted(pairs: Sequence[tuple[Entry, str]], room: int) -> list[Source]:
    """Return every entry with whether it fits into what the ones before it left."""
    found = []
    for entry, why in pairs:
        text = _text(entry)
        tokens = tokens_of(text)
        is_in = tokens <= room
        room -= tokens if is_in else 0
        reason = why if is_in else f"{why}; no room left"
        found.append(Source(entry.kind, entry.title, text, reason, tokens, is_in, entry.id))
    return found


def _text(entry: Entry) -> str:
    if entry.kind == "person":
        nature = entry.person.get("personality") or ""
        named = "" if entry.content.startswith(entry.title) else f"{entry.title}: "
        return f"{named}{entry.content}" + (f" Nature: {nature}" if nature else "")
    if entry.kind in ("pin", "correction") and entry.turn_number:
        return f"{entry.content} (turn {entry.turn_number})"
    return f"{entry.title}: {entry.content}" if entry.title else entry.content
