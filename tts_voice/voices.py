"""Who can be asked to speak: the narrator, any person by name, and recorded reference voices.

A voice is written `narrator`, `reference:<file>`, or `npc:<name>` with what is known of the
person behind it: `npc:Old Bram;gender=male;age=old;size=small`. The same words always mean the
same voice. How a voice sounds is each speaker's own matter.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from tts_voice.errors import UnknownVoice

NARRATOR = "narrator"
MAX_VOICE_CHARACTERS = 160
MAX_NAME_CHARACTERS = 80
RECORDINGS = frozenset({".wav", ".flac", ".mp3", ".ogg"})

Gender = Literal["female", "male", "other"]
Age = Literal["child", "young", "adult", "old"]
Size = Literal["tiny", "small", "medium", "large", "huge", "gargantuan"]
TRAITS: dict[str, tuple[str, ...]] = {
    "gender": get_args(Gender),
    "age": get_args(Age),
    "size": get_args(Size),
}


@dataclass(frozen=True, slots=True)
class Emotion:
    """How a line is to be said, for speakers that can: None leaves a number to the speaker."""

    exaggeration: float | None = None
    cfg_weight: float | None = None
    temperature: float | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's voice as the table knows it; reference is a recording to clone, if any."""

    kind: Literal["narrator", "npc", "reference"]
    name: str = ""
    gender: str = ""
    age: str = ""
    size: str = ""
    reference: Path | None = None
    emotion: Emotion = Emotion()

    @property
    def key(self) -> str:
        """Return the voice as it is written on the wire."""
        if self.kind == NARRATOR:
            return NARRATOR
        traits = (("gender", self.gender), ("age", self.age), ("size", self.size))
        return f"{self.kind}:{self.name}" + "".join(f";{t}={v}" for t, v in traits if v)

    @property
    def identity(self) -> str:
        """Return what makes this person this person, whatever the spelling of the name."""
        return f"{self.kind}:{_folded(self.name)}"


def parse_voice(written: str, recordings: dict[str, Path]) -> Voice:
    """Return the voice that is meant; UnknownVoice says what is wrong with it."""
    kind, _, rest = written.strip().partition(":")
    if kind == NARRATOR and not rest:
        return Voice("narrator", reference=recordings.get(NARRATOR))
    if kind == "npc":
        return _person(written, rest, recordings)
    if kind == "reference":
        if rest not in recordings:
            raise UnknownVoice(voice=written, reason="no such recording in REFERENCE_VOICES_PATH")
        return Voice("reference", name=rest, reference=recordings[rest])
    raise UnknownVoice(voice=written, reason="write narrator, npc:<name> or reference:<file>")


def find_recordings(folder: Path) -> dict[str, Path]:
    """Return the recordings in the folder by file stem, sorted; empty when there is no folder."""
    if not folder.is_dir():
        return {}
    found = sorted(folder.iterdir())
    return {
        path.stem: path
        for path in found
        if path.suffix.lower() in RECORDINGS and not path.name.startswith(".") and path.is_file()
    }


def _person(written: str, rest: str, recordings: dict[str, Path]) -> Voice:
    name, *hints = (piece.strip() for piece in rest.split(";"))
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME_CHARACTERS or not name.isprintable():
        reason = f"a person's name has 1 to {MAX_NAME_CHARACTERS} printable characters"
        raise UnknownVoice(voice=written, reason=reason)
    traits: dict[str, str] = {}
    for hint in hints:
        trait, _, value = hint.partition("=")
        if value not in TRAITS.get(trait, ()):
            known = "; ".join(f"{t}={'|'.join(v)}" for t, v in TRAITS.items())
            raise UnknownVoice(voice=written, reason=f"{hint!r} is none of {known}")
        traits[trait] = value
    return Voice(
        "npc",
        name=name,
        gender=traits.get("gender", ""),
        age=traits.get("age", ""),
        size=traits.get("size", ""),
        reference=recordings.get(name),
    )


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
