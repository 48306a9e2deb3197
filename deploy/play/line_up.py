"""The five services as this game starts them: commands, environments, ports, needs.

It knows the services by their settings only; `supervisor.py` runs what is listed here.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.play.database import APP_USER, WEB_USER, bring_up_to_date, is_noted, note
from deploy.play.embedded_postgres import ADMIN, DATABASE, EmbeddedPostgres
from deploy.play.fingerprint import fingerprint
from deploy.play.layout import Layout
from deploy.play.parts import ChorePart, DatabasePart, Part, ServicePart
from deploy.play.ports import LOOPBACK, choose_port, host_names

WANTED_PORTS = {"llm_brain": 8000, "image_gen": 8001, "tts_voice": 8002, "web_service": 8080}
MIGRATIONS = "web_service migrations"


@dataclass(frozen=True)
class Plan:
    """What one start of the game needs to know."""

    layout: Layout
    secrets: Mapping[str, str]
    settings: Mapping[str, str]
    web_bind: str
    ports: Mapping[str, int]
    server: EmbeddedPostgres
    gpu: Mapping[str, str] = field(default_factory=dict)
    """What GPU_PLAN sets; whatever else is set wins."""

    @property
    def address(self) -> str:
        """The page's address on this machine."""
        return f"http://localhost:{self.ports['web_service']}"


def choose_ports(web_bind: str, web_port: int) -> dict[str, int]:
    """Choose a free port for each service, the usual one where it is free."""
    chosen: dict[str, int] = {}
    for name, usual in (WANTED_PORTS | {"web_service": web_port}).items():
        host = web_bind if name == "web_service" else LOOPBACK
        chosen[name] = choose_port(usual, host, frozenset(chosen.values()))
    return chosen


def line_up(plan: Plan) -> list[Part]:
    """List the parts, database, media, brain, website; they are stopped from the last to the first.

    Each waits only for what it cannot start without: libraries take most of the time, so they are
    imported side by side. The page is announced when all are healthy.
    """
    environment = service_environment(plan)
    database = DatabasePart(plan.server, lambda: bring_up_to_date(plan.server, plan.secrets))
    return [
        database,
        _service(plan, environment, "image_gen", is_essential=False),
        _service(plan, environment, "tts_voice", is_essential=False),
        *_web_chores(plan, environment),
        _service(plan, environment, "llm_brain", needs=("database",)),
        _service(
            plan,
            environment,
            "web_service",
            needs=("database", "web migrate", "web static"),
        ),
    ]


def service_environment(plan: Plan) -> dict[str, str]:
    """Return the environment of every service: the caller's, .env, and what play decides itself."""
    layout, ports = plan.layout, plan.ports
    models = plan.settings.get("MODEL_CACHE_PATH") or str(layout.root / "model_cache")
    defaults = {
        "HF_HOME": f"{models}/huggingface",
        "TRANSFORMERS_CACHE": f"{models}/huggingface",
        "DIFFUSERS_CACHE": f"{models}/diffusers",
        "TTS_CACHE": f"{models}/tts",
        "REFERENCE_VOICES_PATH": str(layout.reference_voices),
    }
    names = host_names(plan.web_bind)
    extra_names = [n for n in plan.settings.get("ALLOWED_HOSTS", "").split(",") if n.strip()]
    decided = {
        "PYTHONPATH": str(layout.root),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "web_service.config.settings",
        "DB_HOST": LOOPBACK,
        "DB_PORT": str(plan.server.port),
        "DB_NAME": DATABASE,
        "DB_USER": ADMIN,
        "APP_DB_USER": APP_USER,
        "WEB_DB_USER": WEB_USER,
        "LLM_API": f"http://{LOOPBACK}:{ports['llm_brain']}",
        "IMAGE_API": f"http://{LOOPBACK}:{ports['image_gen']}",
        "TTS_API": f"http://{LOOPBACK}:{ports['tts_voice']}",
        "IMAGES_DIR": str(layout.images),
        "AUDIO_DIR": str(layout.audio),
        "STATIC_ROOT": str(layout.web_static),
        "ALLOWED_HOSTS": ",".join(dict.fromkeys([*names, *extra_names])),
        "AI_BIND": LOOPBACK,
        "WEB_BIND": plan.web_bind,
    }
    # The admin's password stays with play: no service needs it.
    shared_secrets = {k: v for k, v in plan.secrets.items() if k != "DB_PASS"}
    given = {k: v for k, v in {**plan.settings, **os.environ}.items() if v and k != "DB_PASS"}
    return {**defaults, **plan.gpu, **given, **decided, **shared_secrets}


def interpreter_of(name: str, layout: Layout, cast_home: str = "") -> str:
    """Return the Python of a service: that of its neural cast where one was installed, else the game's own."""
    own = layout.root / (cast_home or ".cast") / name
    return str(own / "bin" / "python") if (own / ".installed").is_file() else sys.executable


def _service(
    plan: Plan,
    environment: Mapping[str, str],
    name: str,
    *,
    needs: tuple[str, ...] = (),
    is_essential: bool = True,
) -> ServicePart:
    if name == "web_service":
        app = ["web_service.config.asgi:application", "--lifespan", "off"]
        host = plan.web_bind
    else:
        app, host = ["--factory", f"{name}.app:create_app"], LOOPBACK
    python = interpreter_of(name, plan.layout, plan.settings.get("CAST_HOME", ""))
    return ServicePart(
        name=name,
        command=[
            python, "-m", "uvicorn", *app, "--host", host, "--port", str(plan.ports[name]),
            "--no-access-log", "--timeout-graceful-shutdown", "3",
        ],
        environment=environment,
        folder=plan.layout.root,
        log_file=plan.layout.log(name),
        needs=needs,
        is_essential=is_essential,
        port=plan.ports[name],
    )  # fmt: skip


def _web_chores(plan: Plan, environment: Mapping[str, str]) -> list[ChorePart]:
    """Return Django's two chores, each left out while nothing has changed since its last run."""
    web = plan.layout.root / "web_service"
    lock = [web / "requirements.lock"]
    schema_now = fingerprint([*web.glob("*/migrations/*.py"), *lock])
    static_now = fingerprint([*web.glob("*/static/**/*"), *lock])
    static_stamp = plan.layout.web_static / ".fingerprint"
    manage = [sys.executable, "-m", "web_service.manage"]
    return [
        ChorePart(
            name="web migrate",
            command=[*manage, "migrate", "--no-input"],
            environment=environment,
            folder=plan.layout.root,
            log_file=plan.layout.log("web_migrate"),
            needs=("database",),
            is_needed=lambda: not is_noted(plan.server, MIGRATIONS, schema_now),
            when_done=lambda: note(plan.server, MIGRATIONS, schema_now),
        ),
        ChorePart(
            name="web static",
            command=[*manage, "collectstatic", "--no-input", "--clear"],
            environment=environment,
            folder=plan.layout.root,
            log_file=plan.layout.log("web_static"),
            is_needed=lambda: (
                not static_stamp.exists() or static_stamp.read_text(encoding="utf-8") != static_now
            ),
            when_done=lambda: static_stamp.write_text(static_now, encoding="utf-8"),
        ),
    ]
