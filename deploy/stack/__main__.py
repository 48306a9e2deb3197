"""`make up` and `make down`: settings, overlay, base images, build, start, health, address, top to bottom.

`python -m deploy.stack up|down`, with the machine's own Python.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path

from deploy.gpu.card import card_mib
from deploy.gpu.plan import PlanUnknown, choose, plan_named
from deploy.play.credentials import read_env
from deploy.play.layout import ROOT
from deploy.play.ports import LOOPBACK, host_names, lan_addresses
from deploy.stack import env_file
from deploy.stack.engine import Compose, find_compose, output_of
from deploy.stack.errors import StackError
from deploy.stack.images import ensure_bases
from deploy.stack.waiting import SCALE_OVERLAY, SERVICES, Watch, containers_of

EVERYWHERE = "0.0.0.0"  # noqa: S104
GPU_OVERLAY = ["-f", "docker-compose.yml", "-f", "deploy/compose.gpu.yml"]
BUILT = ("image_gen", "tts_voice", "llm_brain", "web_service")
BUILT_FOR_SCALE = ("more_brains", "media_workers", "more_websites")
"""The same again under other names: built each time too, or a newer release would start beside old replicas."""
SERVICE_USER = 10_001
PORT_TAKEN = """
A port is taken by another program (a game of `make play`?). Stop it, or choose another port in .env:
WEB_PORT, PROXY_PORT, PUBLISHED_LLM_PORT, PUBLISHED_IMAGE_PORT, PUBLISHED_TTS_PORT, PUBLISHED_DB_PORT."""
MODEL_FOLDERS = ("huggingface", "diffusers", "tts", "reference_voices")


def up() -> None:
    """Bring the stack up and wait until it can be played."""
    compose_command = find_compose()
    has_gpu = _has_gpu() and _wanted_plan() != "none"
    settings = _settings(has_gpu=has_gpu)
    refuse_open_ports(settings)
    keep_gpu_plan(settings)
    keep = ensure_bases(settings)
    if keep:
        env_file.add(ROOT / ".env", keep)
    make_model_folders(settings)
    compose = Compose(_with_overlay(compose_command, settings, has_gpu=has_gpu), ROOT, os.environ)
    is_scaled = SCALE_OVERLAY in (settings.get("COMPOSE_FILE") or "")
    build(compose, (*BUILT, *BUILT_FOR_SCALE) if is_scaled else BUILT)
    print("Starting; each waits until those before it are healthy.", flush=True)
    containers = containers_of(settings.get("COMPOSE_FILE") or "")
    seconds = start_and_wait(compose, containers)
    well = "five" if len(containers) == len(SERVICES) else "five and the proxy"
    print(f"\nAll {well} are healthy after {seconds:.0f} s.\n\n  {addresses(settings)}\n")
    print(f"Logs: {compose.in_words} logs -f llm_brain        Stop: make down (keeps every game)")


def down() -> None:
    """Stop and remove the containers; volumes stay."""
    if Compose(find_compose(), ROOT, os.environ).run("down", "--remove-orphans") != 0:
        raise StackError("The stack could not be stopped: see above.")


def build(compose: Compose, services: Sequence[str] = BUILT) -> None:
    """Build the images one after the other, with a line each. Raises StackError with the end of the log."""
    for service in services:
        print(f"Building {service} ...", end=" ", flush=True)
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as log:
            code = compose.start("build", service, output=log.fileno()).wait()
            print(f"{time.monotonic() - began:.0f} s" if code == 0 else "failed", flush=True)
            if code != 0:
                log.seek(0)
                last = "".join(deque(log, maxlen=30))
                raise StackError(f"{last}\nThe image of {service} could not be built: see above.")


def start_and_wait(compose: Compose, containers: Mapping[str, str]) -> float:
    """Start everything and wait for these containers' health; return the seconds. Raises NotWell."""
    with tempfile.TemporaryFile("w+") as said:
        starting = compose.start("up", "-d", output=said.fileno())
        try:
            watch = Watch(starting.poll, compose.in_words, containers)
            return watch.until_all_healthy()
        except StackError as error:
            starting.terminate()
            starting.wait()
            said.seek(0)
            words = said.read().rstrip()
            hint = PORT_TAKEN if "address already in use" in words else ""
            raise StackError(f"{words}\n\n{error}{hint}") from error
        finally:
            if starting.poll() is None:
                starting.terminate()
                starting.wait()


