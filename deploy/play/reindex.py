"""`make reindex`: the indexes of the memory built anew in the database of `make play`, whether it runs or not.

It finds or starts the database and hands the rest to `db_init.reindex`.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from deploy.play.credentials import load_or_make
from deploy.play.embedded_postgres import ADMIN, DATABASE
from deploy.play.errors import PlayError
from deploy.play.layout import ROOT, Layout
from deploy.play.ports import LOOPBACK
from deploy.play.rules import reachable


def main(arguments: list[str] | None = None) -> int:
    """Build them; exit code 1 comes with the reason."""
    parser = argparse.ArgumentParser(prog="python -m deploy.play.reindex", description=__doc__)
    parser.add_argument("--dimensions", help="for an embedder of another length")
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="the folder of `make play`")
    options = parser.parse_args(arguments)
    layout = Layout(var=options.var.resolve())
    try:
        with reachable(layout) as (port, _password):
            secrets = load_or_make(layout.secrets)
            env = {**os.environ, **secrets, "DB_HOST": LOOPBACK, "DB_PORT": str(port)}
            env |= {"DB_NAME": DATABASE, "DB_USER": ADMIN}
            more = ["--dimensions", options.dimensions] if options.dimensions else []
            command = [sys.executable, "-m", "db_init.reindex", *more]
            return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode  # noqa: S603
    except PlayError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
