"""Decides who speaks: SPEAKER=auto takes the neural one when its weights are there.

The choice is a value with its reason, shown by /health, decided here and nowhere else. A speaker
is playable when it has a maker in MAKERS; adding one there is all it takes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tts_voice.config import Settings
from tts_voice.errors import SpeakerNotInstalled
from tts_voice.speakers.espeak.process import WorkerProcess
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.protocol import Speaker

logger = logging.getLogger(__name__)

NEURAL = "chatterbox"
EMBEDDED = "espeak"
WEIGHTS_FILE = "t3_cfg.safetensors"

Maker = Callable[[Settings], Speaker]


@dataclass(frozen=True, slots=True)
class Choice:
    """Who speaks and why it is this one."""

    speaker: Speaker
    reason: str


def make_espeak(settings: Settings) -> Speaker:
    """Return the embedded speaker, not yet loaded."""
    return EspeakSpeaker(
        WorkerProcess(deadline_s=settings.sentence_deadline_s, busy_after_s=settings.busy_after_s)
    )


MAKERS: Mapping[str, Maker] = {EMBEDDED: make_espeak}


def choose_speaker(settings: Settings, makers: Mapping[str, Maker] = MAKERS) -> Choice:
    """Return the speaker for these settings; SpeakerNotInstalled when SPEAKER cannot be had."""
    name, reason = _name(settings, makers)
    logger.info("speaker: %s (%s)", name, reason)
    return Choice(makers[name](settings), reason)


def _name(settings: Settings, makers: Mapping[str, Maker]) -> tuple[str, str]:
    if settings.speaker != "auto":
        if settings.speaker not in makers:
            reason = "this installation has no such speaker"
            raise SpeakerNotInstalled(speaker=settings.speaker, reason=reason)
        return settings.speaker, "asked for by SPEAKER"
    weights = neural_weights(settings)
    if weights is None:
        return EMBEDDED, f"no weights of {settings.tts_model} in TTS_CACHE"
    if NEURAL not in makers:
        return EMBEDDED, f"weights are in {weights.name}, but {NEURAL} is not installed"
    return NEURAL, f"weights found in {weights.name}"


def neural_weights(settings: Settings) -> Path | None:
    """Return the folder with the neural speaker's weights, None when they are not there."""
    folder = Path(settings.tts_model)
    if (folder / WEIGHTS_FILE).is_file():
        return folder
    # The layout in which model hubs keep downloads: models--<owner>--<name>/snapshots/<revision>.
    repository = "models--" + settings.tts_model.replace("/", "--")
    for root in (settings.tts_cache, settings.tts_cache / "hub"):
        found = sorted((root / repository / "snapshots").glob(f"*/{WEIGHTS_FILE}"))
        if found:
            return found[-1].parent
    return None
