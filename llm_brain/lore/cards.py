"""Character cards, versions 1 to 3: a name, a description, a personality and sayings are taken, and the lorebook inside.

System prompts, scripts, extensions and pictures of a card are not: nobody who makes a card gives orders here.
"""

import re
from collections.abc import Mapping
from typing import Any

from llm_brain.lore import drafts, lorebooks
from llm_brain.lore.drafts import Imported, PersonDraft
from llm_brain.lore.words import lines_of, plain

IS_A = re.compile(r"\b(?:is|was|as) an? ((?:[a-z'’-]+ ){0,3}[a-z'’-]+)", re.IGNORECASE)
CUT_ROLE = re.compile(
    r"\s+(?:who|that|which|with|from|of|in|and|at|to|whose|for|by|on|living|named)\b.*",
    re.IGNORECASE,
)
SPOKEN = re.compile(r"[\"“]([^\"“”]{2,200})[\"”]")
ADDRESSED = re.compile(r",\s*\{\{\s*user\s*\}\}(?=\s*[,.!?\"”])", re.IGNORECASE)
ACTION = re.compile(r"\*[^*]*\*")
PRONOUNS = {"she": r"\b(?:she|her|hers|woman|girl)\b", "he": r"\b(?:he|him|his|man|boy)\b"}
DESCRIPTION_CHARS = 1200
PERSONALITY_CHARS = 200
NOT_TAKEN = ("system_prompt", "post_history_instructions")


def is_card(data: Any) -> bool:
    """Say whether a JSON value looks like a card of any version."""
    if not isinstance(data, Mapping):
        return False
    inner = data.get("data")
    body = inner if isinstance(inner, Mapping) else data
    return isinstance(body.get("name"), str) and (
        "spec" in data or "description" in body or "first_mes" in body or "personality" in body
    )


def read(card: Mapping[str, Any], into: Imported) -> None:
    """Read a card: its person and its lorebook."""
    inner = card.get("data")
    body: Mapping[str, Any] = inner if isinstance(inner, Mapping) else card
    into.source = "card"
    name = plain(body.get("name"), most_chars=drafts.NAME_CHARS).replace('"', "'")
    if not any(letter.isalpha() for letter in name):
        into.wrong("The card has no name: its person was left out.")
    else:
        into.name = name
        into.people.append(_person(body, name))
    for field in NOT_TAKEN:
        if isinstance(body.get(field), str) and body[field].strip():
            into.wrong(
                f"The card's {field.replace('_', ' ')} was left out: a card gives no orders."
            )
    book = body.get("character_book")
    if isinstance(book, Mapping) and lorebooks.is_lorebook(book):
        lorebooks.read(book, into, name)
    elif book is not None:
        into.wrong("The card's lorebook cannot be read and was left out.")


def _person(body: Mapping[str, Any], name: str) -> PersonDraft:
    description = plain(body.get("description"), name=name, most_chars=DESCRIPTION_CHARS)
    personality = plain(body.get("personality"), name=name, most_chars=PERSONALITY_CHARS)
    return PersonDraft(
        name=name,
        description=description,
        role=_role(description),
        personality=personality,
        sayings=_sayings(body, name),
        pronoun=_pronoun(f"{description} {personality}"),
    )


def _role(description: str) -> str:
    """Return what somebody is in a few words, as far as the description says so."""
    found = IS_A.search(description)
    role = CUT_ROLE.sub("", found[1]).strip().lower() if found else ""
    return role[:40] if role else "stranger"


def _pronoun(text: str) -> str:
    counts = {p: len(re.findall(pattern, text, re.IGNORECASE)) for p, pattern in PRONOUNS.items()}
    if counts["she"] == counts["he"]:
        return "they"
    return max(counts, key=lambda pronoun: counts[pronoun])


def _sayings(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return what they say: quoted words of their first message, and their own lines of the example talk."""
    first, example = (_unaddressed(body.get(field)) for field in ("first_mes", "mes_example"))
    found = SPOKEN.findall(plain(first, name=name, most_chars=2000))
    for line in lines_of(example, name=name, most_chars=600):
        who, colon, said = line.partition(":")
        if colon and who.strip().casefold() == name.casefold():
            found += SPOKEN.findall(said) or [ACTION.sub(" ", said)]
    cleaned = (plain(ACTION.sub(" ", saying), most_chars=drafts.SAYING_CHARS) for saying in found)
    kept = dict.fromkeys(saying.strip("*_ ") for saying in cleaned)
    return tuple(s for s in kept if any(c.isalpha() for c in s))[: drafts.MOST_SAYINGS]


def _unaddressed(value: Any) -> str:
    """Return a text without the reader's name where it only calls them: "Well, {{user}}, come in"."""
    return ADDRESSED.sub("", value[:20_000]) if isinstance(value, str) else ""
