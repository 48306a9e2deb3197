import pytest

from llm_brain.config import Settings
from llm_brain.narrators.choosing import narrators_for, server_of, with_server
from llm_brain.narrators.protocol import standing_of
from llm_brain.narrators.server.errors import AddressRefused, KeyNotLegal

URL = "http://127.0.0.1:9/v1"


def names(**settings: object) -> list[str]:
    wanted = Settings(**{"app_db_pass": "none", "llm_model": "no/such-weights", **settings})
    return [narrator.name for narrator in narrators_for(wanted)]


def test_without_a_model_the_storyteller_tells() -> None:
    assert names() == ["storyteller"]
    assert names(narrator="storyteller", llm_base_url=URL) == ["storyteller"]


def test_a_server_that_is_set_is_above_the_storyteller() -> None:
    assert names(llm_base_url=URL) == ["server", "storyteller"]
    assert names(narrator="server", llm_base_url=f"{URL}, {URL}/") == ["server", "storyteller"]


def test_a_server_that_is_asked_for_but_not_set_says_so() -> None:
    ladder = narrators_for(Settings(app_db_pass="none", narrator="server"))
    assert standing_of(ladder[0]).state == "unavailable"
    assert "LLM_BASE_URL" in standing_of(ladder[0]).reason
    assert standing_of(ladder[-1]).state == "healthy"


def test_an_address_or_a_key_that_cannot_be_stops_the_start() -> None:
    with pytest.raises(AddressRefused):
        names(llm_base_url="http://169.254.169.254/v1")
    with pytest.raises(KeyNotLegal):
        names(llm_base_url=URL, llm_api_key="two words")  # pragma: allowlist secret


def test_several_addresses_are_replicas_of_one_server() -> None:
    settings = Settings(app_db_pass="none", llm_base_url=f"{URL},http://vllm:8000/v1")
    server = server_of(narrators_for(settings))
    assert server is not None
    assert server.choice.base_urls == (URL, "http://vllm:8000/v1")


def test_a_server_rung_is_put_on_top_and_taken_off() -> None:
    ladder = narrators_for(Settings(app_db_pass="none", llm_base_url=URL))
    rest = with_server(ladder, None)
    assert [rung.name for rung in rest] == ["storyteller"]
    assert [rung.name for rung in with_server(rest, server_of(ladder))] == ["server", "storyteller"]
