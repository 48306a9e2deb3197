"""The folders: how many bytes are here already, whether the rest fits, and whose the files are afterwards."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from deploy.models.checksums import HubFile
from deploy.models.errors import DiskFull

SPARE_BYTES = 500_000_000
"""Left free: a database may live on the same disk."""


def bytes_here(file: HubFile, kept: Path) -> int:
    """Return how much of a file lies in a model's folder of the client, whole or begun."""
    blob = kept / "blobs" / file.id
    for place in (blob, blob.with_name(blob.name + ".incomplete")):
        if file.id and place.is_file():
            return min(place.stat().st_size, file.size)
    return 0


def check_room(missing: Iterable[tuple[Path, int]]) -> None:
    """Check that all that is missing fits, disk by disk. Raises DiskFull."""
    by_disk: dict[int, tuple[Path, int]] = {}
    for folder, size in missing:
        there = _nearest(folder)
        first, before = by_disk.get(there.stat().st_dev, (folder, 0))
        by_disk[there.stat().st_dev] = (first, before + size)
    for folder, size in by_disk.values():
        free = shutil.disk_usage(_nearest(folder)).free
        if size and size + SPARE_BYTES > free:
            raise DiskFull(str(folder), size, free)


def point_main(kept: Path, commit: str) -> None:
    """Note, as the client does, which commit is the current one; the services look there first."""
    note = kept / "refs" / "main"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(commit, encoding="utf-8")


def make_cache(folder: Path) -> None:
    """Make a client's folder, as open and as owned as the one it lies in."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True)
    _be_like(folder, folder.parent)


def hand_over(cache: Path) -> None:
    """Let the owner of the cache, the services' user where `make up` made it, use and fetch into what was fetched."""
    if os.geteuid() == 0 and cache.stat().st_uid != 0:
        for place, folders, files in os.walk(cache):
            for name in (*folders, *files):
                _be_owned_like(Path(place) / name, cache)
    elif (locks := cache / ".locks").is_dir() and locks.stat().st_uid == os.geteuid():
        locks.chmod(cache.stat().st_mode)


def _be_like(folder: Path, other: Path) -> None:
    folder.chmod(other.stat().st_mode)
    if os.geteuid() == 0:
        _be_owned_like(folder, other)


def _be_owned_like(path: Path, other: Path) -> None:
    owner = other.stat()
    os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the closest one above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())
