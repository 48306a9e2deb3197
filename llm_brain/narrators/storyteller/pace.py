"""How long a telling is: colour where it is bare, joints where it is choppy, nothing of the events lost."""

import re

from llm_brain.ledger.events.bodies import Died, FellUnconscious
from llm_brain.ledger.events.world import ClueFound, LocationEntered, QuestEnded, QuestOffered
from llm_brain.narrators.storyteller import grammar
from llm_brain.narrators.storyteller.table import scene_values
from llm_brain.narrators.storyteller.telling import Sentence, Telling

_MOST = 6
_NO_COLOUR_AFTER = (Died, FellUnconscious, ClueFound, QuestOffered, QuestEnded)
_SHORT_WORDS = 9


def fit(t: Telling) -> None:
    """Bring a telling to its length: two sentences at least, about six at most."""
    if not t.said:
        t.say("idle", **scene_values(t))
    is_short = len(t.said) < (1 if t.has("terse") else 2)
    words = sum(len(s.text.split()) for s in t.said)
    if (is_short and words < 26 and _wants_colour(t)) or (t.has("lush") and len(t.said) < 3):
        bank = "colour.fight" if t.state.encounter is not None else "colour"
        t.say(bank, is_event=False, **scene_values(t))
    while len(t.said) > _MOST and any(not s.is_event for s in t.said):
        extra = next(s for s in reversed(t.said) if not s.is_event)
        t.said = [s for s in t.said if s is not extra]
    if len(t.said) > _MOST:
        _join_short(t)


def _wants_colour(t: Telling) -> bool:
    """Say whether a bare turn may end on something that is only air: not after speech, nor after what matters."""
    if any("“" in sentence.text or sentence.text.endswith("?") for sentence in t.said):
        return False
    if any(isinstance(event, LocationEntered) and event.is_first for event in t.brief.events):
        return False
    return not any(isinstance(event, _NO_COLOUR_AFTER) for event in t.brief.events)


def _join_short(t: Telling) -> None:
    """Join neighbouring short sentences with a semicolon until the telling is short enough."""
    i = 0
    while i + 1 < len(t.said) and len(t.said) > _MOST:
        one, other = t.said[i], t.said[i + 1]
        is_plain = all("“" not in s.text and s.text.endswith(".") for s in (one, other))
        is_short = all(len(s.text.split()) <= _SHORT_WORDS for s in (one, other))
        if (
            is_plain
            and is_short
            and grammar.lowered(other.text) != other.text
            and one.speaker is None
            and other.speaker is None
            and ";" not in one.text + other.text
        ):
            text = f"{one.text[:-1]}; {grammar.lowered(other.text)}"
            t.said[i] = Sentence(text, None, (*one.phrases, *other.phrases), one.is_event)
            del t.said[i + 1]
        i += 1


def has_number(text: str) -> bool:
    """Say whether a text has a digit in it."""
    return bool(re.search(r"\d", text))
