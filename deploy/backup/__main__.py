"""`make backup` and `make restore FROM=FILE`: a whole game in one file, taken while it runs, put back where there is none."""

import argparse
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup import archive
from deploy.backup.archive import Manifest
from deploy.backup.errors import BackupError, NotAvailable
from deploy.backup.installation import Installation
from deploy.backup.revisions import refuse_a_newer
from deploy.backup.stack_installation import StackInstallation, is_installed
from deploy.play.errors import PlayError
from deploy.play.layout import ROOT, Layout


def save(game: Installation, target: Path) -> Manifest:
    """Write a backup of a game, whether it runs or not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with game.reachable(), tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / archive.DUMP
        game.dump(dump)
        manifest = Manifest(
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            shape=game.shape,
            revision=game.revision(),
            versions=game.versions(),
            secret_names=game.secret_names(),
        )
        return archive.write(target, manifest, dump, game.media())


def restore(game: Installation, source: Path) -> Manifest:
    """Put a backup where no game is. Everything that can be wrong is found before anything is changed."""
    manifest = archive.verify(source)
    refuse_a_newer(manifest.revision)
    game.refuse_to_be_overwritten()
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        dump = Path(folder) / archive.DUMP
        archive.extract_dump(source, dump)
        game.put_back(dump, archive.media_of(source))
    return manifest


def main() -> int:
    """Do what the command line says; exit code 1 comes with the reason."""
    options = _read_options()
    try:
        if options.verb == "verify":
            manifest = archive.verify(options.file)
        elif options.verb == "save":
            game = _installation(options.of or _shape_here(options.var), options.var)
            manifest = save(game, options.file or _new_name())
        else:
            shape = options.of or archive.verify(options.file).shape
            manifest = restore(_installation(shape, options.var), options.file)
    except (BackupError, PlayError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    media = len(manifest.files) - 1
    print(
        f"{options.verb}d" if options.verb == "save" else f"{options.verb}: ok",
        f"· {manifest.shape} of {manifest.created_at}, schema {manifest.revision or 'of the first release'},"
        f" {media} media files",
    )
    if options.verb == "restore":
        print("Start it as always; the secrets of this installation are its own:", end=" ")
        print(", ".join(manifest.secret_names), "were not in the backup.")
    return 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    parser.add_argument("verb", choices=["save", "verify", "restore"])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="the folder of `make play`")
    parser.add_argument("--of", choices=["play", "stack"], help="`make play` or the containers")
    options = parser.parse_args()
    if options.verb != "save" and options.file is None:
        parser.error("name the archive: make restore FROM=backups/….tar")
    return options


def _new_name() -> Path:
    return ROOT / "backups" / f"dungeon-{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}.tar"


def _shape_here(var: Path) -> str:
    """Return what there is to be saved. Raises NotAvailable when that is not plain."""
    has_play = (var / "postgres").exists()
    has_stack = shutil.which("docker") is not None and is_installed()
    if has_play and has_stack:
        raise NotAvailable(
            "Here are a game of `make play` and one in containers. Say which: OF=play or OF=stack."
        )
    return "stack" if has_stack else "play"


def _installation(shape: str, var: Path) -> Installation:
    if shape == "stack":
        return StackInstallation()
    from deploy.backup.play_installation import (
        PlayInstallation,  # needs .venv, the containers do not
    )

    return PlayInstallation(Layout(var=var.resolve()))


if __name__ == "__main__":
    sys.exit(main())
