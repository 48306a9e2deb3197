"""One clause of a known kind made into typed actions: each kind has its own reader, the rest are read plainly."""

from llm_brain.referee.actions import Action
from llm_brain.understanding.deeds.attacking import attacking
from llm_brain.understanding.deeds.casting import casting
from llm_brain.understanding.deeds.going import going
from llm_brain.understanding.deeds.goods import giving, handling, taking, trading
from llm_brain.understanding.deeds.using import using
from llm_brain.understanding.heard import Heard, action, further_on, instrument, target_of
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.roles import EXIT_LIKE, KINDS_OF, LIVING
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import plain_words


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
    noun = noun or further_on(heard, situation)
    if noun is None and heard.clause.quotes and "," in heard.clause.quotes[0]:
        called = plain_words(heard.clause.quotes[0].split(",")[0])
        noun = find(called, LIVING, situation) if 0 < len(called) <= 3 else None
    return [
        action(heard, noun, item=instrument(phrases, situation) if heard.kind != "look" else None)
    ]


READERS = {
    "attack": attacking, "give": giving, "buy": trading, "sell": trading, "take": taking, "use_item": using,
    "drop": handling, "equip": handling, "cast": casting,
}  # fmt: skip


def read_as(heard: Heard, situation: Situation) -> list[Action]:
    """Return the actions of a clause of a known kind."""
    return READERS.get(heard.kind, plain)(heard, situation)
