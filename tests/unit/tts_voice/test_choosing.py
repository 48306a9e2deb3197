"""auto takes the neural speaker when its weights are there and it can be played."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts_voice.config import Settings
from tts_voice.errors import SpeakerNotInstalled
from tts_voice.speakers.choosing import MAKERS, choose_speaker, make_espeak, neural_weights
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.protocol import Speaker


class NamedSpeaker(EspeakSpeaker):
    """Something that is not the embedded speaker."""

    name = "chatterbox"


def make_neural(settings: Settings) -> Speaker:
    made = make_espeak(settings)
    assert isinstance(made, EspeakSpeaker)
    return NamedSpeaker(made.worker)


WITH_NEURAL = {**MAKERS, "chatterbox": make_neural}


def weights_under(folder: Path) -> Path:
    snapshot = folder / "models--ResembleAI--chatterbox" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "t3_cfg.safetensors").write_bytes(b"")
    return snapshot


def test_auto_without_weights_is_espeak(tmp_path: Path) -> None:
    choice = choose_speaker(Settings(speaker="auto", tts_cache=tmp_path), WITH_NEURAL)
    assert choice.speaker.name == "espeak"


def test_auto_with_weights_is_the_neural_one_where_it_is_installed(tmp_path: Path) -> None:
    weights_under(tmp_path / "hub")
    settings = Settings(speaker="auto", tts_cache=tmp_path)
    assert choose_speaker(settings, WITH_NEURAL).speaker.name == "chatterbox"
    assert choose_speaker(settings, {"espeak": make_espeak}).speaker.name == "espeak"


def test_espeak_can_be_asked_for_though_weights_are_there(tmp_path: Path) -> None:
    weights_under(tmp_path)
    choice = choose_speaker(Settings(speaker="espeak", tts_cache=tmp_path), WITH_NEURAL)
    assert choice.speaker.name == "espeak"


def test_asking_for_one_that_is_not_installed_is_an_error() -> None:
    with pytest.raises(SpeakerNotInstalled) as caught:
        choose_speaker(Settings(speaker="chatterbox"), {"espeak": make_espeak})
    assert caught.value.data["speaker"] == "chatterbox"


def test_weights_are_found_in_a_folder_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "t3_cfg.safetensors").write_bytes(b"")
    assert neural_weights(Settings(tts_model=str(tmp_path))) == tmp_path
