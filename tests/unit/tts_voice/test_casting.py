"""Everybody has a sound of their own, today and tomorrow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_voice.speakers.espeak.casting import VARIANTS, Cast, cast
from tts_voice.voices import TRAITS, Voice, parse_voice

NAMES = ["Bram", "Sister Ilse", "Grukk", "Vex", "Old Moss", "Tamsin", "Kel", "Mayor Dunn"]


def test_eight_people_and_the_narrator_have_nine_sounds() -> None:
    sounds = {cast(Voice("npc", name=name)) for name in NAMES} | {cast(Voice("narrator"))}
    assert len(sounds) == 9


def test_few_of_two_hundred_people_share_variant_pitch_and_body() -> None:
    sounds = [cast(Voice("npc", name=f"Person {n}")) for n in range(200)]
    assert len({(s.variant, s.accent, s.pitch, s.body) for s in sounds}) > 190


@pytest.mark.parametrize("seed", ["0", "1"])
def test_a_person_sounds_the_same_in_another_process(seed: str) -> None:
    code = (
        "from tts_voice.speakers.espeak.casting import cast\n"
        "from tts_voice.voices import parse_voice\n"
        "import sys; sys.stdout.write(repr(cast(parse_voice('npc:Bram', {}))))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[3],
    ).stdout  # fmt: skip
    assert told == repr(cast(parse_voice("npc:Bram", {})))


def test_the_sound_of_a_name_is_pinned() -> None:
    # A change here gives every person in every saved campaign another voice.
    assert cast(parse_voice("npc:Bram", {})) == Cast(
        variant="f2",
        accent="en-gb-x-gbclan",
        pitch=43,
        pitch_range=56,
        rate_wpm=151,
        body=1.03,
    )


def test_spelling_does_not_change_the_sound() -> None:
    assert cast(parse_voice("npc:old bram", {})) == cast(parse_voice("npc:Old  Bram", {}))


def test_gender_picks_among_its_own_variants() -> None:
    for name in NAMES:
        for gender in ("male", "female"):
            assert cast(Voice("npc", name=name, gender=gender)).variant in VARIANTS[gender]


def test_a_giant_has_a_larger_body_than_the_same_name_small() -> None:
    bodies = [cast(Voice("npc", name="Bram", size=size)).body for size in TRAITS["size"]]
    assert bodies == sorted(bodies, reverse=True)
    assert len(set(bodies)) == len(bodies)


@given(
    st.text(min_size=1, max_size=80),
    st.sampled_from(["", *TRAITS["gender"]]),
    st.sampled_from(["", *TRAITS["age"]]),
    st.sampled_from(["", *TRAITS["size"]]),
    st.floats(0.5, 2.0),
)
def test_every_request_is_within_what_the_engine_takes(
    name: str, gender: str, age: str, size: str, speed: float
) -> None:
    sound = cast(Voice("npc", name=name, gender=gender, age=age, size=size))
    request = sound.request("text", speed)
    assert 80 <= int(request["rate_wpm"]) <= 420
    assert 5 <= sound.pitch <= 95
    assert 0.6 <= sound.body <= 1.7
