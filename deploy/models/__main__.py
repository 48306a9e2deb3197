"""`make fetch-models`: read the settings, fetch what they ask for, say where it lies and what could not be had.

Runs in an environment of its own, which deploy/models/prepare.sh makes.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.models.errors import NotWritable
from deploy.models.fetching import fetch_all
from deploy.models.hub import ModelHub
from deploy.models.places import make_cache
from deploy.models.progress import Progress
from deploy.models.wishes import PARTS, Wish, Wishes, mounted, wishes
from deploy.play.credentials import read_env
from deploy.play.layout import ROOT
from deploy.stack.__main__ import make_model_folders
from deploy.stack.engine import output_of


def main() -> int:
    """Fetch; exit code 1 says that something could not be had."""
    options = _read_options()
    settings = read_settings()
    wanted = wishes(settings, ROOT, only=options.only, has_gpu=_has_gpu())
    for line in wanted.left_out:
        say(f"Not fetched: {line}")
    try:
        return _fetch(settings, wanted, is_trusting=options.trust)
    except KeyboardInterrupt:
        say("\nStopped. Run it again and it goes on from here.")
        return 130


def read_settings() -> dict[str, str]:
    """Return .env, and over it the environment, as `make play` gives them to the services."""
    given = {k: v for k, v in {**read_env(ROOT / ".env"), **os.environ}.items() if v}
    file = given.get("HF_TOKEN_FILE")
    if file and not given.get("HF_TOKEN") and Path(file).is_file():
        given["HF_TOKEN"] = Path(file).read_text(encoding="utf-8")
    return given


def _fetch(settings: Mapping[str, str], wanted: Wishes, *, is_trusting: bool) -> int:
    if not wanted.models:
        return 0
    hub = ModelHub(settings.get("HF_TOKEN", "").strip(), settings.get("HF_ENDPOINT", ""))
    try:
        _make_folders(settings, wanted.models)
        progress = Progress(sys.stdout)
        failures = fetch_all(wanted.models, hub, progress, say, is_trusting=is_trusting)
    except NotWritable as error:
        failures = [error]
    for line in dict.fromkeys(str(failure) for failure in failures):
        sys.stderr.write(f"\n{line}\n")
    if failures:
        return 1
    say("\nAll of it is here, as the hub lists it. The services find it when they start.")
    return 0


def _make_folders(settings: Mapping[str, str], models: tuple[Wish, ...]) -> None:
    """Make the mounted folders as `make up` does, so that it need not matter which comes first. Raises NotWritable."""
    inside = mounted(settings, ROOT)
    for cache in dict.fromkeys(wish.cache for wish in models):
        try:
            if cache.is_relative_to(inside):
                make_model_folders(settings)
            else:
                say(f"{cache} is not under {inside}: containers do not see it.")
            make_cache(cache)
        except OSError as error:
            raise NotWritable(str(cache), str(error)) from error


def _has_gpu() -> bool:
    return shutil.which("nvidia-smi") is not None and output_of("nvidia-smi", "-L")[0] == 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make fetch-models", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--only", choices=PARTS, default="")
    parser.add_argument("--trust", action="store_true", help="allow Chatterbox's built-in voice")
    return parser.parse_args()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
