"""Settings come from the environment, and a secret stays one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from tts_voice.config import Settings


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEAKER", "espeak")
    monkeypatch.setenv("AUDIO_DIR", "elsewhere")
    monkeypatch.setenv("SERVICE_TOKEN", "")
    settings = Settings()
    assert (settings.speaker, settings.audio_dir) == ("espeak", Path("elsewhere"))
    assert settings.service_token is None


def test_an_unknown_speaker_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEAKER", "parrot")
    with pytest.raises(ValidationError):
        Settings()


def test_the_token_can_come_from_a_file_and_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("hush\n")
    monkeypatch.setenv("SERVICE_TOKEN_FILE", str(tmp_path / "token"))
    settings = Settings()
    assert settings.service_token
    assert settings.service_token.get_secret_value() == "hush"
    assert "hush" not in repr(settings)


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
