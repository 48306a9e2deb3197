"""Files that people bring: text is taken, code and orders are not, and what is wrong has a name."""

import copy
import json
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_brain.lore import drafts, files
from llm_brain.lore.errors import FileNotUnderstood
from tests.unit.llm_brain.lore.card_files import CARD, WORLD_INFO, file_of, picture_with


def test_a_lorebook_is_read_with_its_keys_order_and_switches() -> None:
    found = files.read(file_of(WORLD_INFO))
    bell, coin, eel = found.entries
    assert found.name == "The drowned coast"
    assert (bell.keys, bell.secondary_keys, bell.secondary_rule) == (
        ("bell", "belfry"),
        ("tide",),
        "any",
    )
    assert (bell.priority, bell.is_constant, bell.is_enabled) == (120, False, True)
    assert coin.is_constant
    assert not eel.is_enabled
    assert found.problems == []


@pytest.mark.parametrize(
    ("logic", "rule"),
    [(0, "any"), (1, "not_all"), (2, "none"), (3, "all"), (9, "any"), ("x", "any")],
)
def test_the_rule_for_secondary_keys_is_read(logic: Any, rule: str) -> None:
    book = copy.deepcopy(WORLD_INFO)
    book["entries"]["0"]["selectiveLogic"] = logic
    assert files.read(file_of(book)).entries[0].secondary_rule == rule


def test_a_card_becomes_a_person_in_words_alone() -> None:
    found = files.read(file_of(CARD))
    (person,) = found.people
    assert person.name == "Sister Aldith"
    assert person.role == "bell-founder"
    assert person.pronoun == "she"
    assert person.description.startswith("Sister Aldith is a bell-founder")
    assert person.sayings == ("Mind the mould, it is hot.", "I cast what others ring.")
    everything = repr(found)
    assert "dice seed" not in everything
    assert "require(" not in everything
    assert any("system prompt" in problem for problem in found.problems)


def test_the_lorebook_inside_a_card_comes_along() -> None:
    (entry,) = files.read(file_of(CARD)).entries
    assert entry.keys == ("bronze",)
    assert entry.content == "Sister Aldith buys bronze at any price."
    assert entry.priority == 10


def test_a_card_of_the_first_version_is_read() -> None:
    old = {
        "name": "Bo",
        "description": "Bo is a ferryman.",
        "first_mes": "",
        "personality": "",
        "mes_example": "",
    }
    (person,) = files.read(file_of(old)).people
    assert (person.name, person.role) == ("Bo", "ferryman")


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt"])
@pytest.mark.parametrize("keyword", [b"chara", b"ccv3"])
def test_a_card_inside_a_picture_is_read(kind: bytes, keyword: bytes) -> None:
    found = files.read(picture_with(file_of(CARD), keyword, kind))
    assert found.people[0].name == "Sister Aldith"


def test_of_two_cards_in_a_picture_the_newer_version_counts() -> None:
    newer = copy.deepcopy(CARD)
    newer["spec"], newer["data"]["name"] = "chara_card_v3", "The Newer"
    old, new = picture_with(file_of(CARD)), picture_with(file_of(newer), b"ccv3")
    at = old.index(b"IDAT") - 4
    inside = new[new.index(b"tEXt") - 4 : new.index(b"IDAT") - 4]
    assert files.read(old[:at] + inside + old[at:]).people[0].name == "The Newer"


BROKEN = {
    "nothing": b"",
    "no json": b"{",
    "no utf-8": b'{"name": "\xff\xfe"}',
    "a number": b"7",
    "nested": b"[" * 200_000,
    "another json": b'{"hello": 1}',
    "no entries": b'{"entries": {}}',
    "entries of nothing": file_of({"entries": [None, 3, {"content": ""}]}),
    "a picture without a card": picture_with(b"", b"other"),
    "a picture cut short": picture_with(file_of(CARD))[:120],
    "a picture with no json": picture_with(b"not json"),
    "a damaged pack": picture_with(file_of(CARD), kind=b"zTXt").replace(b"\x00\x00x", b"\x00\x00?"),
    "a card without a name": file_of(
        {"spec": "chara_card_v2", "data": {"name": " ", "description": "x"}}
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(FileNotUnderstood) as refused:
        files.read(BROKEN[name])
    assert refused.value.details["reason"]


def test_a_bomb_in_a_picture_is_not_unpacked() -> None:
    bomb = picture_with(b" " * (drafts.MOST_JSON_BYTES * 3), kind=b"zTXt")
    assert len(bomb) < 100_000
    with pytest.raises(FileNotUnderstood, match="too large"):
        files.read(bomb)


def test_too_large_a_file_is_not_parsed() -> None:
    with pytest.raises(FileNotUnderstood, match="too large"):
        files.read(b" " * (drafts.MOST_FILE_BYTES + 1))


def test_every_size_is_bounded_and_what_was_cut_is_named() -> None:
    keys = [f"key {i} " + "x" * 70 for i in range(10)]
    big = {"keys": keys * 3, "content": "word " * 420}
    book = {"entries": [big] + [{"keys": [f"k{i}" for i in range(30)], "content": "x"}] * 700}
    found = files.read(file_of(book))
    assert len(found.entries) == drafts.MOST_ENTRIES
    entry = found.entries[0]
    assert len(entry.content) <= drafts.CONTENT_CHARS
    assert len(entry.keys) <= drafts.MOST_KEYS
    assert all(len(key) <= drafts.KEY_CHARS for key in entry.keys)
    assert 0 < len(found.problems) <= drafts.MOST_PROBLEMS + 1


def test_a_pattern_is_no_key_and_is_named() -> None:
    found = files.read(file_of({"entries": [{"keys": ["/(a+)+$/i", "bell"], "content": "x"}]}))
    assert found.entries[0].keys == ("bell",)
    assert any("pattern" in problem for problem in found.problems)


def test_markup_and_scripts_do_not_come_along() -> None:
    text = "A <b>bold</b> man <script>alert(1)</script><!-- hidden --> says {{random:a,b}} hi {{user}}."
    (entry,) = files.read(file_of({"entries": [{"keys": ["x"], "content": text}]})).entries
    assert entry.content == "A bold man says hi you."


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = ("name", "description", "personality", "first_mes", "mes_example", "character_book", "entries", "key", "keys",
          "content", "order", "constant", "disable", "extensions", "selectiveLogic", "comment")  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), ANY_JSON), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_or_refused(body: dict[str, Any], is_inside: bool) -> None:
    card: Any = {"spec": "chara_card_v3", "data": body} if is_inside else body | {"entries": [body]}
    try:
        found = files.read(json.dumps(card).encode("utf-8", "surrogatepass"))
    except FileNotUnderstood:
        return
    assert found.entries or found.people
    assert not any(c in repr(found.entries) for c in ("\\x00", "\\u202e"))


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_in_a_picture_are_read_or_refused(noise: bytes) -> None:
    data = b"\x89PNG\r\n\x1a\n" + noise + zlib.compress(noise)
    with pytest.raises(FileNotUnderstood):
        files.read(data)