def refuse_open_ports(settings: Mapping[str, str]) -> None:
    """Refuse to publish the AI services beyond this machine without a token. Raises StackError."""
    bind = settings.get("AI_BIND") or LOOPBACK
    if not _is_loopback(bind) and not settings.get("SERVICE_TOKEN"):
        raise StackError(
            f"AI_BIND={bind} publishes the AI services beyond this machine: "
            "set SERVICE_TOKEN in .env first, or leave AI_BIND at 127.0.0.1."
        )


def keep_gpu_plan(settings: Mapping[str, str]) -> None:
    """Have the containers keep to GPU_PLAN where nothing else is set. Raises StackError."""
    try:
        plan = choose(settings, card_mib())
    except PlanUnknown as error:
        raise StackError(str(error)) from error
    env_file.keep_plan(ROOT / ".env", plan.under(settings))
    if plan.in_words:
        print(plan.in_words, flush=True)


def _wanted_plan() -> str:
    said = os.environ.get("GPU_PLAN") or read_env(ROOT / ".env").get("GPU_PLAN", "")
    try:
        return plan_named(said)
    except PlanUnknown as error:
        raise StackError(str(error)) from error


def make_model_folders(settings: Mapping[str, str]) -> None:
    """Make the folders of weights that are mounted, writable for the user of the services."""
    cache = ROOT / Path(settings.get("MODEL_CACHE_PATH") or "model_cache").expanduser()
    for name in MODEL_FOLDERS:
        folder = cache / name
        if folder.exists():
            continue
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            os.chown(folder, SERVICE_USER, SERVICE_USER)
        else:
            folder.chmod(0o777)  # the services' user is none of this machine's


def addresses(settings: Mapping[str, str]) -> str:
    """Say where the page is."""
    has_proxy = SCALE_OVERLAY in (settings.get("COMPOSE_FILE") or "")
    door, usual = ("PROXY", "80") if has_proxy else ("WEB", "8080")
    port = settings.get(f"{door}_PORT") or usual
    bind = settings.get(f"{door}_BIND") or EVERYWHERE
    shown = f"Open  http://localhost:{port}"
    if bind != EVERYWHERE:
        return shown if _is_loopback(bind) else f"Open  http://{bind}:{port}"
    allowed = (settings.get("ALLOWED_HOSTS") or "").split(",")
    others = [f"http://{lan}:{port}" for lan in lan_addresses() if lan in allowed]
    return f"{shown}      in your network: {' '.join(others)}" if others else shown


def _settings(*, has_gpu: bool) -> dict[str, str]:
    """Return what compose will see: .env, and over it the environment."""
    names = [n for n in host_names(os.environ.get("WEB_BIND") or EVERYWHERE) if "[" not in n]
    settings = env_file.complete(ROOT / ".env", names, has_gpu=has_gpu)
    return {**settings, **{name: value for name, value in os.environ.items() if value}}


def _with_overlay(command: list[str], settings: Mapping[str, str], *, has_gpu: bool) -> list[str]:
    if not has_gpu or settings.get("COMPOSE_FILE"):
        return command
    print(f"A GPU is here. Put COMPOSE_FILE={env_file.GPU_FILES} into .env for calls by hand.")
    return [*command, *GPU_OVERLAY]


def _has_gpu() -> bool:
    return shutil.which("nvidia-smi") is not None and output_of("nvidia-smi", "-L")[0] == 0


def _is_loopback(address: str) -> bool:
    try:
        return address == "localhost" or ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def main() -> int:
    """Run the verb; exit code 1 says why not."""
    parser = argparse.ArgumentParser(prog="deploy.stack", description=__doc__)
    parser.add_argument("verb", choices=["up", "down"])
    verb = parser.parse_args().verb
    try:
        {"up": up, "down": down}[verb]()
    except StackError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nNo longer waiting; what was started goes on. `make down` stops it.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
