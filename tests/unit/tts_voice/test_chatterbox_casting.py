"""Who is cloned from which recording: one's own first, then one that fits, always the same."""

from __future__ import annotations

from pathlib import Path

from tts_voice.speakers.chatterbox.casting import Cast, cast
from tts_voice.voices import Voice

POOL = {name: Path(f"{name}.wav") for name in ("narrator", "old_man", "woman_1", "woman_2")}


def test_a_recording_of_ones_own_comes_first() -> None:
    own = Path("Bram.wav")
    assert cast(Voice("npc", name="Bram", reference=own), POOL, has_built_in=True) == Cast(own)


def test_the_narrator_has_the_built_in_voice_or_the_first_recording() -> None:
    assert cast(Voice("narrator"), {}, has_built_in=True) == Cast(None)
    assert cast(Voice("narrator"), {"b": Path("b"), "a": Path("a")}, has_built_in=False) == Cast(
        Path("a")
    )
    assert cast(Voice("narrator"), {}, has_built_in=False) is None


def test_a_person_gets_a_recording_that_fits_gender_and_age() -> None:
    for name in ("Ilse", "Vex", "Mara", "Oona"):
        found = cast(Voice("npc", name=name, gender="female"), POOL, has_built_in=True)
        assert found
        assert found.recording in (POOL["woman_1"], POOL["woman_2"])
    found = cast(Voice("npc", name="Bram", gender="male", age="old"), POOL, has_built_in=True)
    assert found
    assert found.recording == POOL["old_man"]


def test_the_same_person_always_sounds_the_same() -> None:
    one = cast(Voice("npc", name="Old  Bram"), POOL, has_built_in=True)
    assert one == cast(Voice("npc", name="old bram"), POOL, has_built_in=True)


def test_without_other_recordings_people_have_another_throat_than_the_narrator() -> None:
    alone = {"narrator": POOL["narrator"]}
    found = cast(Voice("npc", name="Vex"), alone, has_built_in=False)
    assert found
    assert found.recording == POOL["narrator"]
    assert found.body != 1.0
    assert cast(Voice("npc", name="Vex"), {}, has_built_in=False) is None


def test_size_is_heard_within_bounds() -> None:
    bodies = [
        cast(Voice("npc", name="X", size=size), POOL, has_built_in=True).body  # type: ignore[union-attr]
        for size in ("tiny", "small", "medium", "large", "gargantuan")
    ]
    assert bodies == sorted(bodies, reverse=True)
    assert 0.78 <= bodies[-1] < bodies[0] <= 1.28
