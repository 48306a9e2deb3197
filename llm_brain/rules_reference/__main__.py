"""`python -m llm_brain.rules_reference FOLDER`: take the 5e-database files of a folder into Postgres.

`-` reads the folder as a tar from standard input, for a container that sees no folder. The database is the one the brain's
settings name; the brain may run meanwhile and answers with the new rules at once.
"""

import argparse
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from pydantic import ValidationError

from llm_brain.config import Settings
from llm_brain.rules_reference.errors import RulesRefused
from llm_brain.rules_reference.folder import SOURCE, Found, read_folder, read_tar
from llm_brain.store import rules_reference as store


def main(arguments: list[str] | None = None) -> int:
    """Import; exit code 1 comes with the reason, and then nothing was changed."""
    parser = argparse.ArgumentParser(
        prog="python -m llm_brain.rules_reference", description=__doc__
    )
    parser.add_argument("folder", help="the folder with 5e-SRD-Spells.json and its like, or -")
    wanted = parser.parse_args(arguments).folder
    try:
        found = read_tar(sys.stdin.buffer) if wanted == "-" else read_folder(Path(wanted))
        done = _stored(found, Settings())
    except RulesRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except ValidationError as error:
        sys.stderr.write(f"The brain's settings are not complete: {error}\n")
        return 1
    except psycopg2.errors.UndefinedColumn:
        sys.stderr.write("The database is of an older release: start the game once, then import.\n")
        return 1
    except psycopg2.Error as error:
        sys.stderr.write(f"The database did not take them: {error}")
        return 1
    sys.stdout.write(_report(found, done))
    return 0


def _stored(found: Found, settings: Settings) -> store.Stored:
    with closing(
        psycopg2.connect(
            host=settings.db_host,
            port=settings.db_port,
            dbname=settings.db_name,
            user=settings.app_db_user,
            password=settings.app_db_pass.get_secret_value(),
            connect_timeout=5,
            application_name="rules import",
        )
    ) as held:
        done = store.replace(held, SOURCE, found.pieces)
        held.commit()
    return done


def _report(found: Found, done: store.Stored) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.by_kind.items()))
    left = (
        f"\nleft out, lists of references only: {', '.join(found.left_out)}"
        if found.left_out
        else ""
    )
    changes = f"{done.added} new, {done.changed} changed, {done.unchanged} as they were, {done.removed} gone"
    return f"{len(found.pieces)} rules: {changes}\n{kinds}{left}\n"


if __name__ == "__main__":
    sys.exit(main())
