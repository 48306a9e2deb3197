"""`python -m deploy.play`: start the game, print the page's address, stop it all on Ctrl-C.

What `make play` runs once the libraries are there. HOST=0.0.0.0 lets phones of the same network in.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.gpu.card import card_mib
from deploy.gpu.plan import PlanUnknown, choose
from deploy.play.credentials import load_or_make, read_env
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.errors import AlreadyRunning, PlayError
from deploy.play.layout import ROOT, Layout
from deploy.play.line_up import WANTED_PORTS, Plan, choose_ports, line_up
from deploy.play.ports import LOOPBACK, choose_port, lan_addresses
from deploy.play.single import OnlyOne
from deploy.play.supervisor import Supervisor

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run the game until it is stopped; returns the exit code."""
    settings = {**read_env(ROOT / ".env"), **os.environ}
    options = _read_options(settings)
    layout = Layout(var=options.var.resolve())
    stopping = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stopping.set())
    try:
        with OnlyOne(layout.lock) as only_one:
            _play(layout, settings, options, only_one, stopping)
    except AlreadyRunning as running:
        say(str(running))
        return 0
    except PlayError as error:
        if stopping.is_set():
            return 0
        sys.stderr.write(f"\n{error}\n")
        return 1
    return 0


def _play(
    layout: Layout,
    settings: Mapping[str, str],
    options: argparse.Namespace,
    only_one: OnlyOne,
    stopping: threading.Event,
) -> None:
    """Start, watch, stop."""
    began = time.monotonic()
    plan = _make_plan(layout, settings, options)
    supervisor = Supervisor(line_up(plan), say=say, stopping=stopping)
    say(f"Starting the game; logs are in {layout.var / 'logs'}")
    try:
        if supervisor.start():
            only_one.tell(plan.address)
            _welcome(plan, time.monotonic() - began)
            supervisor.watch()
    finally:
        say("Stopping …")
        supervisor.stop()
    say("Stopped. Your campaigns are kept; `make play` goes on with them.")


def _make_plan(layout: Layout, settings: Mapping[str, str], options: argparse.Namespace) -> Plan:
    try:
        gpu = choose(settings, card_mib())
    except PlanUnknown as error:
        raise PlayError(str(error)) from error
    if gpu.in_words:
        say(gpu.in_words)
    layout.make()
    secrets = load_or_make(layout.secrets)
    server = EmbeddedPostgres(
        layout.postgres,
        admin_password=secrets["DB_PASS"],
        wanted_port=choose_port(options.db_port),
        log_file=layout.log("database"),
    )
    if server.home != layout.postgres:
        say(f"The database lies in {server.home}: its user cannot reach {layout.postgres}")
    return Plan(
        layout=layout,
        secrets=secrets,
        settings=settings,
        web_bind=options.host,
        ports=choose_ports(options.host, options.port),
        server=server,
        gpu=gpu.settings,
    )


def _welcome(plan: Plan, seconds: float) -> None:
    say(f"\nThe table is set after {seconds:.1f} s. Open  {plan.address}  in your browser.")
    if plan.web_bind not in (LOOPBACK, "localhost"):
        for address in lan_addresses():
            say(f"From a phone in the same network:  http://{address}:{plan.ports['web_service']}")
    wanted = WANTED_PORTS["web_service"]
    if plan.ports["web_service"] != wanted:
        say(f"(Port {wanted} is not used: see PORT, or another program has it.)")
    say("Ctrl-C stops everything; the campaign is there next time.\n")


def _read_options(settings: Mapping[str, str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make play", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--host", default=settings.get("WEB_BIND") or LOOPBACK)
    parser.add_argument("--port", type=int, default=WANTED_PORTS["web_service"])
    parser.add_argument("--db-port", type=int, default=55_432)
    parser.add_argument("--var", type=Path, default=ROOT / "var")
    return parser.parse_args()


def say(line: str) -> None:
    """Print a line; a closed terminal is no reason to stop halfway."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError:
        pass


if __name__ == "__main__":
    sys.exit(main())
