"""Which revisions of the schema this release knows, read off the files' names: a restore needs no Alembic to refuse."""

from pathlib import Path

from deploy.backup.errors import BackupError

VERSIONS = Path(__file__).resolve().parents[2] / "db_init" / "migrations" / "versions"


def known() -> list[str]:
    """Return the revisions of this release, oldest first."""
    return sorted(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def refuse_a_newer(revision: str) -> None:
    """Raise BackupError when a backup has a revision that this release does not know."""
    if revision and revision not in known():
        raise BackupError(
            f"The backup was made by a newer release (its schema is {revision}, this release knows up to "
            f"{known()[-1]}). Restore it with that release."
        )
