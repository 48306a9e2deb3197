"""Why is a number what it is? The numbers of a telling traced to their events, a hero's numbers to what changed them.

Everything is read from the ledger: an event in words, the roll that decided it, and the sum. No DC and no foe's hit points.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.rolls import Roll
from llm_brain.ledger.state import State
from llm_brain.store.events import EventRow
from llm_brain.turn.happened import in_words
from llm_brain.turn.numbers import FIELDS, MECHANICAL, NUMBER, value_of, values_of

LEAST_SAID = 3
"""Words below it ("one", "two") claim a number only beside a word of the rules."""
MEANT = (
    (re.compile(r"damage", re.I), ("damage_taken.amount", "damage_taken.rolled", "roll_made")),
    (re.compile(r"temporary", re.I), ("temp_hp_gained", "damage_taken.temp_hp")),
    (re.compile(r"hit points?|hp\b", re.I), ("healed", "damage_taken", "hp_max_changed")),
    (re.compile(r"gold|silver|copper|coins?|[gsc]p\b", re.I), ("coins_changed", "item_traded")),
    (re.compile(r"xp\b|experience", re.I), ("xp_gained",)),
    (re.compile(r"levels?\b", re.I), ("level_gained", "spell_cast")),
    (re.compile(r"slots?\b", re.I), ("spell_slot_spent", "spell_cast")),
    (re.compile(r"minutes?|hours?", re.I), ("time_passed",)),
    (re.compile(r"rounds?\b", re.I), ("turn_began",)),
)
"""What the words after a number say it is: the event types, with a field where it matters, best first."""
LOOKED_AT_CHARS = 30


@dataclass(frozen=True)
class Source:
    """The event a number comes from, in words, with the roll that decided it and the sum."""

    seq: int
    type: str
    words: str
    roll: Roll | None
    sum: str


@dataclass(frozen=True)
class NumberWhy:
    """A number in a telling: where it stands, and its sources, the likeliest first."""

    sentence: int
    start: int
    end: int
    text: str
    value: int
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Change:
    """An event that changed one of a hero's numbers."""

    before: int | None
    after: int | None
    turn_id: int | None
    source: Source


def numbers_of(
    sentences: Sequence[str], ledger: Sequence[EventRow], state: State
) -> list[NumberWhy]:
    """Return the numbers a telling speaks of that are an event's; `ledger` is the turn's."""
    told = list(_said(sentences))
    events = [(row.seq, row.event) for row in ledger]
    found: list[NumberWhy] = []
    for index, start, end, text, value, after in told:
        ranked = sorted(_claims(events, value, after), key=lambda claim: claim[0])
        sources = [source_of(seq, event, events, state) for _, seq, event in ranked]
        if sources:
            found.append(NumberWhy(index, start, end, text, value, tuple(sources)))
    return found


def _said(sentences: Sequence[str]) -> Iterator[tuple[int, int, int, str, int, str]]:
    for index, text in enumerate(sentences):
        for match in NUMBER.finditer(text):
            value = value_of(match.group())
            after = text[match.end() : match.end() + LOOKED_AT_CHARS]
            if value >= LEAST_SAID or MECHANICAL.match(after) or match.group().isdigit():
                yield index, match.start(), match.end(), match.group(), value, after


def _claims(
    events: Sequence[tuple[int, Event]], value: int, after: str
) -> Iterator[tuple[int, int, Event]]:
    """Yield (rank, seq, event) for every event that has the number, 0 being the likeliest rank."""
    first = re.split(r"[.,;:!?]", after)[0]
    meant = next((types for words, types in MEANT if words.search(first)), ())
    for seq, event in events:
        if value not in values_of(event):
            continue
        fields = [name for name in FIELDS if getattr(event, name, None) == value]
        names = [event.type, *(f"{event.type}.{name}" for name in fields)]
        ranks = [meant.index(name) for name in names if name in meant]
        by_field = FIELDS.index(fields[0]) if fields else len(FIELDS)
        later = len(meant) + by_field + (len(FIELDS) if event.type == RollMade.type else 0)
        yield (min(ranks) if ranks else later), seq, event


def source_of(seq: int, event: Event, events: Sequence[tuple[int, Event]], state: State) -> Source:
    """Return an event as a source; `events` are those among which its roll is looked for."""
    roll = _roll_of(event, [other for _, other in events])
    words = in_words([event], state, state)
    said = words[0] if words else event.type.replace("_", " ")
    return Source(seq, event.type, said, roll, sum_of(event, roll))


