"""A player looks a rule up: what is stored, by name and by words, then the built-in facts. Each says where it is from."""

from psycopg2.extensions import connection

from llm_brain.rules_reference.lookup import Rule, rules_for
from llm_brain.rules_reference.piece import Piece, plain
from llm_brain.store import rules_reference as store

BUILT_IN_LICENSE = "told in this project's own words; facts of the SRD 5.1, CC BY 4.0"
MOST_BUILT_IN = 3
MAX_NAME_WORDS = 5
ASKING = frozenset(
    "a am an and are be by can cast do does explain for get happen happens how i if in is it many may me mean means much my of "
    "on rule rules should tell the to use what when where which who why with work works would you".split()
)
"""What a question is made of, whatever it is about."""


def look_up(held: connection, question: str, limit: int) -> list[Piece]:
    """Return what answers a question, best first."""
    asked = [word for word in plain(question).split() if word not in ASKING] or plain(
        question
    ).split()
    words = " ".join(asked)
    stored = store.search(held, words, _names(asked), limit) if words else []
    own = [_piece(rule) for rule in rules_for(question, limit=MOST_BUILT_IN)]
    return stored[: max(limit - len(own), 1)] + own if stored else own


def _names(words: list[str]) -> list[str]:
    """Return every run of words that may be a name, also without a plural's s."""
    runs = [
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + MAX_NAME_WORDS, len(words)) + 1)
    ]
    return list(dict.fromkeys([*runs, *(run.removesuffix("s") for run in runs)]))


def _piece(rule: Rule) -> Piece:
    return Piece(
        key=f"built-in/{rule.key}",
        kind="built-in",
        name=rule.key.capitalize(),
        names=rule.keywords,
        text=rule.text,
        source=rule.source,
        license=BUILT_IN_LICENSE,
    )
