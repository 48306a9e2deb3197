"""Commands of one letter, as text adventures take them, written out: "n", "x altar", "l", "i", "z".

It looks at the whole message, before anything else does, and changes only what is nothing else.
"""

import re

WAYS = {
    "n": "north", "s": "south", "e": "east", "w": "west", "u": "up", "d": "down",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
}  # fmt: skip
ALONE = {"l": "look around", "i": "inventory", "z": "wait", "x": "look around", "k": "ok"}
EXAMINED = re.compile(r"^(?:x|ex|exa|exam|l at|l)\s+(?=[a-z])", re.IGNORECASE)
STEPPED = re.compile(r"^(?:go |walk |head |run )?(?P<way>n|s|e|w|u|d|ne|nw|se|sw)[.!]*$", re.I)


def written_out(message: str) -> str:
    """Return a one-letter command as words, other messages as they are."""
    text = message.strip()
    stepped = STEPPED.match(text)
    if stepped:
        return f"go {WAYS[stepped['way'].lower()]}"
    text = JOINING.sub(" and ", text)
    alone = ALONE.get(text.lower().rstrip(".!"))
    if alone:
        return alone
    text = LETTER.sub(_spelled, EXAMINED.sub("examine ", text))
    return STEPPED_LAST.sub(lambda way: f"{way['before']}go {WAYS[way['way'].lower()]}", text)


JOINING = re.compile(
    r"(?<=[a-z])\s*(?:\s[+&]\s|\s'?n'?\s(?!(?:then|now|side|end|wall|exit|door)\b))\s*(?=[a-z])",
    re.I,
)
STEPPED_LAST = re.compile(
    r"(?P<before>[,;.]\s*|\bthen\s+)(?P<way>n|s|e|w|u|d|ne|nw|se|sw)[.!]*$", re.I
)


LETTER = re.compile(
    r"(?P<before>^|[,;.]\s*|\bthen\s+)(?P<letter>[kcgl])\s+(?=[a-z'\"])", re.IGNORECASE
)
VERBS = {"k": "kill", "c": "cast", "g": "get", "l": "look"}


def _spelled(match: re.Match[str]) -> str:
    return f"{match['before']}{VERBS[match['letter'].lower()]} "
