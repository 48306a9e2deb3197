"""Decides who speaks: SPEAKER=auto takes the neural one on a GPU, with eSpeak NG below it.

The choice is a value with its reason, shown by /health, decided here and nowhere else. Whether the
neural one can really be had is found out while it loads; the embedded one speaks until then.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from dataclasses import dataclass

from tts_voice.config import Settings
from tts_voice.speakers.chatterbox.loading import NOT_INSTALLED, load_engine
from tts_voice.speakers.chatterbox.speaker import ChatterboxSpeaker
from tts_voice.speakers.espeak.process import WorkerProcess
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.ladder import LadderSpeaker
from tts_voice.speakers.protocol import SlowSpeaker, Speaker
from tts_voice.speakers.remembering import RememberingSpeaker

logger = logging.getLogger(__name__)

NeuralMaker = Callable[[Settings], SlowSpeaker]


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


def make_chatterbox(settings: Settings) -> SlowSpeaker:
    """Return the neural speaker, not yet loaded."""
    return ChatterboxSpeaker(settings, load_engine)


def is_installed(package: str = "chatterbox") -> bool:
    """Tell whether a package is there, without importing it."""
    return importlib.util.find_spec(package) is not None


def choose_speaker(
    settings: Settings,
    *,
    neural: NeuralMaker = make_chatterbox,
    is_installed: Callable[[], bool] = is_installed,
) -> Choice:
    """Return the speaker for these settings; nothing is loaded yet."""
    choice = _choice(settings, neural, is_installed)
    logger.info("speaker: %s (%s)", choice.speaker.name, choice.reason)
    return choice


def _choice(settings: Settings, neural: NeuralMaker, is_installed: Callable[[], bool]) -> Choice:
    espeak = make_espeak(settings)
    if settings.speaker == "espeak":
        return Choice(espeak, "asked for by SPEAKER")
    if settings.speaker == "auto" and not is_installed():
        return Choice(espeak, NOT_INSTALLED)
    ladder = LadderSpeaker(neural(settings), RememberingSpeaker(espeak))
    return Choice(ladder, f"SPEAKER={settings.speaker}")