def _roll_of(event: Event, events: Sequence[Event]) -> Roll | None:
    if isinstance(event, RollMade):
        return event.roll
    wanted = getattr(event, "roll", None)
    rolls = [other.roll for other in events if isinstance(other, RollMade)]
    return next((roll for roll in rolls if wanted is not None and roll.id == wanted), None)


def sum_of(event: Event, roll: Roll | None) -> str:
    """Return how an event's number adds up: dice, named parts, total, and what became of it; empty without a sum."""
    told = []
    if roll is not None:
        dice = " + ".join(f"{die.value} (d{die.sides})" for die in roll.dice if die.kept)
        parts = "".join(
            f" {'+' if p.value >= 0 else '−'} {abs(p.value)} {p.label}" for p in roll.parts
        )
        rest = roll.modifier - sum(part.value for part in roll.parts)
        more = f" {'+' if rest > 0 else '−'} {abs(rest)}" if rest else ""
        told.append(f"{dice}{parts}{more} = {roll.total}")
    rolled, amount = getattr(event, "rolled", None), getattr(event, "amount", None)
    if isinstance(rolled, int) and isinstance(amount, int) and rolled != amount:
        told.append(f"{rolled} becomes {amount}{_because(event)}")
    return "; ".join(told)


def _because(event: Event) -> str:
    modified = getattr(event, "modified", "")
    return {"": "", "half": ", halved by a save"}.get(modified, f" by {modified}")


def _initiative(state: State, ref: str) -> int | None:
    combatant = state.encounter.combatant(ref) if state.encounter else None
    return combatant.initiative if combatant else None


HERO_NUMBERS: dict[str, Callable[[State, str], int | None]] = {
    "hp": lambda state, ref: state.creatures[ref].hp,
    "hp_max": lambda state, ref: state.creatures[ref].hp_max,
    "temp_hp": lambda state, ref: state.creatures[ref].temp_hp,
    "armor_class": lambda state, ref: state.creatures[ref].armor_class,
    "speed_ft": lambda state, ref: state.creatures[ref].speed_ft,
    "proficiency_bonus": lambda state, ref: state.creatures[ref].proficiency_bonus,
    "coins_cp": lambda state, ref: state.creatures[ref].coins_cp,
    "xp": lambda state, ref: sheet.xp if (sheet := state.creatures[ref].sheet) else None,
    "level": lambda state, ref: sheet.level if (sheet := state.creatures[ref].sheet) else None,
    "hit_dice": lambda state, ref: s.hit_dice_left if (s := state.creatures[ref].sheet) else None,
    "initiative": _initiative,
}
"""The numbers on a hero's sheet and in the tracker that can be asked about."""


def changes_of(
    rows: Sequence[EventRow], ref: str, number: str, most: int
) -> tuple[int | None, list[Change], int]:
    """Return a hero's number as it is now, the last `most` events that changed it, newest first, and how many there were
    before those. `rows` is the whole ledger."""
    look = HERO_NUMBERS[number]
    state, before = State(), None
    raw: list[tuple[int | None, int | None, int]] = []
    events = [(row.seq, row.event) for row in rows]
    for place, (_, event) in enumerate(events):
        state = event.apply(state)
        after = look(state, ref) if ref in state.creatures else None
        if after != before:
            raw.append((before, after, place))
        before = after
    found = []
    for was, now, place in reversed(raw[-most:]):
        seq, event = events[place]
        turn_id = rows[place].turn_id
        around = [e for row, e in zip(rows, events, strict=True) if row.turn_id == turn_id]
        source = source_of(seq, event, around, state)
        if number == "initiative" and source.roll is None:
            source = _with_initiative_roll(source, ref, around)
        found.append(Change(was, now, turn_id, source))
    return before, found, len(raw) - len(found)


def _with_initiative_roll(source: Source, ref: str, around: Sequence[tuple[int, Event]]) -> Source:
    """Return the beginning of a fight with the initiative that somebody rolled for it."""
    rolls = [
        event.roll for seq, event in around if isinstance(event, RollMade) and seq < source.seq
    ]
    own = [r for r in rolls if r.roller == ref and r.purpose.lower().startswith("initiative")]
    if not own:
        return source
    return Source(
        source.seq, source.type, source.words, own[-1], sum_of(RollMade(roll=own[-1]), own[-1])
    )
