"""Which portraits a turn asks for: the heroes and whoever of the people can be seen. Pure; `media/` has them painted.

The words come from the character's own facts, the seed from the adventure and the person: the same person has the same face in
every branch of a story.
"""

import hashlib
import re
from typing import Any

from llm_brain.ledger.creature import Creature, Person, Sheet
from llm_brain.ledger.state import State
from llm_brain.observe.trail import request_id
from llm_brain.store.campaigns import Campaign
from llm_brain.turn.media import DEFAULT_STYLE, STYLE_OF_THEME

MOST = 8
"""Portraits ordered by one turn; who is left out is asked for by the next."""
MAX_WORDS = 300
_WHO = {"he": "man", "she": "woman", "they": "person"}
_AGE = {"young": "young", "grown": "", "old": "old"}
_NOT_PLAIN = re.compile(r"[^\w ,.'’-]+")


def portrait_orders(campaign: Campaign, state: State) -> dict[str, dict[str, Any]]:
    """Return what the painter is asked for, by the ref of whom it shows: the heroes first. Each knows the request it
    comes from."""
    seen = [c for c in state.at(state.location) if c.person and not c.is_hidden and not c.is_dead]
    sitters = [*state.heroes, *seen]
    orders = {sitter.ref: _order(campaign, sitter) for sitter in sitters}
    for order in orders.values() if request_id() else ():
        order["request_id"] = request_id()
    return orders


def _order(campaign: Campaign, sitter: Creature) -> dict[str, Any]:
    kind, words = _described(sitter)
    named = f"{campaign.adventure_seed}/{sitter.ref}/{sitter.name}/{words}"
    return {
        "kind": "portrait",
        "prompt": words,
        "style": STYLE_OF_THEME.get(campaign.theme, DEFAULT_STYLE),
        "seed": int.from_bytes(hashlib.sha256(named.encode()).digest()[:4], "big"),
        "scene": {"figures": [{"kind": kind}], "theme": campaign.theme},
    }


def _described(sitter: Creature) -> tuple[str, str]:
    """Return what somebody is in a word or two, and how they look."""
    if sitter.sheet is not None:
        return _hero(sitter.sheet)
    assert sitter.person is not None
    return _somebody(sitter, sitter.person)


def _hero(sheet: Sheet) -> tuple[str, str]:
    return sheet.class_name.lower(), _plain(f"{sheet.race} {sheet.class_name}, {sheet.look}")


def _somebody(sitter: Creature, person: Person) -> tuple[str, str]:
    kind = person.role or sitter.type
    who = f"{_AGE[person.age]} {_WHO[person.pronoun]}"
    being = "" if sitter.type == "humanoid" else sitter.type
    return kind[:200], _plain(", ".join(filter(None, [who.strip(), kind, being])))


def _plain(words: str) -> str:
    """Leave letters and the punctuation of a description; whatever else a player wrote is not for a painter."""
    return " ".join(_NOT_PLAIN.sub(" ", words).split())[:MAX_WORDS].strip(" ,")
