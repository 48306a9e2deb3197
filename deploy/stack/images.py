"""The base images, the proxy's among them: here already, pulled, or, where no registry can be reached and it was asked for,
stood in for.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.stack.engine import output_of
from deploy.stack.errors import ImageMissing, StackError
from deploy.stack.waiting import SCALE_OVERLAY

BASES = {
    "PYTHON_IMAGE": "python:3.11-slim-bookworm",
    "POSTGRES_IMAGE": "pgvector/pgvector:pg16",
}
PROXY = {"HAPROXY_IMAGE": "haproxy:3.2"}
STAND_INS = {
    "PYTHON_IMAGE": "dungeon-stand-in/python:bookworm-2",
    "POSTGRES_IMAGE": "dungeon-stand-in/postgres:pg16",
    "HAPROXY_IMAGE": "dungeon-stand-in/haproxy:bookworm",
}
MAKE_STAND_INS = Path(__file__).parent / "stand_ins" / "make.sh"


def ensure_bases(settings: Mapping[str, str]) -> dict[str, str]:
    """See that the base images are here; return settings to keep when stand-ins had to be made.

    Raises ImageMissing unless STAND_INS=1 is among the settings.
    """
    is_scaled = SCALE_OVERLAY in (settings.get("COMPOSE_FILE") or "")
    bases = BASES | (PROXY if is_scaled else {})
    wanted = {name: settings.get(name) or usual for name, usual in bases.items()}
    if all(STAND_INS[name] == image for name, image in wanted.items()):
        _make_stand_ins()
        return {}
    try:
        for image in wanted.values():
            _pull_unless_here(image)
    except ImageMissing as missing:
        if settings.get("STAND_INS") != "1":
            raise
        first_line = str(missing).splitlines()[1].strip()
        print(f"No image registry can be reached ({first_line}).")
        print("Stand-ins take the place of the official base images, as STAND_INS=1 asks for.")
        _make_stand_ins()
        return STAND_INS
    return {}


def _pull_unless_here(image: str) -> None:
    if output_of("docker", "image", "inspect", image)[0] == 0:
        return
    print(f"Pulling {image} ...", flush=True)
    code, said = output_of("docker", "pull", image)
    if code != 0:
        raise ImageMissing(image, said.strip().splitlines()[-1] if said.strip() else "no answer")


def _make_stand_ins() -> None:
    made = subprocess.run([str(MAKE_STAND_INS), *STAND_INS.values()], check=False)  # noqa: S603
    if made.returncode != 0:
        raise StackError("The stand-ins could not be made: see above.")
