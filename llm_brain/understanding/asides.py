"""What is said to the table and not in the story: parentheses, "ooc", "//", and plain chatter ("lol", "brb").

It knows words only; the patterns are data (`data/table_talk.json`).
"""

import re
from functools import cache

from llm_brain.understanding.words import read_data


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_data("table_talk.json")[name], re.IGNORECASE | re.DOTALL)


def is_out_of_character(message: str) -> bool:
    """Say whether a whole message is for the table."""
    if _pattern("marked").match(message) or _pattern("chatter").match(message):
        return True
    return bool(_pattern("meta").search(message))


def tells_untruth(aside: str) -> bool:
    """Say whether an aside says that what was said is not so: "(a lie)", "(we don't)"."""
    return bool(_pattern("untrue").search(aside))
