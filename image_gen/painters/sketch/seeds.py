"""Where the sketch's chance comes from: seeds derived by SHA-256, the same after every restart.

Nothing here depends on the process, its hash seed or a shared random state.
"""

import hashlib
import random

Dice = random.Random


def seed_from(*parts: str | int) -> int:
    """Derive a 63-bit seed from words and numbers."""
    joined = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(joined.encode()).digest()[:8], "big") >> 1


def dice_from(*parts: str | int) -> Dice:
    """Return a private source of chance for these words and numbers."""
    return Dice(seed_from(*parts))
