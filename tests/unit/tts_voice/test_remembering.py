"""A sentence is spoken once for everybody who wants it, within bounds; a failure is not remembered."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tts_voice.errors import SentenceNotSpoken
from tts_voice.speakers.protocol import Speech
from tts_voice.speakers.remembering import RememberingSpeaker
from tts_voice.voices import Voice

NARRATOR = Voice("narrator")
BRAM = Voice("npc", name="Bram")


class CountingSpeaker:
    """Notes what it says; says nothing before it may."""

    name = "counting"
    clones_voices = False

    def __init__(self) -> None:
        self.said: list[tuple[str, str, float]] = []
        self.may_speak = threading.Event()
        self.may_speak.set()
        self.fails = False

    def load(self) -> None: ...

    def close(self) -> None: ...

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        self.said.append((sentence, voice.key, speed))
        self.may_speak.wait(5)
        if self.fails:
            raise SentenceNotSpoken(reason="as told")
        return Speech(b"\0\0" * 50, 8000)


@pytest.fixture
def inner() -> CountingSpeaker:
    return CountingSpeaker()


def test_the_same_sentence_is_spoken_once(inner: CountingSpeaker) -> None:
    speaker = RememberingSpeaker(inner)
    first = speaker.speak("Rain falls.", NARRATOR, 1.0)
    assert speaker.speak("Rain falls.", NARRATOR, 1.0) == first
    assert len(inner.said) == 1


def test_another_voice_or_speed_is_another_sound(inner: CountingSpeaker) -> None:
    speaker = RememberingSpeaker(inner)
    for voice, speed in ((NARRATOR, 1.0), (BRAM, 1.0), (NARRATOR, 1.5)):
        speaker.speak("Rain falls.", voice, speed)
    assert len(inner.said) == 3


def test_those_who_ask_at_the_same_time_share_one_speaking(inner: CountingSpeaker) -> None:
    speaker = RememberingSpeaker(inner)
    inner.may_speak.clear()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(speaker.speak, "Rain falls.", NARRATOR, 1.0) for _ in range(4)]
        inner.may_speak.set()
        sounds = {id(one.result(5)) for one in asked}
    assert len(inner.said) == len(sounds) == 1


def test_what_was_heard_longest_ago_is_forgotten_first(inner: CountingSpeaker) -> None:
    speaker = RememberingSpeaker(inner, memory_bytes=250)
    for sentence in ("a", "b", "a", "c", "a", "b"):
        speaker.speak(sentence, NARRATOR, 1.0)
    assert [sentence for sentence, _, _ in inner.said] == ["a", "b", "c", "b"]


def test_a_failure_is_tried_again(inner: CountingSpeaker) -> None:
    speaker = RememberingSpeaker(inner)
    inner.fails = True
    with pytest.raises(SentenceNotSpoken):
        speaker.speak("Rain falls.", NARRATOR, 1.0)
    inner.fails = False
    assert speaker.speak("Rain falls.", NARRATOR, 1.0).pcm
