"""auto takes the neural speaker where its package is, with the embedded one below it; nothing refuses to start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts_voice.config import Settings
from tts_voice.speakers.choosing import choose_speaker
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.ladder import LadderSpeaker


def test_auto_without_the_package_is_espeak_and_says_what_to_do() -> None:
    choice = choose_speaker(Settings(speaker="auto"), is_installed=lambda: False)
    assert isinstance(choice.speaker, EspeakSpeaker)
    assert "CAST=full" in choice.reason


def test_auto_with_the_package_is_the_ladder() -> None:
    choice = choose_speaker(Settings(speaker="auto"), is_installed=lambda: True)
    assert isinstance(choice.speaker, LadderSpeaker)
    assert choice.speaker.name == "espeak"  # until the neural one has loaded


def test_espeak_can_be_asked_for_though_the_package_is_there() -> None:
    choice = choose_speaker(Settings(speaker="espeak"), is_installed=lambda: True)
    assert isinstance(choice.speaker, EspeakSpeaker)


def test_asking_for_chatterbox_where_it_is_not_installed_starts_all_the_same(
    tmp_path: Path,
) -> None:
    settings = Settings(speaker="chatterbox", tts_cache=tmp_path)
    choice = choose_speaker(settings, is_installed=lambda: False)
    assert isinstance(choice.speaker, LadderSpeaker)


@pytest.mark.parametrize("device", ["gpu", "cuda:x", "CPU", "cuda:0 "])
def test_it_rejects_an_unknown_device(device: str) -> None:
    with pytest.raises(ValueError, match="tts_device"):
        Settings(tts_device=device)
