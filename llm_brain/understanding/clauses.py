"""One message cut into clauses, each at most one action: "I sneak past the guard, grab the key and run".

Quoted words and asides are taken out first and never cut. A new clause begins where, after a comma, a full stop, "and" or
"then", a verb of doing follows; what a person is told to do stays with the telling. It knows words only, no scene.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from llm_brain.understanding.heads import Head, head_of, is_speaking
from llm_brain.understanding.words import plain_words, verb_forms

QUOTED = re.compile(
    r"[“\"„«](?P<a>[^”\"“»]*)(?:[”\"»]|$)|(?<!\w)['‘](?=\w)(?P<b>.+?)(?<=[\w.!?,…])['’](?!\w)",
    re.DOTALL,
)
ASIDE = re.compile(r"\(+([^()]*)\)+")
SEAM = re.compile(
    (
        r"(?P<stop>[.!?;:…\n]+(?=\s|$)|\s+[-–—]+\s+|[…\n])|(?P<comma>,)|(?P<word>\b(?:and then|and "
        r"after that|and also|after that|afterwards|then|and|but|so)\b)"
    ),
    re.IGNORECASE,
)
QUOTE_MARK = "quoteplaceholder"
ASKING = frozenset(
    (
        "who what where when why how which whose whom is are was were do does did has have can could "
        "should would may shall will any"
    ).split()
)
ADDED = frozenset(
    "and also with at on to from for of in into about that because using by without until while as".split()
)


@dataclass
class Clause:
    """A stretch of the message. `words` have quotes replaced by a mark; `seam` is what stood before it."""

    text: str
    words: tuple[str, ...]
    head: Head
    seam: str = ""
    end: str = ""
    quotes: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        return "?" in self.end


def clauses_of(message: str, heroes: Sequence[str] = ()) -> list[Clause]:
    """Return the clauses in order; every letter of the message is in one of them."""
    hidden, quotes, asides = _hide(message)
    cuts = _cuts(hidden, heroes)
    clauses: list[Clause] = []
    for (start, seam), (stop, _) in zip(cuts, [*cuts[1:], (len(hidden), "")], strict=True):
        piece = hidden[start:stop]
        own = [quotes[int(n)] for n in re.findall(QUOTE_MARK + r"q(\d+)q", piece)]
        own_asides = [asides[int(n)] for n in re.findall(QUOTE_MARK + r"a(\d+)a", piece)]
        words = _words(piece)
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
    return clauses


def _words(piece: str) -> tuple[str, ...]:
    seen = re.sub(QUOTE_MARK + r"a\d+a", " ", piece)
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


def _cuts(hidden: str, heroes: Sequence[str]) -> list[tuple[int, str]]:
    """Return where clauses begin, with the seam before each."""
    cuts = [(0, "")]
    seams = list(SEAM.finditer(hidden))
    for number, seam in enumerate(seams):
        kind = seam.lastgroup or ""
        follows = hidden[
            seam.end() : seams[number + 1].start() if number + 1 < len(seams) else len(hidden)
        ]
        before = _words(hidden[cuts[-1][0] : seam.start()])
        words = _words(follows)
        if not before or not words:
            continue
        word = (
            seam[0].lower() if kind == "word" else {"comma": ",", "stop": seam[0].strip()[:1]}[kind]
        )
        if _previous_seam_ends_at(seams, number, hidden):
            word = word if word != "and" else ", and"
        if _begins(word, words, before, heroes):
            cuts.append((seam.end() if kind != "word" else seam.start(), word))
    return cuts


def _previous_seam_ends_at(seams: Sequence[re.Match[str]], number: int, hidden: str) -> bool:
    return number > 0 and not hidden[seams[number - 1].end() : seams[number].start()].strip()


def _begins(
    seam: str, words: tuple[str, ...], before: tuple[str, ...], heroes: Sequence[str]
) -> bool:
    """Say whether the words after a seam are a clause of their own."""
    head, held = head_of(words, heroes), head_of(before, heroes)
    if held.verb == "" and seam not in (".", "!", "?", ";") and held.is_waiting:
        return False
    if seam in (":",):
        return not is_speaking(held.verb)
    if seam and seam[0] in ".!?;…\n-–—":
        return True
    if before[0] in ("if", "when", "whenever", "once") or (
        held.verb in ("hold", "ready") and "until" in before
    ):
        return False
    if words[:2] in (("hand", "on"), ("hands", "on"), ("hand", "at"), ("hand", "near")):
        return False
    if words[0] in ASKING and seam == "," and not head.subject:
        if is_speaking(held.verb):
            return False
        return words[0] not in ("who", "which", "where", "whose")
    if words[0] in ("if", "when") and len(words) > 2:
        return seam != "and"
    if words[0] in ("instead", "rather"):
        return seam != "and"
    if words[0] == "not" or head.is_negated:
        return True
    return _does(seam, head, held, words)


def _does(seam: str, head: Head, held: Head, words: tuple[str, ...]) -> bool:
    """Say whether a clause that is no question and not negated begins with a deed."""
    if words[0] == "to" or (
        words[0].endswith("ing") and head.rest[:1] == words[:1] and seam == ","
    ):
        return False
    if head.verb == "":
        return seam == "then" or (
            words[0] in ("up", "north", "south", "east", "west") and seam != "and"
        )
    if (
        head.subject in ("he", "she", "they")
        and not held.subject
        and seam not in ("then", "and then")
    ):
        return False
    is_ordering_goods = held.verb == "order" and bool(
        set(held.rest[1:2]) & {"a", "an", "some", "another", "two"}
    )
    if is_speaking(held.verb) and not is_ordering_goods and seam == "and" and not head.subject:
        return is_speaking(head.verb)
    if seam == "so":
        return head.subject in ("i", "we", "")
    if held.verb in ("pretend", "distract") and seam == "and":
        return False
    return head.verb in verb_forms().values()
