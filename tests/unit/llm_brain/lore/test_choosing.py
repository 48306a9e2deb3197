"""What of the lore comes up in a turn, why, and what finds no room."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.lore.choosing import Budget, choose, tokens_of
from llm_brain.store.lore_entries import Entry

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def entry(number: int = 1, **more: Any) -> Entry:
    fields: dict[str, Any] = {
        "id": number, "campaign_id": 1, "kind": "lore", "title": "", "content": f"text {number}", "keys": (),
        "secondary_keys": (), "secondary_rule": "any", "is_constant": False, "by_meaning": False, "is_enabled": True,
        "is_hidden": False, "priority": 100, "turn_number": None, "author": "", "source": "hand", "person": {},
        "ref": None, "created_at": WHEN, "updated_at": WHEN,
    }  # fmt: skip
    return Entry(**fields | more)


@pytest.mark.parametrize(
    ("said", "comes"),
    [("I ring the BELL.", True), ("two bells", True), ("a bellows", False), ("nothing", False)],
)
def test_a_key_is_heard_as_a_word(said: str, comes: bool) -> None:
    assert bool(choose([entry(keys=("bell",))], said, Budget()).lore) == comes


@pytest.mark.parametrize(
    ("rule", "with_one", "with_both", "with_none"),
    [("any", True, True, False), ("all", False, True, False), ("none", False, False, True), ("not_all", True, False, True)],
)  # fmt: skip
def test_secondary_keys_decide_whether_a_key_counts(
    rule: str, with_one: bool, with_both: bool, with_none: bool
) -> None:
    row = entry(keys=("bell",), secondary_keys=("tide", "moon"), secondary_rule=rule)
    for said, comes in (
        ("bell tide", with_one),
        ("bell tide moon", with_both),
        ("bell", with_none),
        ("tide moon", False),
    ):
        assert bool(choose([row], said, Budget()).lore) == comes, said


def test_always_on_and_like_in_meaning_need_no_word() -> None:
    rows = [
        entry(1, is_constant=True),
        entry(2, by_meaning=True, likeness=0.6),
        entry(3, by_meaning=True, likeness=0.1),
    ]
    chosen = choose(rows, "", Budget())
    assert {s.entry_id for s in chosen.sources} == {1, 2}
    assert all(s.why for s in chosen.sources)


def test_a_person_comes_up_by_name() -> None:
    row = entry(kind="person", title="Sister Aldith", content="A founder.")
    assert choose([row], "where is aldith?", Budget()).lore
    assert not choose([row], "where is she?", Budget()).lore


def test_those_always_on_get_room_first_and_then_by_priority() -> None:
    rows = [
        entry(1, keys=("bell",), content="a" * 80, priority=1),
        entry(2, keys=("bell",), content="b" * 80, priority=9),
        entry(3, is_constant=True, content="c" * 80, priority=0),
    ]
    chosen = choose(rows, "bell", Budget(lore=45))
    assert chosen.lore == ("c" * 80, "b" * 80)
    (dropped,) = [s for s in chosen.sources if not s.is_in]
    assert dropped.entry_id == 1
    assert "no room" in dropped.why


def test_a_correction_names_the_turn_it_is_about() -> None:
    chosen = choose(
        [entry(kind="correction", turn_number=7, content="Wen is alive.")], "", Budget()
    )
    assert chosen.corrected_turns == ((7, "Wen is alive."),)
    assert chosen.corrections


kinds = st.sampled_from(["lore", "pin", "correction"])
rows = st.lists(
    st.builds(
        lambda n, kind, size, priority: entry(
            n, kind=kind, content="x" * size, priority=priority, is_constant=True
        ),
        st.integers(1, 99),
        kinds,
        st.integers(1, 900),
        st.integers(-5, 5),
    ),
    max_size=12,
)


@given(rows, st.integers(0, 300))
def test_no_kind_takes_more_than_its_budget(found: list[Entry], room: int) -> None:
    chosen = choose(found, "", Budget(room, room, room, 0))
    for taken in (chosen.lore, chosen.pins, chosen.corrections):
        assert sum(map(tokens_of, taken)) <= room
    assert len(chosen.sources) == len(found)
