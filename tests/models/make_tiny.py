"""Makes a tiny checkpoint, in the environment that has its library: `python -m tests.models.make_tiny llama FOLDER`.

Also `diffusion FOLDER` and `chatterbox FOLDER`, the latter with a recording `voices/narrator.wav` in it.
"""

import sys
from pathlib import Path

from tests.models import tiny_chatterbox, tiny_diffusion, tiny_llama

SLOW_LAYERS = 16
"""They change no word; with them a telling takes long enough to be broken off."""


def make(kind: str, folder: Path) -> None:
    """Make one kind of checkpoint in a folder."""
    if kind == "llama":
        tiny_llama.taught(folder, num_hidden_layers=SLOW_LAYERS)
    elif kind == "diffusion":
        tiny_diffusion.save_tiny_model(folder)
    elif kind == "chatterbox":
        tiny_chatterbox.shrink()
        tiny_chatterbox.checkpoint(folder, ends_after=25)
        (folder / "voices").mkdir()
        tiny_chatterbox.save_voice(folder / "voices" / "narrator.wav")
    else:
        raise SystemExit(f"{kind}: llama, diffusion or chatterbox")


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2]))
