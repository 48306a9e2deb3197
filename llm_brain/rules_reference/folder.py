"""Rules from files: a folder of 5e-database JSON, or the same folder as a tar stream, for a container that sees no folder.

All or nothing: the first file that is wrong stops the import, with its name and the entry.
"""

import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from llm_brain.rules_reference.errors import NoRulesThere, RulesFileUnreadable
from llm_brain.rules_reference.piece import Piece
from llm_brain.rules_reference.shapes import KINDS, TABLES_ONLY, pieces_of

FILE_NAME = re.compile(r"^5e-SRD-(?P<kind>[A-Za-z-]+)\.json$")
MAX_FILE_BYTES = 32 << 20
MAX_FILES = 200
SOURCE = "5e-database, imported files"


@dataclass(frozen=True)
class Found:
    """What an import holds: the pieces, how many of each kind, and which files say nothing to read."""

    pieces: tuple[Piece, ...]
    by_kind: dict[str, int]
    left_out: tuple[str, ...]


def read_folder(folder: Path) -> Found:
    """Read every known file of a folder. Raises NoRulesThere, RulesFileUnreadable."""
    if not folder.is_dir():
        raise NoRulesThere(where=f"{folder} is no folder, so it")
    return _gathered(_from_folder(folder), str(folder))


def read_tar(stream: IO[bytes]) -> Found:
    """Read every known file of a tar stream; nothing is unpacked. Raises NoRulesThere, RulesFileUnreadable."""
    try:
        with tarfile.open(fileobj=stream, mode="r|*") as archive:
            return _gathered(_from_tar(archive), "The archive")
    except tarfile.TarError as error:
        raise RulesFileUnreadable(file="the archive", reason=str(error)) from error


def _from_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.glob("5e-SRD-*.json"))[:MAX_FILES]:
        try:
            with path.open("rb") as file:
                yield path.name, file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise RulesFileUnreadable(file=path.name, reason=str(error)) from error


def _from_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for number, member in enumerate(archive):
        content = archive.extractfile(member) if member.isfile() else None
        if content is not None and number < 10 * MAX_FILES:
            yield PurePosixPath(member.name).name, content.read(MAX_FILE_BYTES + 1)


def _gathered(files: Iterator[tuple[str, bytes]], where: str) -> Found:
    pieces: dict[str, Piece] = {}
    by_kind: dict[str, int] = {}
    left_out: list[str] = []
    for name, content in files:
        named = FILE_NAME.match(name)
        if named is None:
            continue
        kind = named["kind"].lower()
        if kind not in KINDS:
            left_out.append(name if kind in TABLES_ONLY else f"{name} (unknown)")
            continue
        found = pieces_of(kind, _json(name, content), SOURCE, name)
        pieces |= {piece.key: piece for piece in found}
        by_kind[kind] = len(found)
    if not pieces:
        raise NoRulesThere(where=where)
    return Found(tuple(pieces.values()), by_kind, tuple(left_out))


def _json(name: str, content: bytes) -> object:
    if len(content) > MAX_FILE_BYTES:
        reason = f"it is larger than {MAX_FILE_BYTES >> 20} MiB"
        raise RulesFileUnreadable(file=name, reason=reason)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RulesFileUnreadable(file=name, reason="it is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise RulesFileUnreadable(file=name, reason=f"it is not JSON ({error})") from error
