"""What saving and putting back ask of an installation: `make play`'s folder, or the containers."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from deploy.backup.archive import MediaFile


class Installation(Protocol):
    """A game somewhere. Every method raises BackupError in words."""

    shape: str

    def secret_names(self) -> list[str]: ...

    def versions(self) -> dict[str, str]: ...

    def reachable(self) -> AbstractContextManager[None]:
        """Have its database answer while the block runs, starting it if it is stopped."""
        ...

    def revision(self) -> str:
        """Return the newest revision of its schema, empty for the first release."""
        ...

    def dump(self, to: Path) -> None:
        """Write one consistent dump of the database, whoever plays meanwhile."""
        ...

    def media(self) -> Iterator[MediaFile]:
        """Yield its media files, each to be read before the next."""
        ...

    def refuse_to_be_overwritten(self) -> None:
        """Raise WillNotOverwrite when the game runs, or anything is in it."""
        ...

    def put_back(self, dump: Path, media: Iterable[MediaFile]) -> None:
        """Make the database and the media files what the backup says."""
        ...
