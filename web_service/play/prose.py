"""A told sentence as HTML: its numbers can be asked why, its spoken words have their speaker's colour.

Everything that was written by a person or a model is escaped here; no markup of theirs survives.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SPEAKER_COLOURS = 5
QUOTED = re.compile(r"“[^”]*(?:”|\Z)|\"[^\"]*(?:\"|\Z)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked one way."""

    text: str
    seq: int | None = None
    is_spoken: bool = False


def speaker_colour(ref: str) -> int:
    """Return the colour a speaker always has, 0 to SPEAKER_COLOURS - 1."""
    return sum(ord(letter) * (i + 1) for i, letter in enumerate(ref)) % SPEAKER_COLOURS


def spoken_ranges(text: str, speaker: dict[str, Any] | None) -> list[tuple[int, int]]:
    """Return where in a sentence its speaker speaks: inside the quotes, or all of it without any."""
    if not speaker:
        return []
    return [found.span() for found in QUOTED.finditer(text)] or [(0, len(text))]


def _numbers(sentence: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Return (start, end, seq) of the numbers that lie within the text, in order, none overlapping."""
    text, last, kept = str(sentence.get("text", "")), 0, []
    rows = [(n["start"], n["end"], n["seq"]) for n in sentence.get("numbers") or []]
    for start, end, seq in sorted(rows):
        if last <= start < end <= len(text):
            kept.append((start, end, seq))
            last = end
    return kept


def pieces(sentence: dict[str, Any]) -> Iterator[Piece]:
    """Yield a sentence cut wherever its marking changes."""
    text = str(sentence.get("text", ""))
    numbers = _numbers(sentence)
    spoken = spoken_ranges(text, sentence.get("speaker"))
    cuts = {0, len(text)}
    for start, end in [*spoken, *((s, e) for s, e, _ in numbers)]:
        cuts |= {start, end}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        seq = next((q for s, e, q in numbers if s <= start and end <= e), None)
        is_spoken = any(s <= start and end <= e for s, e in spoken)
        yield Piece(text[start:end], seq, is_spoken)


def speaker_of(sentence: dict[str, Any]) -> str:
    """Return the ref of who speaks in a sentence, empty when nobody does."""
    return str((sentence.get("speaker") or {}).get("ref", ""))


def begins_paragraph(speaker: str, last_speaker: str) -> bool:
    """Whether a sentence begins a paragraph: another one speaks now than the last who spoke."""
    return speaker not in ("", last_speaker)


def _piece_html(piece: Piece, speaker: str) -> SafeString:
    inner: SafeString | str = piece.text
    if piece.seq is not None:
        inner = format_html(
            '<button type="button" class="num" data-why="{}" title="Why?">{}</button>',
            piece.seq,
            piece.text,
        )
    if piece.is_spoken:
        colour = speaker_colour(speaker)
        return format_html(
            '<span class="npc npc-{}" data-speaker="{}">{}</span>', colour, speaker, inner
        )
    return format_html("{}", inner)


def sentence_html(sentence: dict[str, Any]) -> SafeString:
    """Return a sentence as it stands in the story."""
    speaker = speaker_of(sentence)
    return format_html_join("", "{}", ((_piece_html(p, speaker),) for p in pieces(sentence)))
