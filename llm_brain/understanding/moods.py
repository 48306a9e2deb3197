"""What is not plainly done: what is denied, what hangs on an "if", what is left out ("without …", "instead of …").

It knows words only.
"""

import re
from collections.abc import Sequence

CONDITION = re.compile(
    r"^(?:and |but |then |so )*(?:if|when|whenever|once|as soon as|the moment|in case|should) (?!i (?:can|could|may|might)\b)"
)
LATER_CONDITION = re.compile(
    r" (?:if|when|as soon as|the moment|in case|once) (?:the |a |any |he|she|it|they|anyone|anybody|someone|something|\w+ )"
)
LEFT_OUT = re.compile(r"^(?:instead of|rather than|in place of|without)\b")


def hangs_on_an_if(words: Sequence[str], verb: str) -> bool:
    """Say whether a deed is announced for later: "if he moves I shoot"."""
    line = " ".join(words)
    if CONDITION.match(line):
        return bool(
            re.search(r"\b(?:i|we) (?:will |would |am going to )?\w+", line[3:]) or "," in line
        )
    if verb in ("ready", "prepare", "hold") and LATER_CONDITION.search(line):
        return True
    return verb in ("attack", "cast", "shoot", "strike", "stab", "hit") and bool(
        LATER_CONDITION.search(line)
    )


def without_the_left_out(words: Sequence[str]) -> tuple[str, ...]:
    """Drop "instead of drinking", "rather than fight" up to where the speaker says what is done."""
    line = tuple(words)
    if not LEFT_OUT.match(" ".join(line)):
        return line
    for position, word in enumerate(line[1:], 1):
        if word in ("i", "we") and position > 1:
            return line[position:]
    return ()
