"""One message cut into clauses, each at most one action: "I sneak past the guard, grab the key and run".

Quoted words and asides are taken out first and never cut. A new clause begins where, after a comma, a full stop, "and" or
"then", a verb of doing follows; what a person is told to do stays with the telling. It knows words only, no scene.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from llm_brain.understanding.heads import QUOTE_MARK, Head, head_of
from llm_brain.understanding.openings import is_idle_participle, is_manner, tells_more
from llm_brain.understanding.seams import cuts_of
from llm_brain.understanding.words import plain_words

INTENSIFYING = re.compile(
    r"\b(?:the|some|a|one|this) (?:bloody |flaming |holy )?(?:hell|heck|fuck|crap|shit|bejesus)"
    r"(?: out of)?\b(?! of)|\b(?:fucking|bloody|goddamn|goddamned|freaking|frigging|flipping|"
    r"effing|damn well|jolly well)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"[“\"„«](?P<a>[^”\"“»]*)(?:[”\"»]|$)|(?<!\w)['‘](?=\w)(?P<b>.+?)(?<=[\w.!?,…])['’](?!\w)",
    re.DOTALL,
)
ASIDE = re.compile(r"\(+([^()]*)\)+")


@dataclass
class Clause:
    """A stretch of the message. `words` have quotes replaced by a mark; `seam` stood before it, `opening` led up to it."""

    text: str
    words: tuple[str, ...]
    head: Head
    seam: str = ""
    end: str = ""
    quotes: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    opening: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        return "?" in self.end


def clauses_of(message: str, heroes: Sequence[str] = ()) -> list[Clause]:
    """Return the clauses in order; every letter of the message is in one of them."""
    hidden, quotes, asides = _hide(message)
    cuts = cuts_of(hidden, words_of, heroes)
    clauses: list[Clause] = []
    for (start, seam), (stop, _) in zip(cuts, [*cuts[1:], (len(hidden), "")], strict=True):
        piece = hidden[start:stop]
        own = [quotes[int(n)] for n in re.findall(QUOTE_MARK + r"q(\d+)q", piece)]
        own_asides = [asides[int(n)] for n in re.findall(QUOTE_MARK + r"a(\d+)a", piece)]
        words = words_of(piece)
        ending = re.search(r"[.!?;…]+\s*$", piece)
        clauses.append(
            Clause(
                text=_shown(piece, quotes, asides),
                words=words,
                head=head_of(words, heroes),
                seam=seam,
                end=ending[0].strip() if ending else "",
                quotes=own,
                asides=own_asides,
            )
        )
    return _without_openings(clauses, heroes)


def _without_openings(clauses: Sequence[Clause], heroes: Sequence[str]) -> list[Clause]:
    """Return the clauses with what only leads up to a deed joined to it: "with a sigh, the elf …"."""
    kept: list[Clause] = []
    for clause in clauses:
        before = kept[-1] if kept else None
        if (
            before is None
            or clause.seam != ","
            or not (clause.head.verb or clause.is_asked)
            or before.quotes
        ):
            kept.append(clause)
            continue
        is_idle = bool(clause.head.subject) and is_idle_participle(before.words)
        if not (is_idle or (is_manner(before.words) and not before.head.is_negated)):
            kept.append(clause)
            continue
        more = before.words if tells_more(before.words) else ()
        clause.words = (*clause.words, *more)
        clause.head = head_of(clause.words, heroes)
        clause.opening = before.words
        clause.text, clause.seam = f"{before.text}, {clause.text}", before.seam
        kept[-1] = clause
    return kept


def words_of(piece: str) -> tuple[str, ...]:
    seen = re.sub(QUOTE_MARK + r"a\d+a", " ", INTENSIFYING.sub(" ", piece))
    return plain_words(re.sub(QUOTE_MARK + r"q\d+q", f" {QUOTE_MARK} ", seen))


def _hide(message: str) -> tuple[str, list[str], list[str]]:
    """Return the message with quotes and asides replaced by numbered marks."""
    quotes: list[str] = []
    asides: list[str] = []

    def hide_quote(match: re.Match[str]) -> str:
        quotes.append(match[0])
        return f" {QUOTE_MARK}q{len(quotes) - 1}q "

    def hide_aside(match: re.Match[str]) -> str:
        asides.append(match[0])
        return f" {QUOTE_MARK}a{len(asides) - 1}a "

    return ASIDE.sub(hide_aside, QUOTED.sub(hide_quote, message)), quotes, asides


def _shown(piece: str, quotes: Sequence[str], asides: Sequence[str]) -> str:
    """Return the piece with quotes and asides back in."""
    piece = re.sub(
        r" ?" + QUOTE_MARK + r"a(\d+)a ?", lambda m: " " + asides[int(m[1])] + " ", piece
    )
    piece = re.sub(
        r" ?" + QUOTE_MARK + r"q(\d+)q ?", lambda m: " " + quotes[int(m[1])] + " ", piece
    )
    return re.sub(r"\s+", " ", piece).strip(" ,")
