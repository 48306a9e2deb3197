"""How much one person may ask for in a minute: what changes something costs a telling, a write, a place in a queue.

Counted for the account, for the address of somebody not signed in. Reading is bounded elsewhere: streams by places, pages by
the database pool.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase

from web_service.accounts import counts
from web_service.config.answers import too_often

WINDOW_S = 60
READS = ("GET", "HEAD", "OPTIONS")


class Pace:
    """Answer 429 to whoever changes more than WEB_CHANGES_A_MINUTE things in a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Count the request, and pass it on or refuse it."""
        if request.method not in READS and _is_too_much(request):
            message = "That was a lot at once. Wait a minute; nothing you had is lost."
            return too_often(request, message, WINDOW_S)
        return self.get_response(request)


def _is_too_much(request: HttpRequest) -> bool:
    """Count one more change of this person. Without a database nothing is too much: the view will say what is wrong."""
    try:
        who = request.session.get("_auth_user_id") or request.META.get("REMOTE_ADDR", "")
        return counts.count(f"pace:{who}", WINDOW_S) > settings.CHANGES_A_MINUTE
    except (OperationalError, InterfaceError):
        return False
