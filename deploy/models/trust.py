"""The one pickle: Chatterbox's own voice. Fetched like the rest, loaded by the service only when SHA256SUMS names it.

That the checksum is the hub's proves that the file is what the hub has, not that it is harmless; so the line is written
only when a person says so.
"""

from pathlib import Path

SUMS = "SHA256SUMS"


def is_trusted(digest: str, cache: Path) -> bool:
    """Tell whether the operator's list in TTS_CACHE has this checksum."""
    sums = cache / SUMS
    if not sums.is_file():
        return False
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.split()[:1] == [digest] for line in lines)


def trust(name: str, digest: str, cache: Path) -> None:
    """Write the line, as sha256sum writes it, behind those that are there."""
    sums = cache / SUMS
    before = sums.read_text(encoding="utf-8") if sums.is_file() else ""
    gap = "\n" if before and not before.endswith("\n") else ""
    sums.write_text(f"{before}{gap}{digest}  {name}\n", encoding="utf-8")


def advice(name: str, digest: str, cache: Path) -> str:
    """Say what the file is, and how it is allowed."""
    return (
        f"{name}, Chatterbox's built-in voice, is a pickle, which can run code when it is read; it is here, and is not read "
        f"until you allow it:\n    make fetch-models ONLY=chatterbox TRUST=yes\nor add this line to {cache / SUMS}:\n"
        f"    {digest}  {name}\nor do without: a recording named narrator.wav among the reference voices is a voice too."
    )
