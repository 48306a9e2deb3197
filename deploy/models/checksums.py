"""What the hub says about a file, and whether a file on this disk is that file.

Large files are listed by their SHA-256, small ones by git's own name for their content (SHA-1 over a header and the bytes).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

CHUNK_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class HubFile:
    """One file of a model: its path, bytes, and its checksums, of which one may be empty."""

    name: str
    size: int
    sha256: str = ""
    git_id: str = ""

    @property
    def id(self) -> str:
        """The name under which the hub's client keeps it."""
        return self.sha256 or self.git_id


def is_as_listed(path: Path, file: HubFile) -> bool:
    """Tell whether a file has the size and checksum that the hub names."""
    if path.stat().st_size != file.size:
        return False
    if file.sha256:
        return _digest(path, hashlib.sha256()) == file.sha256
    header = b"blob %d\0" % file.size
    return _digest(path, hashlib.sha1(header, usedforsecurity=False)) == file.git_id


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    return _digest(path, hashlib.sha256())


def _digest(path: Path, digest: "hashlib._Hash") -> str:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
