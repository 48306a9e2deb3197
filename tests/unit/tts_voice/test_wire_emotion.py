"""How a line is to be said: a mood of the scene, numbers before it, each within its bounds."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tts_voice.voices import Emotion
from tts_voice.wire import NarrateIn


def emotions(body: dict[str, Any]) -> list[Emotion]:
    return [emotion for _, _, emotion in NarrateIn.model_validate(body).written_parts()]


def test_without_a_word_it_is_left_to_the_speaker() -> None:
    assert emotions({"text": "Go."}) == [Emotion()]


def test_a_mood_is_numbers_and_a_number_goes_before_it() -> None:
    [fierce] = emotions({"text": "Go!", "emotion": {"mood": "fierce"}})
    [calm] = emotions({"text": "Go.", "emotion": {"mood": "calm"}})
    assert fierce.exaggeration is not None
    assert calm.exaggeration is not None
    assert fierce.exaggeration > calm.exaggeration
    [told] = emotions({"text": "Go!", "emotion": {"mood": "fierce", "exaggeration": 0.3}})
    assert (told.exaggeration, told.cfg_weight) == (0.3, fierce.cfg_weight)


def test_a_part_s_own_emotion_goes_before_the_whole_s() -> None:
    body = {
        "parts": [{"text": "He nods."}, {"text": "Ale?", "emotion": {"temperature": 0.5}}],
        "emotion": {"temperature": 1.5},
    }
    assert [emotion.temperature for emotion in emotions(body)] == [1.5, 0.5]


@pytest.mark.parametrize(
    "emotion",
    [
        {"mood": "bored"}, {"exaggeration": 0.2}, {"exaggeration": 2.1}, {"cfg_weight": 0.0},
        {"cfg_weight": 1.1}, {"temperature": 0.0}, {"temperature": 2.1}, {"volume": 1},
        {"temperature": float("nan")},
    ],
)  # fmt: skip
def test_it_rejects_what_is_out_of_bounds(emotion: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        emotions({"text": "Go.", "emotion": emotion})
