"""How this service is: for the container's health check, for Prometheus and for the operator's page.

A lost brain makes it degraded, a lost database unhealthy: without it nobody can sign in. While the brain still looks around
after its start it says loading, and so does this.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from web_service.clients.tls import shared_tls
from web_service.config.answers import error_json

PROBE_S = 0.7
"""Together with the database's answer this stays below the one second promised."""

_probes = ThreadPoolExecutor(max_workers=4, thread_name_prefix="probe")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM web_campaigns LIMIT 1")
    except (DatabaseError, InterfaceError):
        return False
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return True


def ask_database() -> str:
    """Return healthy or away, within PROBE_S."""
    if connection.in_atomic_block:
        return "healthy" if _database_answers() else "away"
    try:
        return "healthy" if _probes.submit(_database_answers).result(PROBE_S) else "away"
    except TimeoutError:
        return "away"


def ask_service(base_url: str) -> dict[str, Any]:
    """Return a service's own health answer, or that it is away."""
    started = time.monotonic()
    try:
        response = httpx.get(
            f"{base_url}/health", timeout=PROBE_S, trust_env=False, verify=shared_tls()
        )
        answer = response.json()
    except (httpx.HTTPError, ValueError):
        return {"status": "away"}
    if not isinstance(answer, dict):
        return {"status": "away"}
    return answer | {"answered_in_ms": round((time.monotonic() - started) * 1000)}


def all_services() -> list[dict[str, Any]]:
    """Return how each of the five services is."""
    asked = {
        "llm_brain": settings.LLM_API,
        "image_gen": settings.IMAGE_API,
        "tts_voice": settings.TTS_API,
    }
    answers = {name: _probes.submit(ask_service, url) for name, url in asked.items()}
    rows = [{"name": "database", "status": ask_database()}]
    rows += [{"name": name, **answer.result()} for name, answer in answers.items()]
    return [*rows, {"name": "web_service", "status": "healthy", "version": settings.VERSION}]


def cast_of(services: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return who plays each role, and why it is they, from the services' own answers."""
    rows = []
    for role in ("narrator", "painter", "speaker"):
        said = next((service for service in services if role in service), None)
        who = str(said[role]) if said else "nobody answers"
        why = str((said or {}).get("why") or (said or {}).get("reason") or "")
        rows.append({"role": role, "who": who, "why": why})
    return rows


def _as_a_whole(database: str, brain: str) -> str:
    if database != "healthy":
        return "degraded"
    return {"healthy": "healthy", "degraded": "healthy", "loading": "loading"}.get(
        brain, "degraded"
    )


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer how this service is, within a second."""
    brain = _probes.submit(ask_service, settings.LLM_API)
    database = ask_database()
    brain_status = brain.result().get("status", "away")
    status = _as_a_whole(database, brain_status)
    body = {
        "status": status,
        "service": "web_service",
        "components": {"database": database, "llm_brain": brain_status},
        "version": settings.VERSION,
    }
    return JsonResponse(body, status=200 if database == "healthy" else 503)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return JsonResponse({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether people can be served."""
    is_ready = ask_database() == "healthy"
    return JsonResponse({"is_ready": is_ready}, status=200 if is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus's format; with a SERVICE_TOKEN set, to whoever carries it."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.SERVICE_TOKEN and not constant_time_compare(given, settings.SERVICE_TOKEN):
        message = "Send the service token as 'Authorization: Bearer …'."
        return error_json("unauthorized", message, 401)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
