"""How somebody looks, kept from their first picture: the words and the seed, so that the next picture shows the same face.

One small file a look beside the pictures, named by a digest of the caller's own name for it; the first one written holds.
"""

import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from image_gen.errors import GalleryUnwritable

FOLDER = ".looks"


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for every picture of one person or thing."""

    prompt: str
    seed: int


class Looks:
    def __init__(self, images_dir: Path) -> None:
        self._folder = images_dir / FOLDER

    def find(self, name: str) -> Look | None:
        """Return a kept look, or None; a file that cannot be read counts as none."""
        try:
            kept = json.loads(self._place(name).read_text(encoding="utf-8"))
            return Look(str(kept["prompt"]), int(kept["seed"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, name: str, look: Look) -> Look:
        """Keep a look and return the one that holds, which is a neighbour's if theirs came first; raise GalleryUnwritable."""
        place = self._place(name)
        partial = place.with_name(f".{secrets.token_hex(8)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps({"prompt": look.prompt, "seed": look.seed}), "utf-8")
            if self.find(name) is None:
                place.unlink(missing_ok=True)
                with suppress(FileExistsError):  # a neighbour's came first
                    os.link(partial, place)
        except OSError as error:
            raise GalleryUnwritable(reason=error.strerror or type(error).__name__) from error
        finally:
            with suppress(OSError):
                partial.unlink()
        return self.find(name) or look

    def _place(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"
