"""Gives each voice a recording to be cloned from, and a body: how large the throat sounds.

A recording of one's own comes first, then one of the folder that fits gender and age by the words of
its name, drawn by a digest of the person's name. With no recording there is the model's built-in voice.
The same person always gets the same sound as long as the folder stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tts_voice.speakers.espeak.casting import BODY_BY_AGE, BODY_BY_SIZE, Draw
from tts_voice.voices import NARRATOR, Voice

WORDS = {
    "female": {"female", "woman", "girl", "f"},
    "male": {"male", "man", "boy", "m"},
    "child": {"child", "girl", "boy", "young"},
    "young": {"young", "girl", "boy"},
    "old": {"old", "elder", "grandma", "grandpa"},
}
BODY_RANGE = (0.78, 1.28)
"""Past this a cloned voice no longer sounds like a person."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What a voice is made of: no recording means the built-in voice; body above 1 is smaller."""

    recording: Path | None
    body: float = 1.0


def cast(voice: Voice, recordings: Mapping[str, Path], *, has_built_in: bool) -> Cast | None:
    """Return the sound of a voice, None when there is nothing to make one of."""
    if voice.reference is not None:
        return Cast(voice.reference)
    own = recordings.get(NARRATOR)
    if voice.kind == NARRATOR:
        if has_built_in or not recordings:
            return Cast(None) if has_built_in else None
        return Cast(recordings[min(recordings)])
    draw = Draw(voice.identity)
    others = [recordings[name] for name in _fitting(voice, recordings)]
    if others:
        return Cast(draw.one_of(others), _body(voice, 0))
    if own is None and not has_built_in:
        return None
    drawn = draw.one_of(("-12", "-9", "-6", "7", "10", "14"))  # not the narrator's own throat
    return Cast(None if has_built_in else own, _body(voice, int(drawn)))


def _fitting(voice: Voice, recordings: Mapping[str, Path]) -> list[str]:
    """Return the names of the recordings that fit best by gender, then age; the narrator's never."""
    names = sorted(name for name in recordings if name != NARRATOR)
    best = max((_fit(voice, name) for name in names), default=0)
    return [name for name in names if _fit(voice, name) == best]


def _fit(voice: Voice, name: str) -> int:
    words = set(re.findall(r"[a-z]+", name.lower()))
    other = {"female": "male", "male": "female"}.get(voice.gender, "")
    fit = 2 * bool(words & WORDS.get(voice.gender, set())) + bool(
        words & WORDS.get(voice.age, set())
    )
    return fit - 2 * bool(words & WORDS.get(other, set()))


def _body(voice: Voice, percent: int) -> float:
    body = BODY_BY_SIZE.get(voice.size, 1.0) * BODY_BY_AGE.get(voice.age, 1.0)
    return round(min(max(body * (1 + percent / 100), BODY_RANGE[0]), BODY_RANGE[1]), 3)
