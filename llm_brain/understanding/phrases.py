"""A clause behind its verb, cut into phrases: "give | the boy | an apple", "hit | the rat | with my axe".

Prepositions, determiners and commas open a new phrase; subordinate clauses ("that …", "until …", "about …") end the hearing.
It knows words only, no scene.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.understanding.words import language

SUBJECTS = frozenset("he she they it him them".split())


@dataclass(frozen=True)
class Phrase:
    """Words that belong together, with the preposition that led to them ("" for none)."""

    prep: str
    words: tuple[str, ...]


def phrases_of(words: Sequence[str], *, keep_topic: bool = False) -> list[Phrase]:
    """Return the phrases of the words after a verb, in order; `keep_topic` also hears what follows "about"."""
    lists = language()
    preps, determiners, cuts = lists["prepositions"], lists["determiners"], lists["cuts"]
    found: list[Phrase] = []
    prep, held = "", list[str]()

    def close() -> None:
        if held:
            found.append(Phrase(prep, tuple(held)))
            held.clear()

    for position, word in enumerate(words):
        if word in cuts and not (word == "that" and _is_pointing(words, position)):
            break
        if word == "about" and not keep_topic:
            break
        if word == "of":
            held.append(word)
        elif word in preps:
            close()
            prep = word
        elif word == "and":
            close()
        elif word in ("not", "without", "instead"):
            close()
            if word != "not":
                break
            prep = "not"
        else:
            opens = word in determiners or word in SUBJECTS or word.isdigit()
            follows = words[position + 1] if position + 1 < len(words) else ""
            if word == "one" and follows != "of" and (not follows or follows in preps):
                opens = False
            if opens and held in (["her"], ["him"], ["them"]) and word in determiners:
                close()
                prep = ""
            if opens and any(w not in determiners and w not in ("of", "last") for w in held):
                close()
                prep = ""
            held.append(word)
    close()
    return [phrase for phrase in found if phrase.prep != "not"]


def _is_pointing(words: Sequence[str], position: int) -> bool:
    """Say whether "that" points at something ("that rat", "use that") rather than opening a clause."""
    return (
        position + 1 == len(words)
        or position == 0
        or words[position - 1] in language()["prepositions"]
    )
