"""One clause of a known kind made into typed actions: each kind has its own reader, the rest are read plainly."""

import re
from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Noun
from llm_brain.understanding.deeds.attacking import attacking
from llm_brain.understanding.deeds.casting import casting
from llm_brain.understanding.deeds.going import going
from llm_brain.understanding.deeds.goods import giving, handling, taking, trading
from llm_brain.understanding.deeds.using import using
from llm_brain.understanding.heard import Heard, action, further_on, instrument, target_of
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.phrases import Phrase, phrases_of
from llm_brain.understanding.roles import EXIT_LIKE, KINDS_OF, LIVING, PEOPLE_NEEDED
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import language, plain_words


def plain(heard: Heard, situation: Situation) -> list[Action]:
    """Return the action of a clause with nothing special about it."""
    phrases = phrases_of(heard.behind)
    if heard.kind in EXIT_LIKE:
        return [going(heard, phrases, situation)]
    if heard.head.verb == "":
        every = [kind for kinds in KINDS_OF.get(heard.kind, ()) for kind in kinds]
        noun = find(heard.behind, every, situation) if every and heard.behind else None
    else:
        noun = target_of(phrases, heard.kind, situation)
    if heard.kind in ("look", "search", "interact", "skill_check"):
        noun = _what_it_is_on(phrases, noun, situation) or noun
    noun = noun or further_on(heard, situation)
    noun = noun or _called_upon(heard, situation)
    return [action(heard, noun, item=_means(heard, phrases, situation))]


def _means(heard: Heard, phrases: Sequence[Phrase], situation: Situation) -> str | None:
    """Return the thing carried that is made use of: none by looking, asking or a spell, nor by what is set "on fire"."""
    if heard.kind in ("look", "ask_rules") or heard.spell is not None:
        return None
    if heard.kind in PEOPLE_NEEDED and heard.head.verb not in SHOWING:
        phrases = [p for p in phrases if p.prep in ("with", "using")]
    told = [p for p in phrases if not (p.prep == "on" and p.words == ("fire",))]
    return instrument(told, situation)


def _what_it_is_on(
    phrases: Sequence[Phrase], noun: Noun | None, situation: Situation
) -> Noun | None:
    """Return the thing just spoken of for "the symbols on it": what is carried is not meant."""
    if noun is not None and noun.kind != "item_carried":
        return None
    if not any(p.prep in ("on", "in", "inside", "under", "behind", "of") for p in phrases):
        return None
    if not any(p.words[-1:] in (("it",), ("them",)) for p in phrases):
        return None
    return find(("it",), ("feature", "exit", "body"), situation)


def _called_upon(heard: Heard, situation: Situation) -> Noun | None:
    """Return who is named in what is said: "Pip! Behind you!", "row us out, Tomas"."""
    for quote in heard.clause.quotes:
        for part in re.split(r"[,.!?;:…]|\band\b", quote):
            called = plain_words(part)
            if 0 < len(called) <= MOST_OF_A_NAME and called[0] not in language()["pronouns"]:
                noun = find(called, LIVING, situation)
                if noun is not None and any(map(situation.index.knows, content_words(called))):
                    return noun
    return None


SHOWING = frozenset("show present display read offer wave brandish hold raise dangle point".split())
MOST_OF_A_NAME = 3
READERS = {
    "attack": attacking, "give": giving, "buy": trading, "sell": trading, "take": taking, "use_item": using,
    "drop": handling, "equip": handling, "cast": casting,
}  # fmt: skip


def read_as(heard: Heard, situation: Situation) -> list[Action]:
    """Return the actions of a clause of a known kind."""
    return READERS.get(heard.kind, plain)(heard, situation)
