"""Audio files are whole, readable by others, and never outside their folder."""

from __future__ import annotations

import io
import stat
import wave
from pathlib import Path

import pytest

from tts_voice.audio import clip_id, joined, new_audio_id, store, wav_bytes
from tts_voice.errors import AudioNotStored
from tts_voice.speakers.protocol import Speech

SPEECH = Speech(b"\x01\x00" * 2205, 22050)


def test_wav_bytes_are_a_wav_of_the_same_sound() -> None:
    with wave.open(io.BytesIO(wav_bytes(SPEECH))) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, 22050)
        assert wav.readframes(wav.getnframes()) == SPEECH.pcm
    assert SPEECH.duration_ms == 100


def test_a_stored_file_is_whole_and_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "audio"
    stored = store(folder, new_audio_id(), SPEECH)
    assert [str(path) for path in folder.iterdir()] == [stored.path]
    assert Path(stored.path).read_bytes() == wav_bytes(SPEECH)
    assert stored.url == f"/media/audio/{stored.audio_id}.wav"
    assert stat.S_IMODE(Path(stored.path).stat().st_mode) & 0o400


@pytest.mark.parametrize("audio_id", ["../x", "", "a/b", "a" * 31, "A" * 32, "a" * 32 + "-1\n"])
def test_an_id_cannot_escape_its_folder(tmp_path: Path, audio_id: str) -> None:
    with pytest.raises(ValueError, match="audio id"):
        store(tmp_path, audio_id, SPEECH)
    assert list(tmp_path.iterdir()) == []


def test_a_refusing_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    audio_id = new_audio_id()
    (tmp_path / f"{audio_id}.wav").mkdir()  # os.replace cannot put a file over a folder
    with pytest.raises(AudioNotStored):
        store(tmp_path, audio_id, SPEECH)
    assert [path.name for path in tmp_path.iterdir()] == [f"{audio_id}.wav"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AudioNotStored):
        store(tmp_path / "file" / "audio", new_audio_id(), SPEECH)


def test_joining_keeps_order_and_the_first_one_s_rate() -> None:
    assert joined([Speech(b"ab", 8000), Speech(b"cd", 8000)]) == Speech(b"abcd", 8000)
    half = Speech(b"\x10\x00" * 400, 8000)
    whole = joined([Speech(b"\x10\x00" * 800, 16000), half])
    assert whole == Speech(b"\x10\x00" * 1600, 16000)


def test_clips_are_named_after_their_narration() -> None:
    assert clip_id("f" * 32, 7) == "f" * 32 + "-007"
