"""Makes the brain's app. Importing it is free; starting it begins the loops that run beside the calls (`loops.py`)."""

import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from llm_brain.api import (
    campaigns,
    characters,
    dice,
    events,
    generate,
    health,
    inspecting,
    last_errors,
    level_ups,
    lore,
    model,
    rules,
    story_so_far,
    turns,
    whispers,
    why,
)
from llm_brain.api.doors import add_doors
from llm_brain.api.events import LedgerWatch
from llm_brain.api.refusals import REFUSALS
from llm_brain.api.request_trail import RequestTrail
from llm_brain.brain import Brain
from llm_brain.config import Settings
from llm_brain.ending import end_well
from llm_brain.generating.central import CentralModel
from llm_brain.health import VERSION, Vitals
from llm_brain.loops import Loops
from llm_brain.media.services import MediaServices
from llm_brain.narrators.choosing import narrators_for
from llm_brain.narrators.protocol import Narrator
from llm_brain.observe.gauges import Gauges
from llm_brain.observe.logs import set_up_logs
from llm_brain.observe.spans import spans_for
from llm_brain.observe.troubles import Troubles
from llm_brain.observe.watch import Watch
from llm_brain.referee.homebrew import read_folder, take_in
from llm_brain.store.database import Database
from llm_brain.turn.leases import Leases

SILENCE_MS = 15_000
CALLS = (
    turns, inspecting, campaigns, characters, level_ups, events, health, last_errors, whispers, model, generate, rules,
    dice, why, lore, story_so_far,
)  # fmt: skip


def make_brain(settings: Settings, narrators: Sequence[Narrator] | None = None) -> Brain:
    """Wire the parts; nothing is connected or loaded yet."""
    dsn = {
        "host": settings.db_host,
        "port": settings.db_port,
        "dbname": settings.db_name,
        "user": settings.app_db_user,
        "password": settings.app_db_pass.get_secret_value(),
        "connect_timeout": 3,
        "tcp_user_timeout": SILENCE_MS,  # a peer that went away without a word is noticed
        "keepalives_idle": 5,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "application_name": "llm_brain",
    }
    database = Database(
        dsn,
        pool_min=settings.db_pool_min,
        pool_max=settings.db_pool_max,
        wait_s=settings.db_wait_s,
    )
    watch = Watch(spans=spans_for(os.environ))
    return Brain(
        settings=settings,
        database=database,
        leases=Leases(database, settings.lease_s),
        narrators=narrators if narrators is not None else narrators_for(settings, watch.metrics),
        watch=watch,
    )


def take_in_homebrew(folder: str) -> None:
    """Take in the spells of a table's own, and log every problem of those left out."""
    if folder:
        found = read_folder(Path(folder))
        take_in(found)
        for problem in found.problems:
            logging.getLogger(__name__).error("homebrew: %s", problem)


def create_app(settings: Settings | None = None, brain: Brain | None = None) -> FastAPI:
    """Make the app. `brain` is for tests that bring their own parts."""
    settings = settings or (brain.settings if brain else Settings())
    set_up_logs(settings.log_level)
    end_well()
    take_in_homebrew(settings.homebrew_dir)
    the_brain = brain or make_brain(settings)
    metrics = the_brain.watch.metrics
    services = MediaServices(settings)
    vitals = Vitals(the_brain, services)
    metrics.registry.register(Gauges(vitals, the_brain.database))
    troubles = Troubles(metrics.log_records)
    watch = LedgerWatch(the_brain.database)
    central_model = CentralModel(the_brain)
    loops = Loops(the_brain, services, vitals)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        logging.getLogger().addHandler(troubles)
        loops.start()
        yield
        loops.stop()
        for part in (central_model, watch, the_brain.leases, services, the_brain.database):
            part.close()
        the_brain.watch.spans.close()
        logging.getLogger().removeHandler(troubles)

    app = FastAPI(
        title="The Dungeon Master's brain", version=VERSION, lifespan=lifespan, responses=REFUSALS
    )
    app.state.brain = the_brain
    app.state.vitals = vitals
    app.state.troubles = troubles
    app.state.watch = watch
    app.state.central_model = central_model
    app.state.server_keeper = loops.keeper
    add_doors(app, settings)
    app.add_middleware(RequestTrail, metrics=metrics)
    for calls in CALLS:
        app.include_router(calls.router)
    return app
