"""The real eSpeak NG, heard through numpy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from tts_voice.errors import SentenceNotSpoken
from tts_voice.speakers.espeak.casting import ACCENTS, OLD_VARIANTS, VARIANTS
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.protocol import Speech
from tts_voice.voices import Voice, parse_voice

NARRATOR = Voice("narrator")
LINE = "The old road winds down into the valley, and nobody has come back."


def samples_of(speech: Speech) -> np.ndarray:
    return np.frombuffer(speech.pcm, dtype="<i2").astype(float) / 32768


def centroid_hz(speech: Speech) -> float:
    samples = samples_of(speech)
    power = np.abs(np.fft.rfft(samples)) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / speech.sample_rate_hz)
    return float((power * frequencies).sum() / power.sum())


def test_a_sentence_is_sound_and_not_silence(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(LINE, NARRATOR, 1.0)
    samples = samples_of(speech)
    assert np.sqrt((samples**2).mean()) > 0.03
    assert np.abs(samples).max() <= 0.9
    assert 2000 < speech.duration_ms < 8000


def test_longer_text_takes_longer(espeak: EspeakSpeaker) -> None:
    durations = [espeak.speak(LINE * n, NARRATOR, 1.0).duration_ms for n in (1, 2, 4)]
    assert all(later > earlier * 1.5 for earlier, later in pairwise(durations))


def test_speed_halves_and_doubles_the_length(espeak: EspeakSpeaker) -> None:
    slow, normal, fast = (espeak.speak(LINE, NARRATOR, s).duration_ms for s in (0.5, 1.0, 2.0))
    assert 1.6 < slow / normal < 2.4
    assert 1.6 < normal / fast < 2.4


def test_it_begins_and_ends_in_silence_so_that_sentences_join(espeak: EspeakSpeaker) -> None:
    samples = samples_of(espeak.speak(LINE, NARRATOR, 1.0))
    assert np.abs(samples[:40]).max() == 0
    assert np.abs(samples[-2000:]).max() == 0


def test_a_person_sounds_the_same_later_and_after_a_restart(
    espeak: EspeakSpeaker,
    make_speaker: Callable[..., EspeakSpeaker],
    pitch_hz: Callable[[Speech], float],
) -> None:
    bram = parse_voice("npc:Bram", {})
    first = espeak.speak(LINE, bram, 1.0)
    espeak.speak(LINE, NARRATOR, 2.0)
    for again in (espeak.speak(LINE, bram, 1.0), make_speaker().speak(LINE, bram, 1.0)):
        # Not byte for byte: eSpeak NG breathes a little differently each time.
        assert again.duration_ms == pytest.approx(first.duration_ms, rel=0.02)
        assert pitch_hz(again) == pytest.approx(pitch_hz(first), rel=0.03)
        assert centroid_hz(again) == pytest.approx(centroid_hz(first), rel=0.05)


def test_women_children_and_giants_differ_in_pitch(
    espeak: EspeakSpeaker, pitch_hz: Callable[[Speech], float]
) -> None:
    def pitch(voice: str) -> float:
        return pitch_hz(espeak.speak(LINE, parse_voice(voice, {}), 1.0))

    man, woman = pitch("npc:Kel;gender=male"), pitch("npc:Kel;gender=female")
    girl = pitch("npc:Kel;gender=female;age=child")
    giant = pitch("npc:Kel;gender=male;size=huge")
    assert giant * 1.1 < man
    assert man * 1.2 < woman
    assert woman * 1.1 < girl


def test_people_differ_audibly_from_each_other(
    espeak: EspeakSpeaker, pitch_hz: Callable[[Speech], float]
) -> None:
    names = ["narrator", "npc:Bram", "npc:Ilse", "npc:Grukk", "npc:Vex", "npc:Moss"]
    heard = [espeak.speak(LINE, parse_voice(name, {}), 1.0) for name in names]
    traits = [(pitch_hz(speech), centroid_hz(speech)) for speech in heard]
    for number, (pitch, centroid) in enumerate(traits):
        for other_pitch, other_centroid in traits[number + 1 :]:
            pitch_apart = abs(np.log2(pitch / other_pitch)) * 12  # semitones
            timbre_apart = abs(np.log2(centroid / other_centroid)) * 12
            assert max(pitch_apart, timbre_apart) > 1.0


def test_every_variant_and_accent_exists_and_is_equally_loud(espeak: EspeakSpeaker) -> None:
    variants = {v for group in (VARIANTS, OLD_VARIANTS) for names in group.values() for v in names}
    for accent in sorted(set(ACCENTS)):
        for variant in sorted(variants):
            request = {"text": "Who goes there?", "voice": f"{accent}+{variant}"}
            pcm, _ = espeak.worker.ask(request)
            assert np.abs(np.frombuffer(pcm, dtype="<i2")).max() > 1000, (accent, variant)


@pytest.mark.parametrize("text", ["<speak>hi</speak>", "[[hEl@U]]", 'a"b\\n', "日本語", "é" * 300])
def test_odd_text_is_spoken_or_refused_and_the_next_sentence_comes(
    espeak: EspeakSpeaker, text: str
) -> None:
    with contextlib.suppress(SentenceNotSpoken):
        espeak.speak(text, NARRATOR, 1.0)
    assert espeak.speak("Still here.", NARRATOR, 1.0).duration_ms > 300
