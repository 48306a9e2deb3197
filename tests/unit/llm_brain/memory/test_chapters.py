"""Chapters made from events: exact, weighed, within their room."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from llm_brain.ledger.events.fights import EncounterEnded
from llm_brain.ledger.events.people import PersonAsked, PersonMet
from llm_brain.ledger.events.world import LocationEntered, QuestEnded
from llm_brain.ledger.world import Encounter
from llm_brain.memory.chapters import (
    CHAPTER_TURNS,
    MAJOR,
    MINOR,
    chapters_due,
    facts_of,
    in_brief,
    text_of,
    without,
)
from llm_brain.memory.layers import layers
from llm_brain.store.story_segments import Segment
from llm_brain.store.summaries import Summary
from llm_brain.turn.chapter_words import acceptable
from tests.unit.llm_brain.turn.test_prompt import STATE

FIGHT = Encounter(key="nave", name="the drowned in the nave", is_climax=True)
WORLD = STATE.model_copy(update={"encounters": {"nave": FIGHT}})


def scene(number: int, first: int, last: int) -> Segment:
    return Segment(id=number, kind="scene", first_turn=first, last_turn=last, content=f"s{number}")


def summary(
    kind: str, number: int, turns: tuple[int, int], content: str, covers: tuple[int, ...]
) -> Summary:
    facts = ((MAJOR, content),)
    return Summary(number, kind, number, *turns, "Title", content, facts, covers, "storyteller", False, False)  # fmt: skip


def test_facts_say_what_happened_and_no_more() -> None:
    events = [
        LocationEntered(location="nave", name="the lower nave", is_first=True),
        PersonMet(ref="n1"),
        PersonMet(ref="n1"),
        PersonAsked(ref="n1", by="c1", said="secret?", manner="refuses"),
        EncounterEnded(key="nave", outcome="won"),
        QuestEnded(
            key="bell", title="The Drowned Bell", status="completed", outcome="The tides are quiet."
        ),
    ]
    told = [text for _, text in facts_of(events, WORLD)]
    assert told == [
        "They went to the lower nave.",
        "They met Old Wen, fisher.",
        "They won the fight: the drowned in the nave.",
        "“The Drowned Bell” was completed. The tides are quiet.",
    ]
    assert "rings the bell herself" not in " ".join(told)


def test_what_does_not_fit_is_the_least_of_it() -> None:
    facts = [(MINOR, "a" * 40), (MAJOR, "b" * 40), (MINOR, "c" * 40)]
    assert text_of(facts, 85) == "b" * 40 + " " + "c" * 40


def test_unwanted_matters_are_left_out() -> None:
    facts = [(MAJOR, "Spiders came."), (MAJOR, "Rain came.")]
    assert without(facts, ["spider", " "]) == [(MAJOR, "Rain came.")]


@given(st.lists(st.integers(1, 9), max_size=30))
def test_chapters_cover_every_scene_once_and_in_order(lengths: list[int]) -> None:
    scenes, last = [], 0
    for number, length in enumerate(lengths):
        scenes.append(scene(number, last + 1, last + length))
        last += length
    due = chapters_due(scenes, 0)
    covered = [s.id for chapter in due for s in chapter]
    assert covered == list(range(len(covered)))
    ends = [0, *(chapter[-1].last_turn for chapter in due)]
    assert all(b - a >= CHAPTER_TURNS for a, b in pairwise(ends))
    assert last - ends[-1] < CHAPTER_TURNS


@given(
    st.lists(st.tuples(st.integers(1, 3), st.text("ab ", min_size=1, max_size=60)), max_size=12),
    st.integers(0, 200),
)
def test_a_brief_keeps_order_and_room(facts: list[tuple[int, str]], room: int) -> None:
    kept = in_brief(facts, room)
    assert sum(len(text) + 1 for _, text in kept) <= room
    places = iter(facts)
    assert all(any(fact is other for other in places) for fact in kept)


def test_the_layer_that_fits_is_told_the_nearest_first() -> None:
    found = [
        summary("campaign", 0, (1, 24), "c" * 200, (1, 2)),
        summary("chapter", 1, (1, 12), "a" * 200, ()),
        summary("chapter", 2, (13, 24), "b" * 200, ()),
    ]
    scenes = [scene(9, 25, 26)]
    lines, sources = layers(found, scenes, 60)
    assert [line[-1] for line in lines] == ["b", "9"]
    assert [s.is_in for s in sources] == [True, False, False]
    lines, _ = layers(found, scenes, 500)
    assert [line[-1] for line in lines] == [
        "a",
        "b",
        "9",
    ]  # all chapters: the campaign says nothing more


def test_a_scene_carries_what_was_set_right_about_it() -> None:
    lines, _ = layers([], [scene(1, 3, 5)], 100, ((4, "Wen lives."), (9, "no")))
    assert lines == ("s1 (In truth: Wen lives.)",)


def test_a_models_words_are_held_to_the_facts() -> None:
    chapter = summary(
        "chapter", 1, (1, 12), "They met Old Wen at the lower nave and won 2 fights.", ()
    )
    good = "They met Old Wen in the lower nave. There they won 2 fights and went on. And then"
    assert (
        acceptable(good, chapter)
        == "They met Old Wen in the lower nave. There they won 2 fights and went on."
    )
    for bad in (
        "They met Old Wen and then Gandalf came along to help.",
        "They met Old Wen and they won 17 fights in the lower nave.",
        "<|eot_id|> They met Old Wen in the lower nave and all was well.",
        '{"chapter": "They met Old Wen in the lower nave and all was well."}',
        "Too short.",
        "no end at all but many words about Old Wen in the nave",
    ):
        assert acceptable(bad, chapter) == "", bad
