"""The numbered SQL files, read as they were released. A revision of `migrations/versions/` names the files it applies with
their checksums, so that a file somebody changed afterwards is noticed before it makes two kinds of databases.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from db_init.errors import ReleasedFileChanged

FOLDER = Path(__file__).parent


def apply(connection: Connection, released: Mapping[str, str]) -> None:
    """Run files in the order given, `released` being their names and SHA-256. Raises ReleasedFileChanged."""
    for name, sha256 in released.items():
        content = (FOLDER / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ReleasedFileChanged(name)
        run(connection, content.decode())


def run(connection: Connection, sql: str) -> None:
    """Run plain SQL, several statements if need be."""
    connection.execution_options(no_parameters=True).exec_driver_sql(sql)
