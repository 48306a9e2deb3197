"""The archive: a tar of the database's dump, the media files and, last, a manifest with every file's checksum.

It knows no database and no container; `installation.py` says what it asks of them. A media file is written whole under another
name first by the services, so what is copied while the game runs is whole too.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from deploy.backup.errors import Damaged

DUMP = "database.dump"
MANIFEST = "manifest.json"
FORMAT = 1
MEDIA_NAME = re.compile(r"^(images|audio)/[A-Za-z0-9][A-Za-z0-9._-]*$")
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class MediaFile:
    """A picture or a voice clip: `images/NAME` or `audio/NAME`, its length, and its bytes to be read once."""

    name: str
    size: int
    content: IO[bytes]


@dataclass(frozen=True)
class Manifest:
    """What is in an archive. Secrets are named so that an operator knows what to keep elsewhere; their values are not in it."""

    created_at: str
    shape: str
    revision: str
    versions: dict[str, str]
    secret_names: list[str]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and hash."""
        content = self._inner.read(size)
        self.sha256.update(content)
        return content


def write(target: Path, manifest: Manifest, dump: Path, media: Iterable[MediaFile]) -> Manifest:
    """Write an archive; it has its name only once it is whole. Return the manifest with the checksums."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    files: dict[str, str] = {}
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                with dump.open("rb") as content:
                    files[DUMP] = _add(tar, DUMP, dump.stat().st_size, content)
                for item in media:
                    files[item.name] = _add(tar, item.name, item.size, item.content)
                whole = Manifest(**asdict(manifest) | {"files": files})
                text = json.dumps(asdict(whole), indent=1).encode()
                _add(tar, MANIFEST, len(text), io.BytesIO(text))
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return whole


def _add(tar: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> str:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    hashing = _Hashing(content)
    tar.addfile(info, hashing)
    return hashing.sha256.hexdigest()


def verify(archive: Path) -> Manifest:
    """Read the whole archive and return its manifest. Raises Damaged."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(archive) as tar:
            for member, content in _files(tar):
                if member.name == MANIFEST:
                    manifest = json.load(content)
                else:
                    found[member.name] = _sha256(content)
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Damaged(archive, str(error)) from error
    if manifest is None:
        raise Damaged(archive, "it has no manifest, so it is not whole")
    if manifest.get("format") != FORMAT:
        raise Damaged(
            archive, f"its format is {manifest.get('format')}, this release reads {FORMAT}"
        )
    wanted = manifest["files"]
    if wrong := sorted(n for n in {*wanted, *found} if wanted.get(n) != found.get(n)):
        raise Damaged(
            archive, f"{len(wrong)} files are not what was written, the first is {wrong[0]}"
        )
    if odd := [name for name in wanted if name != DUMP and not MEDIA_NAME.match(name)]:
        raise Damaged(archive, f"{odd[0]!r} is not a name of a media file")
    return Manifest(**manifest)


def extract_dump(archive: Path, to: Path) -> None:
    """Write the database's dump to a file."""
    with tarfile.open(archive) as tar, to.open("wb") as file:
        content = tar.extractfile(DUMP)
        if content is None:
            raise Damaged(archive, "its database is not a file")
        shutil.copyfileobj(content, file, CHUNK_BYTES)


def media_of(archive: Path) -> Iterator[MediaFile]:
    """Yield the media files; each must be read before the next is asked for."""
    with tarfile.open(archive) as tar:
        for member, content in _files(tar):
            if MEDIA_NAME.match(member.name):
                yield MediaFile(member.name, member.size, content)


def _files(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member) if member.isfile() else None
        if content is None:
            raise tarfile.TarError(f"{member.name} is not a file")
        yield member, content


def _sha256(content: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := content.read(CHUNK_BYTES):
        found.update(chunk)
    return found.hexdigest()
