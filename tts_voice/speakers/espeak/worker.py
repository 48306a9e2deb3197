"""The program that holds eSpeak NG: JSON lines in on stdin, length-prefixed PCM out on stdout.

It runs alone and imports nothing of the service: eSpeak NG is GPL-3 and stays in this process.
It knows nothing of voices, people or HTTP, only of the library's own parameters. process.py
starts it, feeds it and replaces it.

Answer to each line: two big-endian 32-bit numbers, the sample rate in Hz and the number of bytes,
then that many bytes of 16-bit little-endian mono PCM. Sample rate 0 means that the bytes are a
UTF-8 message saying what went wrong. The first answer comes unasked: ready, with no bytes.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import signal
import struct
import sys
from typing import Any, BinaryIO

# Constants of speak_lib.h, the public header of eSpeak NG.
OUTPUT_SYNCHRONOUS = 2  # samples to the callback, all done when espeak_Synth returns
DO_NOT_EXIT = 0x8000
CHARS_UTF8 = 1
PARAMETERS = {"rate_wpm": 1, "volume": 2, "pitch": 3, "pitch_range": 4, "word_gap": 7}

SynthCallback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Engine:
    """The loaded library and the samples it has handed back so far."""

    def __init__(self, library_path: str, data_path: str) -> None:
        self._library = ctypes.CDLL(library_path)
        self.sample_rate_hz: int = self._library.espeak_Initialize(
            OUTPUT_SYNCHRONOUS, 0, os.fsencode(data_path), DO_NOT_EXIT
        )
        if self.sample_rate_hz <= 0:
            raise RuntimeError(f"eSpeak NG could not read its data in {data_path}")
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self._pcm = bytearray()
        self._callback = SynthCallback(self._take)  # kept: the library holds only the pointer
        self._library.espeak_SetSynthCallback(self._callback)

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        return 0

    def speak(self, request: dict[str, Any]) -> bytes:
        """Return the request's text as 16-bit PCM; ValueError when the voice is not known."""
        voice = str(request["voice"])
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"eSpeak NG has no voice {voice!r}")
        for name, number in PARAMETERS.items():
            if name in request:
                self._library.espeak_SetParameter(number, int(request[name]), 0)
        text = str(request["text"]).encode() + b"\0"
        self._pcm.clear()
        code = self._library.espeak_Synth(text, len(text), 0, 1, 0, CHARS_UTF8, None, None)
        if code != 0:
            raise ValueError(f"eSpeak NG refused the text (code {code})")
        return bytes(self._pcm)


def answer(out: BinaryIO, sample_rate_hz: int, payload: bytes) -> None:
    """Write one length-prefixed answer."""
    out.write(struct.pack(">II", sample_rate_hz, len(payload)) + payload)
    out.flush()


def serve(requests: BinaryIO, out: BinaryIO, engine: Engine) -> None:
    """Answer lines until stdin closes."""
    answer(out, engine.sample_rate_hz, b"")
    for line in requests:
        try:
            pcm = engine.speak(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            answer(out, 0, str(error).encode())
        else:
            answer(out, engine.sample_rate_hz, pcm)


def main() -> None:
    """Serve stdin on stdout; whatever the library itself prints goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the service, which closes stdin
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        loader = importlib.import_module("espeakng_loader")
        engine = Engine(loader.get_library_path(), loader.get_data_path())
    except (ImportError, OSError, RuntimeError) as error:
        answer(out, 0, str(error).encode())
        return
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, out, engine)


if __name__ == "__main__":
    main()
