"""The text inside a PNG file, chunk by chunk; the picture is never decoded. Sizes are bounded before anything is unpacked."""

import struct
import zlib
from collections.abc import Iterator

from llm_brain.lore.drafts import MOST_JSON_BYTES
from llm_brain.lore.errors import FileNotUnderstood

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 4096
MOST_TEXT_BYTES = MOST_JSON_BYTES * 4 // 3 + 8
"""A card's JSON, in Base64."""


def is_png(data: bytes) -> bool:
    """Say whether the bytes begin as a PNG file does."""
    return data.startswith(SIGNATURE)


def texts(data: bytes) -> dict[str, bytes]:
    """Return the text chunks by keyword, in small letters; the first of a name counts. Raises FileNotUnderstood."""
    found: dict[str, bytes] = {}
    for kind, body in _chunks(data):
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            keyword, _, rest = body.partition(b"\x00")
            name = keyword[:79].decode("latin-1").lower()
            if name in ("chara", "ccv3") and name not in found:
                found[name] = _text(kind, rest)
    return found


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            return
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise FileNotUnderstood(reason="The picture ends in the middle.")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


def _text(kind: bytes, rest: bytes) -> bytes:
    if kind == b"tEXt":
        return rest[:MOST_TEXT_BYTES]
    if kind == b"zTXt":
        return _unpacked(rest[1:])
    if len(rest) < 2:
        return b""
    is_packed, body = rest[0] == 1, rest[2:]
    for _ in range(2):  # language and translated keyword
        _, _, body = body.partition(b"\x00")
    return _unpacked(body) if is_packed else body[:MOST_TEXT_BYTES]


def _unpacked(packed: bytes) -> bytes:
    """Return what zlib packed, up to the limit. Raises FileNotUnderstood."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MOST_TEXT_BYTES)
    except zlib.error as error:
        raise FileNotUnderstood(reason="The card inside the picture is damaged.") from error
    if unpacker.unconsumed_tail:
        raise FileNotUnderstood(reason="The card inside the picture is too large.")
    return text
