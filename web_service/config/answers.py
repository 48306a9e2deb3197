"""How failures are answered: JSON in the agreed shape to scripts, a page in the product's look to people.

It is handed what went wrong and decides nothing else.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from web_service.clients.errors import ServiceError


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script asks rather than a person's browser."""
    return request.headers.get("Accept", "").startswith("application/json")


def error_json(
    code: str, message: str, status: int, details: dict[str, Any] | None = None
) -> JsonResponse:
    """Return the error shape every service uses."""
    body = {"error": {"code": code, "message": message, "details": details or {}}}
    return JsonResponse(body, status=status)


def error_page(
    request: HttpRequest, status: int, title: str, message: str, *, retries: bool = False
) -> HttpResponse:
    """Return a page that says what happened and what to do; it needs no database."""
    context = {"title": title, "message": message, "status": status, "retries": retries}
    return render(request, "error.html", context, status=status)


def database_away(request: HttpRequest) -> HttpResponse:
    """Answer that the database cannot be reached."""
    message = (
        "The table's book cannot be opened right now. Nothing is lost; it is tried again by itself."
    )
    if wants_json(request):
        response: HttpResponse = error_json("database_unavailable", message, 503)
    else:
        response = error_page(request, 503, "The book is shut", message, retries=True)
    response["Retry-After"] = "2"
    return response


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer that this address is there, but not for that."""
    message = f"That cannot be done here; this address takes {allowed}."
    if wants_json(request):
        response: HttpResponse = error_json("method_not_allowed", message, 405)
    else:
        response = error_page(request, 405, "The wrong door", message)
    response["Allow"] = allowed
    return response


def too_often(request: HttpRequest, message: str, wait_s: int) -> HttpResponse:
    """Answer somebody who does something too often."""
    if wants_json(request):
        response: HttpResponse = error_json("too_often", message, 429)
    else:
        response = error_page(request, 429, "Not so fast", message)
    response["Retry-After"] = str(wait_s)
    return response


def service_failed(request: HttpRequest, error: ServiceError) -> HttpResponse:
    """Answer with a service's own failure."""
    if wants_json(request):
        response: HttpResponse = error_json(error.code, str(error), error.status, error.details)
    else:
        response = error_page(
            request, error.status, error.title, str(error), retries=error.is_passing
        )
    if error.is_passing:
        response["Retry-After"] = "2"
    return response
