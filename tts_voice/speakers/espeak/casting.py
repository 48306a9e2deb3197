"""Gives each voice its own sound out of what eSpeak NG offers: variant, accent, pitch, pace.

Deterministic: a person's sound comes from a BLAKE2 digest of the name, never
from Python's own hash(), so it is the same on every machine and after every restart. The
variants were picked out of 70 by how well a speech recogniser understood them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from tts_voice.voices import Voice

T = TypeVar("T")

NORMAL_RATE_WPM = 160
RATE_RANGE_WPM = (80, 420)
PITCH_RANGE = (5, 95)

VARIANTS = {
    "male": ("edward", "Reed", "benjamin", "Hugo", "adam", "m1", "m5", "m7", "max", "klatt4"),
    "female": ("f1", "f2", "f3", "f4", "f5", "aunty"),
}
OLD_VARIANTS = {"male": ("grandpa", "mike2", "m1"), "female": ("aunty", "f1")}
ACCENTS = ("en-us", "en-us", "en-us", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan")

# How large the body sounds: above 1 smaller. Applied to formants and pitch alike.
BODY_BY_SIZE = {
    "tiny": 1.28,
    "small": 1.12,
    "medium": 1.0,
    "large": 0.88,
    "huge": 0.8,
    "gargantuan": 0.74,
}
BODY_BY_AGE = {"child": 1.16, "young": 1.03, "adult": 1.0, "old": 0.99}
PITCH_BY_AGE = {"child": 22, "young": 6, "adult": 0, "old": -6}
PACE_BY_AGE = {"child": 1.08, "young": 1.04, "adult": 1.0, "old": 0.88}


@dataclass(frozen=True, slots=True)
class Cast:
    """One sound: pitch and pitch_range 0 to 99, rate in words a minute, body 0.6 to 1.5."""

    variant: str
    accent: str
    pitch: int
    pitch_range: int
    rate_wpm: int
    body: float

    def request(self, text: str, speed: float) -> dict[str, str | int]:
        """Return the worker's line for one text; speed 0.5 to 2.0."""
        # A body above 1 is played faster afterwards, so it is spoken slower here.
        rate_wpm = round(self.rate_wpm * speed / self.body)
        return {
            "text": text,
            "voice": f"{self.accent}+{self.variant}",
            "rate_wpm": _within(rate_wpm, RATE_RANGE_WPM),
            "volume": 80,
            "pitch": self.pitch,
            "pitch_range": self.pitch_range,
            "word_gap": 1 if speed < 1.2 else 0,
        }


NARRATOR_CAST = Cast("edward2", "en-us", pitch=46, pitch_range=62, rate_wpm=160, body=1.0)


def cast(voice: Voice) -> Cast:
    """Return the sound of a voice; the same voice always gets the same one."""
    if voice.kind == "narrator":
        return NARRATOR_CAST
    draw = Draw(voice.identity)
    gender = voice.gender if voice.gender in VARIANTS else draw.one_of(("male", "female"))
    variants = OLD_VARIANTS[gender] if voice.age == "old" else VARIANTS[gender]
    variant = draw.one_of(variants)
    accent = draw.one_of(ACCENTS)
    pitch = 48 + draw.between(-16, 16) + PITCH_BY_AGE.get(voice.age, 0)
    body = BODY_BY_SIZE.get(voice.size, 1.0) * BODY_BY_AGE.get(voice.age, 1.0)
    return Cast(
        variant=variant,
        accent=accent,
        pitch=_within(pitch, PITCH_RANGE),
        pitch_range=draw.between(45, 75),
        rate_wpm=round((NORMAL_RATE_WPM + draw.between(-14, 14)) * PACE_BY_AGE.get(voice.age, 1.0)),
        body=round(body * (1 + draw.between(-6, 6) / 100), 3),
    )


class Draw:
    """Choices drawn one after another from the digest of a name."""

    def __init__(self, identity: str) -> None:
        self._digest = hashlib.blake2b(identity.encode(), digest_size=64).digest()
        self._position = 0

    def _next(self) -> int:
        drawn = self._digest[self._position : self._position + 4]
        self._position += 4
        return int.from_bytes(drawn, "big")

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self._next() % len(choices)]

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high."""
        return low + self._next() % (high - low + 1)


def _within(value: int, bounds: tuple[int, int]) -> int:
    return max(bounds[0], min(bounds[1], value))
