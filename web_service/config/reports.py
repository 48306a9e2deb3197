"""What went wrong lately, gathered from every service for the operator's page, newest first.

A service that does not answer tells nothing; that it is away is said elsewhere on the page.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from web_service.clients.tls import shared_tls
from web_service.observe import troubles

ASK_S = 2.0
MOST = 20

_askers = ThreadPoolExecutor(max_workers=3, thread_name_prefix="report")


@dataclass(frozen=True, slots=True)
class Report:
    """Troubles of all services, and the pictures and voices given up."""

    errors: list[dict[str, Any]]
    dead_jobs: list[dict[str, Any]]


def _ask(base_url: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {settings.SERVICE_TOKEN}"}
    try:
        response = httpx.get(
            f"{base_url}/last_errors",
            headers=headers if settings.SERVICE_TOKEN else {},
            timeout=ASK_S,
            trust_env=False,
            verify=shared_tls(),
        )
        answer = response.json() if response.is_success else {}
    except (httpx.HTTPError, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def gather() -> Report:
    """Ask every service what it would tell an operator."""
    asked = {
        "llm_brain": _askers.submit(_ask, settings.LLM_API),
        "image_gen": _askers.submit(_ask, settings.IMAGE_API),
        "tts_voice": _askers.submit(_ask, settings.TTS_API),
    }
    own: list[dict[str, Any]] = [
        {"service": "web_service", **row} for row in troubles.newest_first()
    ]
    dead: list[dict[str, Any]] = []
    for service, answer in asked.items():
        told = answer.result()
        own += [{"service": service, **row} for row in _rows(told.get("errors"))]
        dead += _rows(told.get("dead_jobs"))
    own.sort(key=lambda row: str(row.get("at", "")), reverse=True)
    return Report(own[:MOST], dead)


def _rows(found: Any) -> list[dict[str, Any]]:
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
