"""What travels compressed: pages, and never a stream or what a script asks for."""

from contextlib import aclosing

from django.test import AsyncClient, Client

from tests.unit.web_service.conftest import Person, Table

GZIP = {"accept-encoding": "gzip"}


def test_a_page_is_compressed_for_a_browser_that_can_read_it(anybody: Client) -> None:
    plain = anybody.get("/")
    packed = anybody.get("/", headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)
    assert "Content-Encoding" not in plain


async def test_a_stream_is_never_compressed(table: Table, alice: Person, given_back: None) -> None:
    browser = AsyncClient()
    browser.cookies = alice.client.cookies
    response = await browser.get(table.path("stream"), headers=GZIP)
    async with aclosing(response.streaming_content) as content:
        first = await anext(content)
    assert "Content-Encoding" not in response
    assert first.startswith(b"retry:")


def test_what_a_script_asks_for_is_not_compressed(alice: Person) -> None:
    headers = GZIP | {"accept": "application/json"}
    assert "Content-Encoding" not in alice.get("/campaigns/999999/", headers=headers)
