"""Dice seeds: 256 secret bits, promised by their SHA-256 before the first roll."""

import hashlib
import secrets


def new_seed() -> bytes:
    """Return 32 random bytes from the operating system."""
    return secrets.token_bytes(32)


def sha256_of(seed: bytes) -> str:
    """Return the hash that promises a seed, in hexadecimal."""
    return hashlib.sha256(seed).hexdigest()
