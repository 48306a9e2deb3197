"""The folder of finished pictures: names that cannot leave it, files that are whole or absent.

Knows nothing of painters or HTTP. A picture is written beside its place under a hidden name,
flushed to the disk and renamed: a crash in between leaves no half picture under a real name.
"""

import math
import os
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from image_gen.errors import GalleryUnwritable, PictureNotFound

_IMAGE_ID = re.compile(r"[0-9a-f]{32}")
_FORMATS = ("webp", "png")
_PARTIAL_PREFIX = ".partial-"


@dataclass(frozen=True, slots=True)
class Hung:
    """A picture that hangs in the gallery."""

    image_id: str
    path: Path
    url: str


class Gallery:
    def __init__(self, folder: Path, *, url_prefix: str) -> None:
        self._folder = folder
        self._url_prefix = url_prefix.rstrip("/")

    def hang(self, image: bytes, *, image_format: str) -> Hung:
        """Write a picture whole and return where it hangs; raise GalleryUnwritable."""
        image_id = secrets.token_hex(16)
        path = self._folder.absolute() / f"{image_id}.{image_format}"
        partial = path.with_name(f"{_PARTIAL_PREFIX}{path.name}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_flushed(partial, image)
            partial.replace(path)
            _flush_folder(path.parent)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise GalleryUnwritable(reason=error.strerror or type(error).__name__) from error
        return Hung(image_id, path, f"{self._url_prefix}/{path.name}")

    def find(self, image_id: str) -> Path:
        """Return the file of a picture; raise PictureNotFound for any name that is none."""
        if _IMAGE_ID.fullmatch(image_id):
            for image_format in _FORMATS:
                path = self._folder.absolute() / f"{image_id}.{image_format}"
                if path.is_file() and not path.is_symlink():
                    return path
        raise PictureNotFound(image_id=image_id[:64])

    def sweep(self, *, older_than_s: float = 600.0) -> int:
        """Remove what a crash left half written, not what a neighbour writes; return how many."""
        oldest = time.time() - older_than_s
        partials = self._folder.glob(f"{_PARTIAL_PREFIX}*")
        leftovers = [path for path in partials if path.stat().st_mtime < oldest]
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)

    @property
    def is_writable(self) -> bool:
        """Tell whether a picture could be written now."""
        return self._folder.is_dir() and os.access(self._folder, os.W_OK)


def _write_flushed(path: Path, content: bytes) -> None:
    """Write a new file and wait until the disk has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def free_bytes(folder: Path) -> float:
    """Return the room left on a folder's disk; not a number while there is no such folder."""
    try:
        return float(shutil.disk_usage(folder).free)
    except OSError:
        return math.nan
