"""The speech's part of `tests.bench.gpu`: Chatterbox' real-time factor (seconds of work over seconds of sound) through the
speaker's own code, on a checkpoint of the package's own sizes and random weights that ends each sentence in time.
`--tiny` shrinks the package's models first.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.models.tiny_chatterbox import checkpoint, save_voice, shrink
from tts_voice.config import Settings
from tts_voice.errors import VoiceError
from tts_voice.speakers.chatterbox.loading import load_engine
from tts_voice.speakers.chatterbox.speaker import ChatterboxSpeaker
from tts_voice.voices import Voice

SENTENCE = "The gate of the old keep opens slowly, and a cold wind comes up the stairs."
SPEECH_TOKENS = 125
"""25 are a second."""
ROUNDS = 5


def main() -> None:
    import torch

    is_tiny = "--tiny" in sys.argv
    if is_tiny:
        shrink()
    rounds, tokens = (1, 10) if is_tiny else (ROUNDS, SPEECH_TOKENS)
    has_gpu = torch.cuda.is_available()
    print(
        f"{torch.cuda.get_device_name() if has_gpu else 'a processor'}, torch {torch.__version__}"
    )
    with tempfile.TemporaryDirectory() as room:
        folder = checkpoint(Path(room) / "model", ends_after=tokens)
        voices = Path(room) / "voices"
        voices.mkdir()
        save_voice(voices / "narrator.wav")
        settings = Settings(
            speaker="chatterbox", tts_model=str(folder), tts_cache=Path(room) / "cache", reference_voices_path=voices,
            sentence_deadline_s=600,
        )  # fmt: skip
        speaker = ChatterboxSpeaker(settings, load_engine)
        try:
            speaker.load()
            factors = [_factor(speaker) for _ in range(rounds + 1)][1:]
        except VoiceError as error:
            print(f"no speech: {error}")
            return
        finally:
            speaker.close()
    print(
        f"real-time factor: median {statistics.median(factors):.2f}, worst {max(factors):.2f} (under 1 is faster than speech)"
    )


def _factor(speaker: ChatterboxSpeaker) -> float:
    began = time.perf_counter()
    speech = speaker.speak(SENTENCE, Voice("narrator"), 1.0)
    return (time.perf_counter() - began) / (speech.duration_ms / 1000)


if __name__ == "__main__":
    main()
