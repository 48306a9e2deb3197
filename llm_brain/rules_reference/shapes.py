"""The rows of a 5e-database, in a file or from a dnd5eapi server, as pieces. Both have the same shapes.

It checks what it reads and names the row that is wrong; what the facts of a kind are is in `facts.py`.
"""

import re
from collections.abc import Iterator
from typing import Any

from llm_brain.rules_reference.errors import RulesFileUnreadable
from llm_brain.rules_reference.facts import FACTS, reference_name
from llm_brain.rules_reference.piece import MAX_NAME_CHARS, MAX_TEXT_CHARS, Piece, names_of, plain

Row = dict[str, Any]
KINDS = (
    "ability-scores", "alignments", "backgrounds", "classes", "conditions", "damage-types", "equipment", "feats",
    "features", "languages", "magic-items", "magic-schools", "monsters", "races", "rule-sections", "rules", "skills",
    "spells", "subclasses", "subraces", "traits", "weapon-properties",
)  # fmt: skip
"""What has something to read in it."""
TABLES_ONLY = ("equipment-categories", "levels", "proficiencies")
"""Lists of references, with no words of their own: left out."""
LICENSE = "SRD 5.1 by Wizards of the Coast LLC, CC BY 4.0; compiled by the 5e-database, MIT"
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)
EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w))(?=\S)|(?<=\S)\*{1,3}")


def pieces_of(kind: str, rows: object, source: str, where: str) -> list[Piece]:
    """Return the pieces of one kind; `where` names the file in errors. Raises RulesFileUnreadable."""
    if not isinstance(rows, list):
        raise RulesFileUnreadable(file=where, reason="it is not a list of entries")
    found: list[Piece] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise RulesFileUnreadable(file=where, reason=f"entry {number} is not an object")
        try:
            found += _pieces(kind, row, source)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            name = row.get("index") or row.get("name") or "without a name"
            reason = f"entry {number} ({name}): {_in_words(error)}"
            raise RulesFileUnreadable(file=where, reason=reason) from error
    return _each_once(found)


def _in_words(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _each_once(pieces: list[Piece]) -> list[Piece]:
    return list({piece.key: piece for piece in pieces}.values())


def text_of(value: object) -> str:
    """Return a description: a text, or a list of paragraphs. Raises ValueError."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "\n".join(line.strip() for line in value).replace("\x00", "").strip()
    raise ValueError("its desc is neither a text nor a list of texts")


def _word(row: Row, field: str) -> str:
    value = row[field]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"its {field} is not a word")
    return value.replace("\x00", "").strip()[:MAX_NAME_CHARS]


def _pieces(kind: str, row: Row, source: str) -> Iterator[Piece]:
    index, name = _word(row, "index"), _word(row, "name")
    if kind == "rule-sections":
        yield from _headings(index, name, text_of(row["desc"]), source)
        return
    facts, more = FACTS[kind](row) if kind in FACTS else ((), ())
    paragraphs = [_first_line(kind, row), text_of(row.get("desc")), *more]
    text = EMPHASIS.sub("", "\n".join(filter(None, paragraphs)))
    yield Piece(
        key=f"{kind}/{index}",
        kind=kind,
        name=name,
        names=names_of(name, index),
        text=HEADING.sub(r"\2", text)[:MAX_TEXT_CHARS] or name,
        facts=tuple(facts),
        source=source,
        license=LICENSE,
    )


def _first_line(kind: str, row: Row) -> str:
    """Return what something is, where its description does not say so."""
    if kind == "monsters":
        subtype = f" ({row['subtype']})" if row.get("subtype") else ""
        return f"{row['size']} {row['type']}{subtype}, {row['alignment']}."
    if kind == "rules":
        parts = [reference_name(part) for part in row.get("subsections", [])]
        return f"Chapters: {', '.join(parts)}." if parts else ""
    return ""


def _headings(index: str, name: str, text: str, source: str) -> Iterator[Piece]:
    """Yield a chapter heading by heading: what is looked up is a paragraph, not ten pages."""
    marks = list(HEADING.finditer(text))
    starts = [(name, 0), *((mark.group(2), mark.end()) for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    for (heading, start), end in zip(starts, ends, strict=True):
        body = EMPHASIS.sub("", text[start:end]).strip()
        if not body:
            continue
        title = EMPHASIS.sub("", heading)[:MAX_NAME_CHARS]
        is_whole = title == name
        yield Piece(
            key=f"rule-sections/{index}" if is_whole else f"rule-sections/{index}#{plain(title)}",
            kind="rule-sections",
            name=title,
            names=names_of(title),
            text=body[:MAX_TEXT_CHARS],
            facts=() if is_whole else (("Chapter", name),),
            source=source,
            license=LICENSE,
        )
