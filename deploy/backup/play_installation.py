"""The game of `make play`: its embedded database, running or not, and the media in var/."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.backup.archive import MediaFile
from deploy.backup.errors import NotAvailable, WillNotOverwrite
from deploy.backup.postgres_tools import PostgresTools
from deploy.play.credentials import NAMES, load_or_make
from deploy.play.embedded_postgres import ADMIN, DATABASE, EmbeddedPostgres
from deploy.play.errors import AlreadyRunning
from deploy.play.layout import Layout
from deploy.play.ports import LOOPBACK, choose_port
from deploy.play.postgres_home import programs
from deploy.play.single import OnlyOne

DB_PORT = 55_432
PORT_LINE = 3
"""Line of postmaster.pid that holds the port."""


class PlayInstallation:
    """A folder as `make play` keeps it."""

    shape = "play"

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._is_there = (layout.postgres / "data").exists() or layout.secrets.exists()
        self._secrets = load_or_make(layout.secrets) if self._is_there else {}
        self._server: EmbeddedPostgres | None = None
        self._port = 0

    def secret_names(self) -> list[str]:
        """Return the names in var/secrets.env."""
        return sorted(NAMES)

    def versions(self) -> dict[str, str]:
        """Return the version of the database server."""
        return {"postgres": self._tools().ask("postgres", "SHOW server_version")}

    @contextmanager
    def reachable(self) -> Iterator[None]:
        """Use the running database, or start it for as long as it is needed."""
        if not self._is_there:
            raise NotAvailable(
                f"There is no game in {self._layout.var}: start one with `make play`, or name its folder with VAR."
            )
        server = self._made_server()
        try:
            with OnlyOne(self._layout.lock), server:
                self._port = server.port
                yield
        except AlreadyRunning:
            self._port = int((server.data / "postmaster.pid").read_text().splitlines()[PORT_LINE])
            yield

    def revision(self) -> str:
        """Return the newest revision of the schema."""
        return self._tools().revision(DATABASE)

    def dump(self, to: Path) -> None:
        """Write a dump of the game's database."""
        self._tools().dump(DATABASE, to)

    def media(self) -> Iterator[MediaFile]:
        """Yield the pictures and clips of var/."""
        for folder in (self._layout.images, self._layout.audio):
            for path in sorted(folder.glob("[A-Za-z0-9]*")):
                with path.open("rb") as content:
                    yield MediaFile(f"{folder.name}/{path.name}", path.stat().st_size, content)

    def refuse_to_be_overwritten(self) -> None:
        """Raise WillNotOverwrite when the game runs or anybody has played in it."""
        try:
            with OnlyOne(self._layout.lock):
                pass
        except AlreadyRunning as running:
            raise WillNotOverwrite(f"{running}. Stop it with Ctrl-C, then restore.") from None
        if not self._is_there:
            self._secrets = load_or_make(self._layout.secrets)
            self._is_there = True
        with self.reachable():
            tools = self._tools()
            if DATABASE not in tools.databases():
                return
            held = [tools.count(DATABASE, table) for table in ("public.campaigns", "web.users")]
        if any(held):
            raise WillNotOverwrite(
                f"{self._layout.var} holds {held[0]} campaigns and {held[1]} accounts. Move it away "
                "(mv var var.before), or restore into another folder with VAR=…; nothing was changed."
            )

    def put_back(self, dump: Path, media: Iterable[MediaFile]) -> None:
        """Fill the database and the media folders."""
        self._layout.make()
        with self.reachable():
            self._tools().make_anew(DATABASE, self._secrets)
            self._tools().restore(DATABASE, dump)
        for item in media:
            target = self._layout.var / item.name
            with target.with_suffix(".partial").open("wb") as file:
                while chunk := item.content.read(1 << 20):
                    file.write(chunk)
            target.with_suffix(".partial").rename(target)

    def _made_server(self) -> EmbeddedPostgres:
        if self._server is None:
            self._server = EmbeddedPostgres(
                self._layout.postgres,
                admin_password=self._secrets["DB_PASS"],
                wanted_port=choose_port(DB_PORT),
                log_file=self._layout.log("database"),
            )
        return self._server

    def _tools(self) -> PostgresTools:
        folder = programs(self._made_server().run_as)
        address = ["-h", LOOPBACK, "-p", str(self._port), "-U", ADMIN]
        return PostgresTools(
            lambda name: [str(folder / name), *address],
            os.environ | {"PGPASSWORD": self._secrets["DB_PASS"]},
        )
