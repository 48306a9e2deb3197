"""Words as Postgres' English text search knows them, for texts that are not in Postgres: stemmed, without the stop words."""

import re
from functools import cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
STOPPED = frozenset(
    "a about above after again against all am an and any are as at be because been before being below between both "
    "but by can did do does doing don down during each few for from further had has have having he her here hers "
    "herself him himself his how i if in into is it its itself just me more most my myself no nor not now of off on "
    "once only or other our ours ourselves out over own s same she should so some such t than that the their theirs "
    "them themselves then there these they this those through to too under until up very was we were what when "
    "where which while who whom why will with you your yours yourself yourselves".split()
)


def lexemes(text: str) -> list[str]:
    """Return the lexemes of a text in their order, repetitions included."""
    return [_stemmed(word) for word in WORD.findall(text.lower()) if word not in STOPPED]


@cache
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("english")


@cache
def _stemmed(word: str) -> str:
    return str(_stemmer().stemWord(word))
