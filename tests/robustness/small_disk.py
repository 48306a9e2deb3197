"""A real disk of a few MiB (a tmpfs), which can be filled to its last byte and be given room again. Needs root."""

import errno
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

MIB = 2**20
BALLAST = "ballast"


class SmallDisk:
    """Mounted on a folder of its own that every user can enter; skips the test where nothing can be mounted."""

    def __init__(self, mib: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dnd-small-disk-"))
        self.folder.chmod(0o755)
        size = f"size={mib}m,mode=0755"
        try:
            command = ["mount", "-t", "tmpfs", "-o", size, "dnd-small-disk", str(self.folder)]
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.folder.rmdir()
            why = getattr(error, "stderr", "") or error
            pytest.skip(f"no small disk can be mounted (that needs root): {why}")

    @property
    def free_bytes(self) -> int:
        return shutil.disk_usage(self.folder).free

    def fill(self, but_bytes: int = 0) -> None:
        """Take what is left, to the last byte or but so many."""
        with (self.folder / BALLAST).open("ab", buffering=0) as ballast:
            if but_bytes:
                os.posix_fallocate(ballast.fileno(), 0, self.free_bytes - but_bytes)
                return
            while True:
                try:
                    ballast.write(bytes(min(max(self.free_bytes, 1), 2**22)))
                except OSError as error:
                    if error.errno == errno.ENOSPC:
                        return
                    raise

    def make_room(self) -> None:
        """Give all of it back."""
        (self.folder / BALLAST).unlink(missing_ok=True)

    def files(self) -> list[Path]:
        """Return what others have put here, half files too."""
        every = (Path(at, name) for at, _, names in os.walk(self.folder) for name in names)
        return [path for path in every if path.name != BALLAST]

    def unmount(self) -> None:
        """End it, even under somebody who still uses it."""
        for how in ([], ["--lazy"]):
            command = ["umount", *how, str(self.folder)]
            if subprocess.run(command, check=False, capture_output=True).returncode == 0:
                break
        self.folder.rmdir()
