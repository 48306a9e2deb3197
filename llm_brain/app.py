"""Makes the brain's app. Importing it is free; starting it loads the embedder in the background and begins the loops that
tell untold turns and drain the media jobs.
"""

import logging
import os
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

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
    model,
    rules,
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
from llm_brain.media.services import MediaServices
from llm_brain.media.worker import stop_all, workers_for
from llm_brain.memory.embedder import EmbedderUnavailable, MiniLM
from llm_brain.narrators.choosing import narrators_for, residents_of
from llm_brain.narrators.keeping import ServerKeeper
from llm_brain.narrators.protocol import Narrator
from llm_brain.observe.gauges import Gauges
from llm_brain.observe.logs import set_up_logs
from llm_brain.observe.spans import spans_for
from llm_brain.observe.troubles import Troubles
from llm_brain.observe.watch import Watch
from llm_brain.rules_reference.refresh import RulesRefresh
from llm_brain.store.database import Database
from llm_brain.turn.leases import Leases
from llm_brain.turn.proposing import Proposer
from llm_brain.turn.recover import Sweeper
from llm_brain.understanding.exemplars import warm_up

log = logging.getLogger("llm_brain")
SILENCE_MS = 15_000


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


def load_embedder(brain: Brain, vitals: Vitals) -> None:
    """Load the embedder; without its files the brain plays on without vectors."""
    if brain.settings.embedder == "none":
        vitals.embedder_state = "unavailable"
        return
    embedder = MiniLM()
    try:
        embedder.load()
    except EmbedderUnavailable as error:
        vitals.embedder_state = "unavailable"
        log.warning("no embedder: %s", error)
        return
    warm_up(embedder)
    brain.embedder = embedder
    vitals.embedder_state = "healthy"


def create_app(settings: Settings | None = None, brain: Brain | None = None) -> FastAPI:
    """Make the app. `brain` is for tests that bring their own parts."""
    settings = settings or (brain.settings if brain else Settings())
    set_up_logs(settings.log_level)
    end_well()
    the_brain = brain or make_brain(settings)
    services = MediaServices(settings)
    vitals = Vitals(the_brain, services)
    metrics = the_brain.watch.metrics
    metrics.registry.register(Gauges(vitals, the_brain.database))
    troubles = Troubles(metrics.log_records)
    watch = LedgerWatch(the_brain.database)
    central_model = CentralModel(the_brain)
    sweeper = Sweeper(the_brain)
    keeper = ServerKeeper(the_brain)
    proposer = Proposer(the_brain)
    workers = workers_for(the_brain, services, settings.media_workers)
    loops: list[Vitals | Sweeper | ServerKeeper | Proposer | RulesRefresh] = [
        vitals,
        sweeper,
        keeper,
        proposer,
        RulesRefresh(the_brain),
    ]

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        logging.getLogger().addHandler(troubles)
        loading = threading.Thread(target=load_embedder, args=(the_brain, vitals), daemon=True)
        loading.start()
        for resident in residents_of(the_brain.narrators):
            resident.start()
        for part in loops:
            part.start()
        for worker in workers:
            worker.start()
        yield
        stop_all(workers)
        for part in loops:
            part.stop()
        for resident in residents_of(the_brain.narrators):
            resident.close()
        central_model.close()
        watch.close()
        the_brain.leases.close()
        services.close()
        the_brain.database.close()
        the_brain.watch.spans.close()
        logging.getLogger().removeHandler(troubles)

    app = FastAPI(
        title="The Dungeon Master's brain",
        version=VERSION,
        lifespan=lifespan,
        responses=REFUSALS,
    )
    app.state.brain = the_brain
    app.state.vitals = vitals
    app.state.troubles = troubles
    app.state.watch = watch
    app.state.central_model = central_model
    app.state.server_keeper = keeper
    add_doors(app, settings)
    app.add_middleware(RequestTrail, metrics=the_brain.watch.metrics)
    for part in (
        turns,
        inspecting,
        campaigns,
        characters,
        events,
        health,
        last_errors,
        whispers,
        model,
        generate,
        rules,
        dice,
        why,
    ):
        app.include_router(part.router)
    return app
