"""Voice strings mean one voice each, and bad ones are refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_voice.errors import UnknownVoice
from tts_voice.voices import find_recordings, parse_voice


def test_a_person_is_known_by_name_and_traits() -> None:
    voice = parse_voice("npc:Old  Bram;gender=male;age=old;size=small", {})
    assert (voice.name, voice.gender, voice.age, voice.size) == ("Old Bram", "male", "old", "small")


def test_the_key_of_a_voice_means_the_same_voice() -> None:
    voice = parse_voice("npc: Old  Bram ; size=small;gender=male", {})
    assert parse_voice(voice.key, {}) == voice


def test_spelling_does_not_change_who_it_is() -> None:
    assert parse_voice("npc:old bram", {}).identity == parse_voice("npc:OLD  Bram", {}).identity


@pytest.mark.parametrize(
    "written",
    ["", "npc:", "npc: ", "wizard", "narrator:x", "reference:gone", "npc:A;gender=elf", "npc:A;x",
     "npc:A;", "npc:A\u0000B", "npc:" + "a" * 81, "reference:../../etc/passwd"],
)  # fmt: skip
def test_it_refuses_what_is_no_voice(written: str) -> None:
    with pytest.raises(UnknownVoice):
        parse_voice(written, {})


@given(st.text(max_size=170))
def test_any_string_is_a_voice_or_refused(written: str) -> None:
    for text in (written, f"npc:{written}"):
        try:
            voice = parse_voice(text, {})
        except UnknownVoice:
            continue
        assert parse_voice(voice.key, {}) == voice


def test_recordings_are_found_and_belong_to_their_people(tmp_path: Path) -> None:
    for name in ("Bram.wav", "narrator.flac", "notes.txt", ".hidden.wav"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.wav").mkdir()
    recordings = find_recordings(tmp_path)
    assert list(recordings) == ["Bram", "narrator"]
    assert parse_voice("npc:Bram", recordings).reference == tmp_path / "Bram.wav"
    assert parse_voice("reference:Bram", recordings).key == "reference:Bram"
    assert parse_voice("narrator", recordings).reference == tmp_path / "narrator.flac"


def test_a_missing_folder_has_no_recordings(tmp_path: Path) -> None:
    assert find_recordings(tmp_path / "gone") == {}
