"""A kept prompt taken apart again, for whoever wants to see what a narrator was given: each part by name, with its length.

It reads what `prompt.py` and the templates beside it have written, and knows nothing of how that came about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

CHARACTERS_A_TOKEN = 4
"""About what English takes in most vocabularies."""
OF_THE_ORDERS = re.compile(
    r"^(?P<name>Campaign|Theme|Style|Never in this story|Only off-stage|The story so far):",
    re.MULTILINE,
)
OF_THE_TURN = re.compile(
    r"^(?P<name>Place|Here|Characters|Quests|Rules|Remembered|Lore|Pinned|Corrections|What just happened)\b[^:\n]*:"
    r"|^(?P<knows>What .+ knows) of the past, and may speak of:$"
    r"|^(?P<said>.+'s player said):|^(?P<end>Tell it\.)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Part:
    """One part of a prompt. `tokens` is an estimate from its characters."""

    role: str
    name: str
    text: str
    tokens: int


def parts_of(prompt: Sequence[Mapping[str, str]]) -> list[Part]:
    """Return the parts in their order; joined, their texts are the whole prompt."""
    last = len(prompt) - 1
    found: list[Part] = []
    for number, message in enumerate(prompt):
        role, text = message["role"], message["content"]
        if role == "system":
            found += _split(role, "Standing orders", text, OF_THE_ORDERS)
        elif number == last:
            found += _split(role, "The turn", text, OF_THE_TURN)
        else:
            found.append(_part(role, "An earlier turn", text))
    return found


def _split(role: str, first: str, text: str, heads: re.Pattern[str]) -> Iterator[Part]:
    """Yield what stands before the first head under the name `first`, then every head's part."""
    began, name = 0, first
    for head in heads.finditer(text):
        if head.start() > began:
            yield _part(role, name, text[began : head.start()])
        began, name = head.start(), next(filter(None, head.groups()))
    yield _part(role, name, text[began:])


def _part(role: str, name: str, text: str) -> Part:
    return Part(role, name, text, -(-len(text) // CHARACTERS_A_TOKEN))
