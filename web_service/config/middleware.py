"""What stands around every view: probes, static files for an async server, and a clear answer when something is down.

It knows which exceptions mean an outage, not what the views were doing.
"""

import logging
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

from web_service.clients.errors import ServiceError
from web_service.config import health
from web_service.config.answers import database_away, method_not_allowed, service_failed
from web_service.observe.metrics import FAILURES

logger = logging.getLogger(__name__)


class Probes:
    """Answer who asks for health or metrics before anything looks at the name they asked by.

    They come from inside and use the container's name, whose underscore Django takes for no host name at all.
    """

    VIEWS: ClassVar[dict[str, Callable[[HttpRequest], HttpResponse]]] = {
        "/health": health.health,
        "/health/live": health.live,
        "/health/ready": health.ready,
        "/metrics": health.metrics,
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, and pass everything else on."""
        view = self.VIEWS.get(request.path_info) if request.method in ("GET", "HEAD") else None
        return view(request) if view else self.get_response(request)


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise, answering with bytes, since an async server would have to buffer its file iterator anyway."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        """Answer one static file."""
        found = static_file.get_response(request.method, request.META)
        content = b"" if found.file is None else found.file.read()
        if found.file is not None:
            found.file.close()
        response = HttpResponse(content, status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            response.headers[name] = value
        return response


class PageGzip(GZipMiddleware):
    """Compress pages, and nothing else: a stream would be held back, and media are compressed already.

    Lengths tell nothing of the one secret in a page: Django masks its CSRF token anew for every answer and pads with noise.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a whole answer of HTML."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page:
            return response
        return super().process_response(request, response)


class Outages:
    """Turn a lost database or a failed service into a page or a JSON answer that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; a bare refusal of its method gets a page."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 503 without a database, and a service's own status when that failed."""
        if isinstance(error, OperationalError | InterfaceError):
            logger.warning("database away: %s", error)
            FAILURES.labels("database").inc()
            return database_away(request)
        if isinstance(error, ServiceError):
            if error.status >= 500:
                FAILURES.labels(error.code).inc()
            return service_failed(request, error)
        return None
