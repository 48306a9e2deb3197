"""The pages that belong to no app: the landing page, and what is shown when something goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from web_service.accounts.forms import SignUpForm
from web_service.config.answers import error_json, error_page, wants_json


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Show what this is, and let a newcomer sit down at once."""
    if request.user.is_authenticated:
        return redirect("campaigns:list")
    return render(request, "landing.html", {"form": SignUpForm()})


def _failed(request: HttpRequest, status: int, code: str, title: str, message: str) -> HttpResponse:
    if wants_json(request):
        return error_json(code, message, status)
    return error_page(request, status, title, message)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return _failed(
        request, 400, "bad_request", "That makes no sense", "The request could not be read."
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _failed(request, 403, "forbidden", "Not for you", "You may not do that here.")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page, or from one that is too old."""
    message = "This page was open for too long. Go back, reload it, and send it again."
    return _failed(request, 403, "csrf_failed", "The page is too old", message)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same whether a thing is not there or not yours."""
    message = "There is nothing here, or it belongs to a table where you have no seat."
    return _failed(request, 404, "not_found", "An empty room", message)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    message = (
        "Something broke behind the screen. Nothing that happened at the table is lost; try again."
    )
    return _failed(request, 500, "internal_error", "A candle fell over", message)
