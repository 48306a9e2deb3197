"""A clause behind its verb, cut into phrases: "give | the boy | an apple", "hit | the rat | with my axe".

Prepositions, determiners and commas open a new phrase; subordinate clauses ("that …", "until …", "about …") end the hearing.
It knows words only, no scene.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from llm_brain.understanding.words import language

WHOEVER = frozenset(
    "one guy man woman fellow dude lady person figure bloke chap girl boy goblin skeleton".split()
)
TELLING = frozenset("in with wearing holding carrying".split())
SUBJECTS = frozenset("he she they it him them".split())


@dataclass(frozen=True)
class Phrase:
    """Words that belong together, with the preposition that led to them ("" for none)."""

    prep: str
    words: tuple[str, ...]


def phrases_of(words: Sequence[str], *, keep_topic: bool = False) -> list[Phrase]:
    """Return the phrases of the words after a verb, in order; `keep_topic` also hears what follows "about"."""
    lists = language()
    cutter = _Cutter()
    for position, word in enumerate(words):
        if word in lists["cuts"] and not (word == "that" and _is_pointing(words, position)):
            break
        if word in ("without", "instead") or (word == "about" and not keep_topic):
            break
        if _tells_whom(cutter.held, word, words[position + 1 : position + 2]):
            cutter.held.append(word)
        elif word in lists["prepositions"] and word != "of":
            cutter.close()
            cutter.prep = word
        elif word == "and":
            cutter.close()
        elif word == "not":
            cutter.close()
            cutter.prep = "not"
        else:
            cutter.hold(word, words[position + 1] if position + 1 < len(words) else "")
    cutter.close()
    return [phrase for phrase in cutter.found if phrase.prep != "not"]


def _tells_whom(held: Sequence[str], word: str, follows: Sequence[str]) -> bool:
    """Say whether "in the hood", "with the bow" tells which "guy" or "one" is meant."""
    if not held or held[-1] not in WHOEVER or tuple(follows) not in (("the",), ("a",), ("an",)):
        return False
    return word in TELLING and held[0] in ("the", "that", "this")


@dataclass
class _Cutter:
    """The phrases found so far and the one being held open."""

    found: list[Phrase] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    prep: str = ""

    def close(self) -> None:
        """End the phrase held open."""
        if self.held:
            self.found.append(Phrase(self.prep, tuple(self.held)))
            self.held.clear()

    def hold(self, word: str, follows: str) -> None:
        """Take a word into the phrase, or begin a new one where a determiner opens it."""
        lists = language()
        determiners = lists["determiners"]
        opens = word in determiners or word in SUBJECTS or word.isdigit()
        if word == "one" and follows != "of" and (not follows or follows in lists["prepositions"]):
            opens = False
        is_whom = self.held in (["her"], ["him"], ["them"]) and word in determiners
        is_whole = any(w not in determiners and w not in ("of", "last") for w in self.held)
        if opens and (is_whom or is_whole) and self.held[-1] not in TELLING:
            self.close()
            self.prep = ""
        self.held.append(word)


def _is_pointing(words: Sequence[str], position: int) -> bool:
    """Say whether "that" points at something ("that rat", "use that") rather than opening a clause."""
    return (
        position + 1 == len(words)
        or position == 0
        or words[position - 1] in language()["prepositions"]
    )
