"""The game of `make up`: the database's container, and the volumes of pictures and clips. Standard library and Docker only."""

import os
import subprocess
import tarfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from subprocess import PIPE

from deploy.backup.archive import MediaFile
from deploy.backup.errors import BackupError, NotAvailable, WillNotOverwrite
from deploy.backup.postgres_tools import PostgresTools
from deploy.play.credentials import NAMES, read_env
from deploy.play.layout import ROOT
from deploy.stack.engine import Compose, find_compose, states
from deploy.stack.errors import StackError

DATABASE_CONTAINER = "dnd_postgres"
PLAYING = ("dnd_llm", "dnd_website", "dnd_artist", "dnd_voice")
HOLDER_OF = {"images": "dnd_artist", "audio": "dnd_voice"}
"""Which container has the volume of a folder at /shared/FOLDER."""
SERVICE_USER = 10_001
DATABASE_PATIENCE_S = 120.0


def is_installed() -> bool:
    """Say whether this machine has the stack's database, running or stopped."""
    return states([DATABASE_CONTAINER])[DATABASE_CONTAINER].status != "absent"


class StackInstallation:
    """The containers of one checkout and its `.env`."""

    shape = "stack"

    def __init__(self) -> None:
        self._settings = {**read_env(ROOT / ".env"), **os.environ}
        if not self._settings.get("DB_PASS"):
            raise NotAvailable(
                "There is no .env with the secrets of a stack here: run `make up` once."
            )
        try:
            self._compose = Compose(find_compose(), ROOT, os.environ)
        except StackError as error:
            raise NotAvailable(str(error)) from error
        self._database = self._settings.get("DB_NAME") or "dungeon_data"

    def secret_names(self) -> list[str]:
        """Return the names of the secrets in `.env`."""
        also = [name for name in ("SERVICE_TOKEN", "HF_TOKEN") if self._settings.get(name)]
        return sorted([*NAMES, *also])

    def versions(self) -> dict[str, str]:
        """Return the version of the database server."""
        return {"postgres": self._tools().ask("postgres", "SHOW server_version")}

    @contextmanager
    def reachable(self) -> Iterator[None]:
        """Use the running database, or start it alone for as long as it is needed."""
        if self._is_healthy():
            yield
            return
        self._run_compose("up", "-d", "database")
        give_up_at = time.monotonic() + DATABASE_PATIENCE_S
        while not self._is_healthy():
            if time.monotonic() > give_up_at:
                raise NotAvailable(
                    f"{DATABASE_CONTAINER} does not become healthy: docker logs {DATABASE_CONTAINER}"
                )
            time.sleep(0.5)
        try:
            yield
        finally:
            self._run_compose("stop", "database")

    def revision(self) -> str:
        """Return the newest revision of the schema."""
        return self._tools().revision(self._database)

    def dump(self, to: Path) -> None:
        """Write a dump of the game's database."""
        self._tools().dump(self._database, to)

    def media(self) -> Iterator[MediaFile]:
        """Yield the pictures and clips of the volumes."""
        self._run_compose("up", "--no-start")
        for folder, container in HOLDER_OF.items():
            with (
                subprocess.Popen(  # noqa: S603
                    ["docker", "cp", f"{container}:/shared/{folder}", "-"],  # noqa: S607
                    stdout=PIPE,
                ) as copying,
                tarfile.open(fileobj=copying.stdout, mode="r|") as tar,
            ):
                for member in tar:
                    content = tar.extractfile(member) if member.isfile() else None
                    name = member.name.rpartition("/")[2]
                    if content is not None and name[:1].isalnum():
                        yield MediaFile(f"{folder}/{name}", member.size, content)

    def refuse_to_be_overwritten(self) -> None:
        """Raise WillNotOverwrite when the stack runs or anybody has played in it."""
        found = states([*PLAYING])
        if running := [name for name in PLAYING if found[name].status == "running"]:
            raise WillNotOverwrite(
                f"{', '.join(running)} run. Stop the stack with `make down`, then restore."
            )
        with self.reachable():
            tools = self._tools()
            if self._database not in tools.databases():
                return
            held = [
                tools.count(self._database, table) for table in ("public.campaigns", "web.users")
            ]
        if any(held):
            raise WillNotOverwrite(
                f"The stack's database holds {held[0]} campaigns and {held[1]} accounts; nothing was changed. "
                "Restore on another machine, or with another COMPOSE_PROJECT_NAME in .env."
            )

    def put_back(self, dump: Path, media: Iterable[MediaFile]) -> None:
        """Fill the database and the volumes."""
        with self.reachable():
            self._tools().make_anew(self._database, self._settings)
            self._tools().restore(self._database, dump)
        self._run_compose("up", "--no-start")
        for folder, files in groupby(media, key=lambda item: item.name.partition("/")[0]):
            self._fill(folder, files)

    def _fill(self, folder: str, files: Iterable[MediaFile]) -> None:
        command = ["docker", "cp", "-", f"{HOLDER_OF[folder]}:/shared/{folder}"]
        with subprocess.Popen(command, stdin=PIPE, stderr=PIPE) as copying:  # noqa: S603
            with tarfile.open(fileobj=copying.stdin, mode="w|") as tar:
                for item in files:
                    info = tarfile.TarInfo(item.name.partition("/")[2])
                    info.size, info.mode = item.size, 0o644
                    info.uid = info.gid = SERVICE_USER
                    tar.addfile(info, item.content)
            _, said = copying.communicate()
        if copying.returncode != 0:
            raise BackupError(
                f"The files of {folder} could not be put back:\n{said.decode(errors='replace')}"
            )

    def _is_healthy(self) -> bool:
        return states([DATABASE_CONTAINER])[DATABASE_CONTAINER].is_healthy

    def _run_compose(self, *arguments: str) -> None:
        if self._compose.start(*arguments, output=subprocess.DEVNULL).wait() != 0:
            raise NotAvailable(
                f"`{self._compose.in_words} {' '.join(arguments)}` failed: run it to see why."
            )

    def _tools(self) -> PostgresTools:
        user = self._settings.get("DB_USER") or "dm_admin"
        inside = ["docker", "exec", "-i", "-e", "PGPASSWORD", DATABASE_CONTAINER]
        return PostgresTools(
            lambda name: [*inside, name, "-U", user, "-h", "127.0.0.1"],
            os.environ | {"PGPASSWORD": self._settings["DB_PASS"]},
        )
