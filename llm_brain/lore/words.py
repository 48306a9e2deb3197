"""Imported text made plain: one paragraph a value, no control character, no macro, no markup that could be taken for code.

What a model is shown is made inert once more where the prompt is written; this keeps what is stored and shown to people clean.
"""

import re
from typing import Any

MACRO = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
CODE = re.compile(
    r"<\s*(script|style|iframe|object|svg)\b[^>]*>.*?<\s*/\s*\1\s*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SPACES = re.compile(r"[ \t\u00a0]+")
BREAKS = re.compile(r"\s*[\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def plain(value: Any, *, name: str = "", most_chars: int) -> str:
    """Return a value as one line of text, cut at a word; what is no text is none. `name` stands for the card's `{{char}}`."""
    if not isinstance(value, str):
        return ""
    text = value[: most_chars * 8]
    text = CODE.sub(" ", text)
    text = MACRO.sub(lambda found: _macro(found[1], name), text)
    text = TAG.sub(" ", text).replace("{", "(").replace("}", ")")
    text = BREAKS.sub(" ", text.replace("\r", "\n"))
    text = SPACES.sub(" ", UNSEEN.sub("", text)).strip()
    if len(text) <= most_chars:
        return text
    return text[: most_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def lines_of(value: Any, *, name: str = "", most_chars: int) -> list[str]:
    """Return the lines of a longer text, each plain."""
    if not isinstance(value, str):
        return []
    found = [plain(line, name=name, most_chars=most_chars) for line in value[:20_000].splitlines()]
    return [line for line in found if line]


def _macro(inside: str, name: str) -> str:
    word = inside.lower()
    return name if word in ("char", "bot") else "you" if word == "user" else ""
