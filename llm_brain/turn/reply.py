"""Step 4h: a narrator's words, made whole sentences and let through one by one.

A sentence that leaks what players must not see (a DC, an id, a control token) or names a mechanical number that
no event holds is left out. What passes is released at once, to page and voice. A model is held to more (`manners.py`) and to
four sentences; the storyteller, who yields whole sentences, has its own lengths.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.turn import numbers
from llm_brain.turn.manners import QUOTED, Manners
from llm_brain.turn.telling import Sentence

ABBREVIATIONS = ("mr", "mrs", "ms", "dr", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "no")
END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)""")
WHOLE = re.compile(r"""[.!?…]["'”’)\]]*$""")
SENTENCES_MOST = 4
"""Of a model's telling."""
HEARD_MOST = 10
"""Sentences of a model that are read at all, the ones left out included."""
LEAKS = re.compile(
    r"<\|[^|]*\|>|\bDC\s*\d+|\b(?:campaign|character|turn|npc|roll)_id\b|\b[cn]\d+\b(?=[\s.,;:!?]|$)|"
    r"\{[^{}]*\}|\bexit:|\bfeature:|\bitem:",
    re.IGNORECASE,
)


def sentences_of(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield whole sentences as soon as they are whole; a last one cut off in the middle is dropped.

    What a narrator yields whole stays marked so; a sentence made here of a model's words is not, and a model is heard no
    longer than it takes to find its few sentences.
    """
    waiting = ""
    heard = 0
    phrases: tuple[str, ...] = ()
    for piece in pieces:
        if piece.is_whole_sentence:
            yield piece
            continue
        waiting += piece.text
        phrases += piece.phrases
        while (cut := _first_end(waiting)) is not None:
            sentence, waiting = waiting[:cut].strip(), waiting[cut:].lstrip()
            if sentence:
                yield Piece(sentence, piece.speaker, phrases)
                phrases = ()
                heard += 1
                if heard == HEARD_MOST:
                    return
    rest = waiting.strip()
    if WHOLE.search(rest):
        yield Piece(rest, None, phrases)


def _first_end(text: str) -> int | None:
    for match in END.finditer(text):
        words = text[: match.start()].split()
        word = words[-1].lower().strip("\"'“‘(") if words else ""
        if match.group()[0] == "." and (word in ABBREVIATIONS or re.fullmatch(r"[a-z]", word)):
            continue
        return match.end()
    return None


GENDERS = {"he": "male", "she": "female", "they": "other"}


def voice_of(creature: Creature) -> str:
    """Return the voice somebody speaks with, as the voice service names it."""
    person = creature.person
    if person is None:
        return f"npc:{creature.name};size={creature.size.lower()}"
    age = {"young": "young", "grown": "adult", "old": "old"}[person.age]
    return f"npc:{creature.name};gender={GENDERS[person.pronoun]};age={age}"


class Guard:
    """Lets sentences through, numbers them, and says who speaks and which event each number is."""

    def __init__(self, brief: Brief, events: Sequence[tuple[int, Event]]) -> None:
        self._after = brief.after
        self._values = numbers.by_event(events)
        self._known = _numbers_in_state(brief.after)
        self._manners = Manners(brief)
        self._harm = {e.amount for _, e in events if isinstance(e, DamageTaken)}
        self._released = 0
        self._of_model = 0
        self.left_out: list[str] = []

    def let_through(self, piece: Piece) -> Sentence | None:
        """Return the sentence to release, or None when it must not be told."""
        text = re.sub(r"\s+", " ", piece.text).strip()
        if not text:
            return None
        if not piece.is_whole_sentence and self._refuses_a_model(text):
            return None
        if LEAKS.search(text):
            self.left_out.append("a sentence that showed what players must not see was left out")
            return None
        number = numbers.invented(text, self._values, self._known)
        if number is not None:
            self.left_out.append(f"a sentence was left out: nothing in the ledger is {number}")
            return None
        speaker = self._speaker_of(piece, text)
        sentence = Sentence(
            index=self._released,
            text=text,
            speaker_ref=speaker.ref if speaker else None,
            speaker_name=speaker.name if speaker else None,
            voice=voice_of(speaker) if speaker else "narrator",
            numbers=numbers.link(text, self._values),
        )
        self._released += 1
        self._of_model += not piece.is_whole_sentence
        return sentence

    def _refuses_a_model(self, text: str) -> bool:
        if self._of_model >= SENTENCES_MOST:
            return True
        known = [self._known, *(values for _, values in self._values)]
        why = self._manners.refuses(text, known)
        if why is None and not numbers.damage_claims(text) <= self._harm:
            why = "a sentence was left out: no such damage was done"
        if why is not None:
            self.left_out.append(why)
        return why is not None

    def _speaker_of(self, piece: Piece, text: str) -> Creature | None:
        """Return whose quoted words a sentence holds: whom the narrator names, or the one person a model's sentence names."""
        if piece.speaker is not None or piece.is_whole_sentence or not QUOTED.search(text):
            return self._after.creatures.get(piece.speaker or "")
        there = self._after.at(self._after.location)
        named = [c for c in there if not c.is_hero and c.name in QUOTED.sub(" ", text)]
        return named[0] if len(named) == 1 else None


def _numbers_in_state(state: State) -> frozenset[int]:
    found: set[int] = set()
    for creature in state.creatures.values():
        found |= _numbers_of(creature)
    texts = [state.adventure.hook, *state.adventure.facts.values()]
    texts += [clue.text for clue in state.clues.values()]
    texts += [stage.text for quest in state.quests.values() for stage in quest.stages]
    for quest in state.quests.values():
        found |= {quest.reward_xp, quest.reward_cp, quest.reward_cp // 10, quest.reward_cp // 100}
    here = state.here
    if here is not None:
        texts += [*here.facts, *(feature.detail for feature in here.features)]
    return frozenset(found.union(*map(numbers.numbers_in, texts)))


def _numbers_of(creature: Creature) -> set[int]:
    found: set[int] = set()
    if creature.is_hero and creature.sheet is not None:
        sheet = creature.sheet
        cp = creature.coins_cp
        found |= {
            creature.hp,
            creature.hp_max,
            creature.temp_hp,
            creature.armor_class,
            sheet.xp,
            sheet.level,
        }
        found |= {cp, cp // 100, cp // 10 % 10, cp % 10}
        found |= {item.quantity for item in creature.items}
        found |= {
            *sheet.slots_left.values(),
            *sheet.slots_max.values(),
            *sheet.resources_left.values(),
        }
    if creature.person is not None:
        found = found.union(*(numbers.numbers_in(topic.answer) for topic in creature.person.topics))
    return found
