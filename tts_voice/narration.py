"""The path of one narration, top to bottom: parts in, sentences of speech out, a file at the end.

A Stage has one speaker and one audio folder and lets a bounded number of narrations on at once.
Every check happens in begin(), so that a stream fails before its first byte or not at all for
reasons the caller could have known. It does not know HTTP or how a sentence is spoken.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tts_voice.audio import StoredAudio, clip_id, joined, new_audio_id, store
from tts_voice.errors import AudioNotStored, Busy, NothingToSay, Stopped
from tts_voice.sentences import cut, split
from tts_voice.speakers.protocol import Interruptible, IsOver, Speaker, Speech
from tts_voice.spoken_form import spoken
from tts_voice.voices import Voice


@dataclass(frozen=True, slots=True)
class Part:
    """Text to be spoken in one voice, as the caller wrote it."""

    text: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: as written for captions, as said for the speaker."""

    written: str
    said: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Script:
    """The lines in order, and whether the text was longer than may be spoken at once."""

    lines: tuple[Line, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line and its sound; number counts from 1."""

    number: int
    line: Line
    speech: Speech


def write_script(parts: Sequence[Part], limit: int) -> Script:
    """Return the lines of up to limit characters of the parts; NothingToSay when there are none."""
    lines: list[Line] = []
    truncated = False
    for part in parts:
        if limit <= 0:
            truncated = True
            break
        kept = cut(part.text, limit)
        for sentence in split(kept.text):
            said = spoken(sentence)
            if said:
                lines.append(Line(sentence, said, part.voice))
        limit -= len(kept.text)
        if kept.truncated:
            truncated = True
            break
    if not lines:
        raise NothingToSay
    return Script(tuple(lines), truncated)


class Narration:
    """One text being spoken; must be closed, which lets the next one on."""

    def __init__(self, script: Script, stage: Stage, speed: float) -> None:
        self.script = script
        self.audio_id = new_audio_id()
        self._stage = stage
        self._speed = speed
        self._spoken: list[SpokenLine] = []
        self._stopped = threading.Event()
        self._closed = threading.Event()

    def sentences(self) -> Iterator[SpokenLine]:
        """Speak one line after another, each when it is asked for; ends early once stopped."""
        for number, line in enumerate(self.script.lines, start=1):
            if self.is_stopped:
                return
            try:
                speech = self._stage.speak(line, self._speed, self._stopped.is_set)
            except Stopped:
                return
            self._spoken.append(SpokenLine(number, line, speech))
            yield self._spoken[-1]

    @property
    def speakers(self) -> str:
        """Return who spoke, in the order in which they were first heard, joined by +."""
        heard = [said.speech.speaker for said in self._spoken]
        return "+".join(dict.fromkeys(name for name in heard if name)) or self._stage.speaker.name

    @property
    def is_stopped(self) -> bool:
        """Whether nobody waits for what is still to be spoken."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Speak no further: the sentence being made ends as soon as the speaker can."""
        self._stopped.set()

    @property
    def speech(self) -> Speech:
        """Return all that has been spoken so far as one."""
        return joined([spoken_line.speech for spoken_line in self._spoken])

    def store(self) -> StoredAudio:
        """Write what has been spoken as one file; AudioNotStored."""
        return store(self._stage.audio_dir, self.audio_id, self.speech)

    def store_clips(self) -> list[tuple[SpokenLine, StoredAudio]]:
        """Write every sentence as a file of its own, in order; AudioNotStored, and then none of this narration is kept."""
        folder = self._stage.audio_dir
        try:
            return [
                (said, store(folder, clip_id(self.audio_id, said.number), said.speech))
                for said in self._spoken
            ]
        except AudioNotStored:
            for kept in folder.glob(f"{self.audio_id}*.wav"):
                kept.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Stop, and let another narration on; twice is once."""
        self.stop()
        if not self._closed.is_set():
            self._closed.set()
            self._stage.leave()


class Stage:
    """Where narrations happen: one speaker, one folder, so many at once."""

    def __init__(
        self, speaker: Speaker, audio_dir: Path, *, max_characters: int, max_narrations: int
    ) -> None:
        self.speaker = speaker
        self.audio_dir = audio_dir
        self._max_characters = max_characters
        self._places = threading.BoundedSemaphore(max_narrations)

    def begin(self, parts: Sequence[Part], speed: float) -> Narration:
        """Return a narration ready to speak; NothingToSay, Busy. Close it in every case."""
        script = write_script(parts, self._max_characters)
        if not self._places.acquire(blocking=False):
            raise Busy(retry_after_s=2)
        return Narration(script, self, speed)

    def speak(self, line: Line, speed: float, is_over: IsOver) -> Speech:
        """Have one line spoken; the speaker's errors, Stopped from one that can be interrupted."""
        if isinstance(self.speaker, Interruptible):
            return self.speaker.speak_until(line.said, line.voice, speed, is_over)
        return self.speaker.speak(line.said, line.voice, speed)

    def leave(self) -> None:
        """Give a place back."""
        self._places.release()
