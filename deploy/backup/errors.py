"""What can go wrong with a backup; each message says what to do next.

BackupError
├── NotAvailable      there is nothing to back up, or it cannot be reached
├── Damaged           the archive is not what was written
└── WillNotOverwrite  a game is there, or runs, where the backup should go
"""


class BackupError(Exception):
    """Anything that ends a backup or a restore with a message instead of a traceback."""


class NotAvailable(BackupError):
    """The game to be saved, or a program that does it, cannot be reached."""


class Damaged(BackupError):
    """The archive fails its own checksums, or is none."""

    def __init__(self, archive: object, why: str) -> None:
        super().__init__(
            f"{archive} cannot be restored: {why}. Nothing was changed; take another backup."
        )


class WillNotOverwrite(BackupError):
    """Restoring here would destroy something."""
