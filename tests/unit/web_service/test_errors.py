"""The one table that foreign failures pass through: nothing that httpx can raise gets past it."""

import httpx
import pytest

from tests.unit.web_service.conftest import settings  # noqa: F401  (Django is set up there)
from web_service.clients import errors
from web_service.clients.brain import Brain
from web_service.clients.errors import (
    BrainAway,
    BrainTooSlow,
    ServiceError,
    ServiceFailed,
    error_from_answer,
    error_from_httpx,
)


def leaves(base: type[Exception]) -> list[type[Exception]]:
    below = [leaf for child in base.__subclasses__() for leaf in leaves(child)]
    return below or [base]


HTTPX_LEAVES = [
    leaf
    for base in (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict)
    for leaf in leaves(base)
]


def make(kind: type[Exception]) -> Exception:
    if kind is httpx.HTTPStatusError:
        request = httpx.Request("GET", "http://x")
        return httpx.HTTPStatusError("x", request=request, response=httpx.Response(500))
    return kind.__new__(kind)


@pytest.mark.parametrize("kind", HTTPX_LEAVES)
@pytest.mark.parametrize("service", ["brain", "voice"])
def test_every_exception_of_httpx_becomes_one_of_ours(kind: type[Exception], service: str) -> None:
    assert isinstance(error_from_httpx(make(kind), service), ServiceError)


def test_every_exception_of_httpx_is_in_the_table_by_its_base() -> None:
    listed = tuple(kind for kind, _ in errors.HTTPX_ERRORS)
    assert [leaf for leaf in HTTPX_LEAVES if not issubclass(leaf, listed)] == []


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        (httpx.ConnectError, BrainAway),
        (httpx.ConnectTimeout, BrainAway),
        (httpx.ReadError, BrainAway),
        (httpx.ReadTimeout, BrainTooSlow),
        (httpx.DecodingError, ServiceFailed),
    ],
)
def test_a_failure_has_the_type_that_fits(kind: type[Exception], ours: type[ServiceError]) -> None:
    assert type(error_from_httpx(make(kind), "brain")) is ours


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"error": 3}', '{"error": {}}'])
@pytest.mark.parametrize("status", [400, 404, 409, 422, 429, 500, 502, 503])
def test_an_answer_in_no_known_shape_is_still_one_of_ours(status: int, body: str) -> None:
    assert isinstance(error_from_answer(httpx.Response(status, text=body), "brain"), ServiceError)


def test_an_answer_that_is_no_json_is_a_failure_not_a_result() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, text="hello"))
    with pytest.raises(ServiceFailed):
        Brain("http://brain", transport=transport).create_campaign(name="x")


def test_the_token_travels_with_every_call() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200, json=[])

    Brain("http://brain", "word", httpx.MockTransport(answer)).themes()
    assert seen == ["Bearer word"]
