"""A server's key, encrypted for the database (Fernet: AES-128-CBC with HMAC-SHA256).

The key that seals is made from the password of the brain's database role: every brain has that one, and no backup does.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

PURPOSE = b"dungeon master: the key of a language-model server"
KEY_BYTES = 32


class SealBroken(Exception):
    """It was sealed with another secret, or is damaged."""


class Seal:
    """Seals and opens keys with one secret."""

    def __init__(self, secret: SecretStr) -> None:
        made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE)
        self._fernet = Fernet(
            base64.urlsafe_b64encode(made.derive(secret.get_secret_value().encode()))
        )

    def sealed(self, key: SecretStr) -> bytes:
        """Return a key as it may be stored; never twice the same."""
        return self._fernet.encrypt(key.get_secret_value().encode())

    def opened(self, sealed: bytes) -> SecretStr:
        """Return the key again. Raises SealBroken."""
        try:
            return SecretStr(self._fernet.decrypt(sealed).decode())
        except InvalidToken as error:
            raise SealBroken from error
