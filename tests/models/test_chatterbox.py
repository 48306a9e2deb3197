"""The real classes of chatterbox-tts on a checkpoint made here: fewer layers, random weights."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.models.tiny_chatterbox import LETTERS, checkpoint, save_voice, shrink
from tts_voice.config import Settings
from tts_voice.errors import SentenceNotSpoken, SpeakerNotWanted, SpeakerUnavailable, Stopped
from tts_voice.speakers.chatterbox import loading
from tts_voice.speakers.chatterbox.engine import Engine, Order, Overran, token_cap
from tts_voice.speakers.chatterbox.speaker import ChatterboxSpeaker
from tts_voice.voices import Emotion, Voice

pytestmark = pytest.mark.heavy
torch = pytest.importorskip("torch")
pytest.importorskip("chatterbox")

NARRATOR = Voice("narrator")
HELLO = "The gate opens."


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as TTS_MODEL may name it."""
    shrink()
    torch.set_num_threads(1)  # small models only wait for each other's threads
    return checkpoint(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("voices")
    save_voice(made / "narrator.wav")
    return made


def settings_for(folder: Path, recordings: Path, **changes: Any) -> Settings:
    return Settings(
        **{
            "speaker": "chatterbox",
            "tts_device": "cpu",
            "tts_model": str(folder),
            "tts_cache": folder / "no_cache",
            "reference_voices_path": recordings,
            "sentence_deadline_s": 100,
            **changes,
        }
    )


@pytest.fixture(scope="session")
def engine(folder: Path, recordings: Path) -> Engine:
    return loading.load_engine(settings_for(folder, recordings), print)


@pytest.fixture
def speaker(engine: Engine, folder: Path, recordings: Path) -> Iterator[ChatterboxSpeaker]:
    """A speaker with the one engine of these tests: loading it again takes long."""
    made = ChatterboxSpeaker(settings_for(folder, recordings), lambda _settings, _report: engine)
    made.load()
    yield made
    made.close()


def test_a_sentence_that_never_ends_is_cut_by_the_length_of_its_text(
    speaker: ChatterboxSpeaker, engine: Engine
) -> None:
    speech = speaker.speak("Go.", NARRATOR, 1.0)
    assert speech.speaker == "chatterbox"
    assert speech.sample_rate_hz == 24000
    assert engine.was_capped  # random weights do not know where a sentence ends
    assert 0 < speech.duration_ms < token_cap("Go.") * 40 + 300


def test_what_is_spoken_faster_and_by_a_small_throat_still_carries_the_mark(
    speaker: ChatterboxSpeaker,
) -> None:
    import perth

    voice = Voice("npc", name="Pip", size="small")
    speech = speaker.speak("Go.", voice, 1.5)
    samples = np.frombuffer(speech.pcm, dtype="<i2").astype(np.float32) / 32768
    found = perth.PerthImplicitWatermarker().get_watermark(samples, sample_rate=24000)
    assert float(np.mean(found)) > 0.5


def test_the_conditionals_of_a_voice_are_made_once_until_the_recording_changes(
    engine: Engine, folder: Path, tmp_path: Path
) -> None:
    recording = save_voice(tmp_path / "narrator.wav")
    made: list[Path] = []
    conditionals = engine.conditionals

    class CountingEngine:
        def __getattr__(self, name: str) -> Any:
            return getattr(engine, name)

        def conditionals(self, recording: Path) -> Any:
            made.append(recording)
            return conditionals(recording)

    settings = settings_for(folder, tmp_path)
    speaker = ChatterboxSpeaker(settings, lambda _settings, _report: CountingEngine())  # type: ignore[arg-type, return-value]
    speaker.load()
    for _ in range(2):
        speaker.speak("Go.", NARRATOR, 1.0)
    assert len(made) == 1
    save_voice(recording, seconds=6)
    speaker.speak("Go.", NARRATOR, 1.0)
    assert len(made) == 2


def test_it_stops_in_the_middle_of_a_sentence(speaker: ChatterboxSpeaker, engine: Engine) -> None:
    looks = 0

    def is_over() -> bool:
        nonlocal looks
        looks += 1
        return looks > 12

    with pytest.raises(Stopped):
        speaker.speak_until(HELLO * 10, NARRATOR, 1.0, is_over)
    assert looks == 13  # nobody was asked again: it ended there
    assert speaker.speak("Go.", NARRATOR, 1.0).pcm  # and the next one may speak


def test_closing_ends_what_is_being_spoken(engine: Engine, folder: Path, recordings: Path) -> None:
    speaker = ChatterboxSpeaker(settings_for(folder, recordings), lambda _s, _r: engine)
    speaker.load()
    began, ended = threading.Event(), threading.Event()

    def is_over() -> bool:
        began.set()
        return False

    def speak() -> None:
        with pytest.raises(Stopped):
            speaker.speak_until(HELLO * 10, NARRATOR, 1.0, is_over)
        ended.set()

    thread = threading.Thread(target=speak)
    thread.start()
    assert began.wait(60)
    speaker.close()
    assert ended.wait(60)
    thread.join()
    with pytest.raises(SpeakerUnavailable):
        speaker.speak("Go.", NARRATOR, 1.0)


def test_a_deadline_ends_a_sentence(engine: Engine, recordings: Path) -> None:
    known = engine.conditionals(recordings / "narrator.wav")
    order = Order(HELLO, known, 0.5, 0.5, 0.8, lambda: False, ends_at=engine.clock() + 0.2)
    with pytest.raises(Overran):
        engine.generate(order)


def test_a_full_memory_is_an_error_in_words(engine: Engine, folder: Path, recordings: Path) -> None:
    class FullEngine:
        def __getattr__(self, name: str) -> Any:
            return getattr(engine, name)

        def generate(self, _order: Order) -> Any:
            raise torch.OutOfMemoryError("CUDA out of memory")

    speaker = ChatterboxSpeaker(
        settings_for(folder, recordings),
        lambda _settings, _report: FullEngine(),  # type: ignore[arg-type, return-value]
    )
    speaker.load()
    with pytest.raises(SentenceNotSpoken) as caught:
        speaker.speak("Go.", NARRATOR, 1.0)
    assert "memory" in caught.value.data["reason"]


@pytest.mark.parametrize(
    "emotion", [Emotion(0.25, 0.1, 0.05), Emotion(2.0, 1.0, 2.0)], ids=["least", "most"]
)
def test_every_emotion_within_the_bounds_can_be_spoken(
    speaker: ChatterboxSpeaker, emotion: Emotion
) -> None:
    assert speaker.speak("Go.", Voice("narrator", emotion=emotion), 1.0).pcm


def test_an_unknown_pickle_is_refused_and_a_known_one_is_the_built_in_voice(
    engine: Engine, folder: Path, recordings: Path, tmp_path: Path
) -> None:
    here = tmp_path / "weights"
    here.mkdir()
    for path in folder.iterdir():
        (here / path.name).symlink_to(path)
    engine.conditionals(recordings / "narrator.wav").save(here / "conds.pt")
    nobody = tmp_path / "no_voices"
    with pytest.raises(SpeakerUnavailable) as caught:
        loading.load_engine(settings_for(here, nobody), print)
    digest = hashlib.sha256((here / "conds.pt").read_bytes()).hexdigest()
    assert digest in caught.value.data["reason"]
    (here / "SHA256SUMS").write_text(f"{digest}  conds.pt\n")
    speaker = ChatterboxSpeaker(settings_for(here, nobody), loading.load_engine)
    speaker.load()
    assert speaker.speak("Go.", NARRATOR, 1.0).pcm


def test_without_a_watermarker_nothing_is_loaded() -> None:
    class Perth:
        PerthImplicitWatermarker = None

    with pytest.raises(SpeakerUnavailable) as caught:
        loading.check_watermarker(Perth)
    assert "setuptools<81" in caught.value.data["reason"]


def test_the_installed_watermarker_is_there() -> None:
    loading.check_watermarker(loading.import_library("perth"))


def test_auto_leaves_it_alone_where_there_is_no_gpu(folder: Path, recordings: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    settings = settings_for(folder, recordings, speaker="auto", tts_device="auto")
    with pytest.raises(SpeakerNotWanted):
        loading.load_engine(settings, print)


def test_broken_weights_are_an_error_in_words(
    folder: Path, recordings: Path, tmp_path: Path
) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "ve.safetensors").unlink()
    (tmp_path / "ve.safetensors").write_bytes(b"half a file")
    with pytest.raises(SpeakerUnavailable) as caught:
        loading.load_engine(settings_for(tmp_path, recordings), print)
    assert str(tmp_path) in caught.value.data["reason"]


@pytest.fixture(scope="session")
def turbo_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of the turbo variant."""
    from chatterbox.models.s3gen import S3Gen
    from chatterbox.models.t3 import T3
    from chatterbox.models.t3.modules.t3_config import T3Config
    from safetensors.torch import save_file

    shape = T3Config(text_tokens_dict_size=50276)
    shape.llama_config_name = "GPT2_medium"
    shape.speech_tokens_dict_size = 6563
    shape.input_pos_emb = None
    shape.speech_cond_prompt_len = 375
    shape.use_perceiver_resampler = False
    shape.emotion_adv = False
    made = tmp_path_factory.mktemp("turbo")
    (made / "ve.safetensors").symlink_to(folder / "ve.safetensors")
    parts = {"t3_turbo_v1": T3(shape), "s3gen_meanflow": S3Gen(meanflow=True)}
    for name, module in parts.items():
        state = {key: value.contiguous() for key, value in module.state_dict().items()}
        save_file(state, made / f"{name}.safetensors")
    words = ["<|endoftext|>", "Ġ", *LETTERS]
    (made / "vocab.json").write_text(json.dumps({word: n for n, word in enumerate(words)}))
    (made / "merges.txt").write_text("#version: 0.2\n")
    (made / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "GPT2Tokenizer", "eos_token": "<|endoftext|>"})
    )
    return made


def test_turbo_speaks_within_its_cap_and_stops(turbo_folder: Path, recordings: Path) -> None:
    speaker = ChatterboxSpeaker(settings_for(turbo_folder, recordings), loading.load_engine)
    speaker.load()
    assert speaker.progress.startswith("turbo")
    speech = speaker.speak("Go.", NARRATOR, 1.0)
    assert 0 < speech.duration_ms < token_cap("Go.") * 40 + 600
    looks = iter(range(100))
    with pytest.raises(Stopped):
        speaker.speak_until(HELLO, NARRATOR, 1.0, lambda: next(looks) > 8)
    assert next(looks) < 12


def test_the_service_hands_over_from_espeak_and_streams(
    folder: Path, recordings: Path, tmp_path: Path
) -> None:
    from fastapi.testclient import TestClient

    from tts_voice.app import create_app

    app = create_app(settings_for(folder, recordings, audio_dir=tmp_path))
    with TestClient(app) as client:
        assert app.state.studio.readiness.wait(60)
        assert client.get("/health").status_code == 200
        first = client.post("/narrate", json={"text": "Go."}).json()
        assert first["speaker"] in ("espeak", "chatterbox")
        assert app.state.studio.choice.speaker.wait(200)
        health = client.get("/health").json()
        assert (health["speaker"], health["status"]) == ("chatterbox", "healthy")
        parts = [{"text": "Go."}, {"text": "Ale?", "voice": "npc:Bram;gender=male"}]
        with client.stream("POST", "/narrate/stream", json={"parts": parts}) as answer:
            lines = [line[6:] for line in answer.iter_lines() if line.startswith("data: ")]
    events = [json.loads(line) for line in lines]
    assert [event["type"] for event in events] == ["metadata", "audio"] * 2 + ["done"]
    assert [event.get("speaker") for event in events if event["type"] != "metadata"] == [
        "chatterbox"
    ] * 3
