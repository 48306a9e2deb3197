"""Where a message is cut: at stops always, at commas, "and" and "then" only before a deed.

It knows words only. What stands before and after a seam decides; the pieces are made in `clauses.py`.
"""

import re
from collections.abc import Callable, Sequence

from llm_brain.understanding.heads import Head, head_of, is_speaking, says
from llm_brain.understanding.openings import is_absolute, is_adjunct, is_participle, is_passive
from llm_brain.understanding.words import verb_forms

SEAM = re.compile(
    (
        r"(?P<stop>[.!?;:…\n]+(?=\s|$)|\s+[-–—]+\s+|[…\n])|(?P<comma>,)|(?P<word>\b(?:and then|and "
        r"after that|and also|after that|afterwards|then|and|but|so)\b)|(?P<run>(?<=\w)\s+(?=i\s+[a-z]))"
    ),
    re.IGNORECASE,
)
ASKING = frozenset(
    (
        "who what where when why how which whose whom is are was were do does did has have can could "
        "should would may shall will any"
    ).split()
)

LABELS = frozenset("action reaction movement bonus interaction plan turn move".split())
NO_RUNNING_ON = frozenset(
    "that if when what how because while as until till where whatever so before after than then and but or "
    "who whom whose which why the a an my everything all anything something quoteplaceholder do did does".split()
)


def cuts_of(
    hidden: str, words_of: Callable[[str], tuple[str, ...]], heroes: Sequence[str]
) -> list[tuple[int, str]]:
    """Return where clauses begin, with the seam before each."""
    cuts = [(0, "")]
    seams = [
        seam for seam in SEAM.finditer(hidden) if seam["run"] is None or _may_run_on(hidden, seam)
    ]
    for number, seam in enumerate(seams):
        kind = seam.lastgroup or ""
        follows = hidden[
            seam.end() : seams[number + 1].start() if number + 1 < len(seams) else len(hidden)
        ]
        before = words_of(hidden[cuts[-1][0] : seam.start()])
        words = words_of(follows)
        if not before or not words:
            continue
        if kind == "run":
            if _runs_on(before, words, heroes):
                cuts.append((seam.end(), ","))
            continue
        word = (
            seam[0].lower() if kind == "word" else {"comma": ",", "stop": seam[0].strip()[:1]}[kind]
        )
        if _previous_seam_ends_at(seams, number, hidden):
            word = word if word != "and" else ", and"
        if _begins(word, words, before, heroes):
            cuts.append((seam.end() if kind != "word" else seam.start(), word))
    return cuts


def _may_run_on(hidden: str, seam: re.Match[str]) -> bool:
    """Say whether the word before an "I" leaves the clause before it whole."""
    before = re.search(r"([\w']+)\s*$", hidden[: seam.start()])
    return before is not None and before[1].lower() not in NO_RUNNING_ON


def _runs_on(before: Sequence[str], words: Sequence[str], heroes: Sequence[str]) -> bool:
    """Say whether a new clause begins with no more than its "I": "i go to the bar i order an ale"."""
    if before[-1] in verb_forms() or before[0] in ASKING:
        return False
    if "if" in before or "when" in before or "that" in before or "as" in before[1:]:
        return False
    held = head_of(before, heroes)
    return head_of(words, heroes).verb != "" and (held.subject in ("i", "we") or is_adjunct(before))


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
        return not is_speaking(held.verb) and before[-1] not in LABELS
    if seam and seam[0] in ".!?;…\n-–—":
        return True
    if before[0] in ("if", "when", "whenever", "once") or (
        held.verb in ("hold", "ready") and "until" in before
    ):
        return False
    if words[:2] in (("hand", "on"), ("hand", "at"), ("hand", "near")):
        return False
    if seam in (",", ", and") and (is_absolute(words) or is_passive(words)):
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
    return _does(seam, head, held, words, before)


def _does(
    seam: str, head: Head, held: Head, words: tuple[str, ...], before: tuple[str, ...]
) -> bool:
    """Say whether a clause that is no question and not negated begins with a deed."""
    if words[0] == "to" or (
        is_participle(words[0])
        and not head.subject
        and seam == ","
        and (held.verb or held.subject)
        and not held.is_negated
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
        and not (seam == "," and is_adjunct(before))
    ):
        return False
    is_ordering_goods = held.verb == "order" and bool(
        set(held.rest[1:2]) & {"a", "an", "some", "another", "two"}
    )
    if says(held) and "quoteplaceholder" in before and head.verb in ("drop", "put", "lower"):
        return True
    if says(held) and not is_ordering_goods and seam == "and" and not head.subject:
        return is_speaking(head.verb)
    if seam == "so":
        return head.subject in ("i", "we", "")
    if held.verb in ("pretend", "distract") and seam == "and":
        return False
    return head.verb in verb_forms().values()
