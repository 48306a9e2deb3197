"""Every event that matters is told, in whole sentences, with its own numbers and no secrets."""

import re
from collections.abc import Callable

import pytest

import llm_brain.ledger.events  # noqa: F401  (registers every event type)
from llm_brain.adventure.themes import THEMES
from llm_brain.ledger.event import EVENT_TYPES, Event
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.narrators.storyteller import counting
from llm_brain.narrators.storyteller.storyteller import BOOKKEEPING, TELLS

# Told only together with something else, or only when it is the last of its kind.
QUIET = {"spell_slot_spent", "hit_dice_changed", "item_removed"}
MATTERS = sorted(
    name for name, kind in EVENT_TYPES.items()
    if kind.__module__.startswith("llm_brain.ledger.events") and name not in BOOKKEEPING | QUIET
)  # fmt: skip
SEEDS = range(6)
MakeBrief = Callable[..., Brief]
Tell = Callable[[Brief], list[Piece]]
Examples = dict[str, tuple[Event, ...]]


def allowed_numbers(events: tuple[Event, ...], brief: Brief) -> set[str]:
    """Return every number the events and the adventure's own texts hold, in words and digits."""
    found: set[int] = set()
    raw = " ".join(event.model_dump_json() for event in events)
    found |= {int(n) for n in re.findall(r"\d+", raw)}
    for n in list(found):
        found |= {n // 100, n // 10 % 10, n % 10, n // 60}
    words = {counting.number_word(n) for n in found} | {str(n) for n in found}
    place = brief.after.here
    texts = [brief.after.adventure.hook, *(place.facts if place else ())]
    return words | {w for text in texts for w in re.findall(r"[\w-]+", text.lower())} | {"one"}


NUMBER_WORDS = {counting.number_word(n) for n in range(2, 100)}


def test_every_event_type_is_told_or_named_as_bookkeeping(examples: Examples) -> None:
    handled = {kind.type for kind in TELLS}
    everything = {
        n for n, k in EVENT_TYPES.items() if k.__module__.startswith("llm_brain.ledger.events")
    }
    assert everything <= handled | BOOKKEEPING


@pytest.mark.parametrize("name", MATTERS)
def test_an_event_that_matters_makes_a_sentence_of_its_own(
    name: str, examples: Examples, brief_of: MakeBrief, told: Tell
) -> None:
    bare = told(brief_of())
    pieces = told(brief_of(*examples[name]))
    assert pieces
    assert [p.text for p in pieces] != [p.text for p in bare]


@pytest.mark.parametrize("name", MATTERS)
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_telling_is_whole_sentences_without_secrets_or_foreign_numbers(
    name: str, theme: str, examples: Examples, brief_of: MakeBrief, told: Tell
) -> None:
    for seed in SEEDS:
        brief = brief_of(*examples[name], theme=theme, seed=seed)
        allowed = allowed_numbers(examples[name], brief)
        for piece in told(brief):
            text = piece.text
            assert piece.is_whole_sentence
            assert re.search(r"[.!?…]”?$", text), text
            assert text.lstrip("“‘")[:1].isupper() or text.lstrip("“‘")[:1].isdigit(), text
            assert not re.search(r"\b[cn]\d+\b|\bDC\b|_|[{}<>|]|\b(?:exit|feature|item):", text), (
                text
            )
            assert not re.search(r"\ba [aeiou]|\ban [bcdfgjklmnpqrstvwxyz]", text.lower()), text
            assert not re.search(r"\b(\w+) \1\b", text.lower().replace("that that", "")), text
            said = set(re.findall(r"[a-z]+(?:-[a-z]+)?|\d+", text.lower()))
            foreign = {w for w in said if w in NUMBER_WORDS or w.isdigit()} - allowed
            assert not foreign, (foreign, text)


@pytest.mark.parametrize("name", MATTERS)
def test_the_same_brief_is_told_in_the_same_words(
    name: str, examples: Examples, brief_of: MakeBrief, told: Tell
) -> None:
    brief = brief_of(*examples[name])
    assert told(brief) == told(brief)


@pytest.mark.parametrize("name", MATTERS)
def test_telling_it_again_uses_other_words(
    name: str, examples: Examples, brief_of: MakeBrief, told: Tell
) -> None:
    first = " ".join(p.text for p in told(brief_of(*examples[name])))
    again = " ".join(p.text for p in told(brief_of(*examples[name], telling=1)))
    assert first != again


@pytest.mark.parametrize("name", sorted(BOOKKEEPING))
def test_bookkeeping_is_not_told(
    name: str, examples: Examples, brief_of: MakeBrief, told: Tell
) -> None:
    assert [p.text for p in told(brief_of(*examples[name]))] == [p.text for p in told(brief_of())]
