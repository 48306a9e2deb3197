"""What can go wrong while a database is brought to the newest schema; each message says what to do next."""


class SchemaRefused(Exception):
    """The database and this release's schema do not fit; nothing was changed."""

    code = "schema_refused"


class SettingsMissing(SchemaRefused):
    """A name or a password that has no default was not given."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Set {', '.join(names)} (see .env.example): no password has a default.")


class NewerDatabase(SchemaRefused):
    """The database was made by a release that this one does not know."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This database was made by a newer release ({what}). Run that release, or restore a backup "
            "of this one."
        )


class ReleasedFileChanged(SchemaRefused):
    """A file that databases out there were made with is not what it was."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"db_init/{name} was changed after it had been released. Put it back as it was and write the "
            "change as a new numbered file with a revision of its own."
        )


class StepFailed(SchemaRefused):
    """A file could not be applied."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The schema could not be brought up to date; it is as it was.\n{why}")
