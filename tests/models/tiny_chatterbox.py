"""A checkpoint of Chatterbox's own classes, made on the spot: fewer layers, random weights. It speaks noise.

Such a checkpoint does not say how large its models are, the package does: whoever loads this one shrinks the package first.
"""

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,!?'-"


def shrink() -> None:
    """Make every model of this process a small one; the classes stay the package's own."""
    from chatterbox.models.s3gen import s3gen
    from chatterbox.models.t3.llama_configs import LLAMA_CONFIGS
    from s3tokenizer.model_v2 import S3TokenizerV2

    LLAMA_CONFIGS["Llama_520M"].update(num_hidden_layers=2, intermediate_size=256)
    LLAMA_CONFIGS["GPT2_medium"].update(n_layer=2, n_inner=256)
    encoder, decoder = s3gen.UpsampleConformerEncoder, s3gen.ConditionalDecoder
    vocoder = s3gen.HiFTGenerator
    s3gen.UpsampleConformerEncoder = lambda **asked: encoder(**{**asked, "num_blocks": 1})
    s3gen.ConditionalDecoder = lambda **asked: decoder(
        **{**asked, "n_blocks": 1, "num_mid_blocks": 1, "channels": [64], "num_heads": 2}
    )
    s3gen.HiFTGenerator = lambda **asked: vocoder(**{**asked, "base_channels": 64})
    S3TokenizerV2.__init__.__defaults__[-1].n_audio_layer = 1


def save_tokenizer(path: Path) -> None:
    words = ["[STOP]", "[UNK]", "[SPACE]", "[PAD]", *LETTERS]
    vocabulary = {word: number for number, word in enumerate(words)}
    vocabulary["[START]"] = 255
    path.write_text(
        json.dumps(
            {
                "version": "1.0",
                "added_tokens": [
                    {
                        "id": vocabulary[word], "content": word, "special": True, "single_word": False,
                        "lstrip": False, "rstrip": False, "normalized": False,
                    }
                    for word in ("[START]", "[STOP]", "[UNK]", "[SPACE]", "[PAD]")
                ],
                "model": {
                    "type": "BPE", "vocab": vocabulary, "merges": [], "unk_token": "[UNK]",
                },
            }
        )
    )  # fmt: skip


def save_voice(path: Path, seconds: float = 5.5, pitch_hz: float = 140) -> Path:
    """Write something that hums like a voice."""
    rate = 24000
    time = np.arange(int(seconds * rate)) / rate
    sound = sum(np.sin(2 * np.pi * pitch_hz * n * time) / n for n in range(1, 12))
    sound *= 0.2 * (1 + 0.5 * np.sin(2 * np.pi * 3 * time))
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes((sound / np.abs(sound).max() * 20000).astype("<i2").tobytes())
    return path


def teach_to_end(t3: Any, after_tokens: int) -> None:
    """Have every sentence end after so many tokens (25 a second): one number of the hidden state is left to say so."""
    import torch

    with torch.no_grad():
        t3.speech_pos_emb.emb.weight[:, 0] = 0
        t3.speech_pos_emb.emb.weight[after_tokens:, 0] = 100
        t3.speech_head.weight[:, 0] = 0
        t3.speech_head.weight[t3.hp.stop_speech_token, 0] = 1


def checkpoint(folder: Path, *, ends_after: int | None = None) -> Path:
    """Save a checkpoint as TTS_MODEL may name it, and return the folder; call `shrink` before.

    With `ends_after` a sentence takes so many tokens, without it the model does not know where one ends.
    """
    import torch
    from chatterbox.models.s3gen import S3Gen
    from chatterbox.models.t3 import T3
    from chatterbox.models.voice_encoder import VoiceEncoder
    from safetensors.torch import save_file

    torch.manual_seed(7)
    folder.mkdir(parents=True, exist_ok=True)
    parts = {"ve": VoiceEncoder(), "t3_cfg": T3(), "s3gen": S3Gen()}
    if ends_after is not None:
        teach_to_end(parts["t3_cfg"], ends_after)
    for name, module in parts.items():
        state = {key: value.contiguous() for key, value in module.state_dict().items()}
        save_file(state, folder / f"{name}.safetensors")
    save_tokenizer(folder / "tokenizer.json")
    return folder
