"""One call to another service: the service token, the request's id, a deadline in seconds, and failures as our own exceptions.

It knows no call by name; `brain.py`, `language_model.py` and `recordings.py` do.
"""

from dataclasses import dataclass
from typing import Any

import httpx

from web_service.clients.errors import ServiceFailed, error_from_answer, error_from_httpx
from web_service.clients.tls import shared_tls
from web_service.observe.trail import outgoing_headers

CONNECT_S = 3.0
UNREADABLE = {"brain": "The Dungeon Master's answer could not be read."}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """The way to a service, named as in the table of errors. `transport` is a seam for tests."""

    service: str
    base_url: str
    token: str = ""
    transport: httpx.BaseTransport | None = None

    def ask(self, method: str, path: str, timeout_s: float, **kwargs: Any) -> Any:
        """Return the answer's JSON, {} when there is none to read. Raises ServiceError."""
        headers = {**kwargs.pop("headers", {}), **outgoing_headers()}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            with httpx.Client(
                base_url=self.base_url,
                timeout=httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
                transport=self.transport,
                trust_env=False,
                verify=shared_tls(),
            ) as client:
                response = client.request(method, path, headers=headers, **kwargs)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise error_from_httpx(error, self.service) from error
        if not response.is_success:
            raise error_from_answer(response, self.service)
        if response.status_code == 204:
            return {}
        try:
            return response.json()
        except ValueError as error:
            raise unreadable(self.service) from error

    def ask_object(self, method: str, path: str, timeout_s: float, **kwargs: Any) -> Json:
        """Return an answer that must be a JSON object. Raises ServiceError."""
        answer = self.ask(method, path, timeout_s, **kwargs)
        if not isinstance(answer, dict):
            raise unreadable(self.service)
        return answer


def unreadable(service: str) -> ServiceFailed:
    """Return the failure for an answer in no known shape."""
    return ServiceFailed(UNREADABLE.get(service, f"The answer of {service} could not be read."))
