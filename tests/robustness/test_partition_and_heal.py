"""Packets that are dropped without a word, between brain and database and between website and brain: people are told so,
nobody waits for ever on a silent peer, and after healing everything goes on.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.ports import choose_port
from tests.containers.table import TOKEN, Player
from tests.robustness.conftest import Running
from tests.robustness.dropped_packets import DroppedPackets
from tests.robustness.tables import (
    PATIENCE_S,
    Sql,
    asking,
    founded,
    held_in_the_middle,
    insist,
    is_refused_in_words,
    is_whole,
    say,
)  # fmt: skip
from tests.running_table import RunningTable, folder_for_everybody

Brains = Callable[..., Running]
FLOWS = "SELECT client_port FROM pg_stat_activity WHERE application_name = 'llm_brain' AND client_port > 0"


@pytest.fixture
def dropped() -> Iterator[DroppedPackets]:
    packets = DroppedPackets()
    try:
        yield packets
    finally:
        packets.heal()


def test_a_brain_parted_from_its_database_says_so_and_goes_on(
    dropped: DroppedPackets, brain: Brains, database: EmbeddedPostgres, sql: Sql
) -> None:
    url = brain().start().url
    tables = [founded(url, f"Table {i}") for i in range(3)]
    messages = [(table, f"I search {i}") for table in tables for i in range(5)]
    with ThreadPoolExecutor(len(tables)) as people:
        saying = people.map(
            lambda table: [insist(url, at, said) for at, said in messages if at == table], tables
        )
        dropped.to(database.port)
        for table in tables:
            is_refused_in_words(say(url, table, "I knock", "I knock", timeout_s=PATIENCE_S))
        assert httpx.get(f"{url}/health/live", timeout=5).status_code == 200
        assert httpx.get(f"{url}/health", timeout=5).status_code == 503
        dropped.heal()
        list(saying)
    for table in tables:
        said = [insist(url, table, "I knock")]
        is_whole(url, sql, table, said + [text for at, text in messages if at == table])


def test_what_a_lost_connection_had_locked_is_free_again(
    dropped: DroppedPackets, brain: Brains, database: EmbeddedPostgres, sql: Sql
) -> None:
    """The connections there are never come back, as when a node dies; only new ones get through."""
    url = brain().start().url
    table = founded(url)
    said = [insist(url, table, "I look around")]
    with ThreadPoolExecutor() as people:
        with held_in_the_middle(database.dsn()) as standing:
            waiting = people.submit(insist, url, table, "I search the ground")
            standing()
            dropped.flows(database.port, [port for (port,) in sql(FLOWS)])
        said.append(waiting.result())
    said.append(insist(url, table, "I go on"))
    is_whole(url, sql, table, said)


@pytest.fixture
def game() -> Iterator[RunningTable]:
    """The whole product, as a player starts it."""
    folder = folder_for_everybody()
    running = RunningTable(folder / "var", choose_port(28_680))
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def said_once(player: Player, message: str) -> httpx.Response:
    """Take a turn as the page does, but not again when it is refused."""
    token = TOKEN.search(player.page())
    assert token is not None
    fields = {"message": message, "key": uuid.uuid4().hex, "csrfmiddlewaretoken": token.group(1)}
    path = f"/campaigns/{player.campaign_id}/turns"
    return player.http.post(path, data=fields, headers={"Accept": "application/json"})


def test_a_website_parted_from_the_brain_shows_the_story_and_says_so(
    dropped: DroppedPackets, game: RunningTable
) -> None:
    player = Player(game.url)
    player.sit_down()
    player.say("I look around")
    brain_url = game.service_url("llm_brain")
    settings = game.environment("llm_brain")
    dropped.to(int(brain_url.rpartition(":")[2]))
    refused = said_once(player, "I knock")
    assert refused.status_code == 503, refused.text
    assert len(refused.json()["error"]["message"].split()) > 5
    assert 'id="turn-2"' in player.page()
    dropped.heal()
    player.say("I knock")
    dsn = (
        f"host=127.0.0.1 port={settings['DB_PORT']} dbname={settings['DB_NAME']}"
        f" user={settings['APP_DB_USER']} password={settings['APP_DB_PASS']}"
    )
    is_whole(brain_url, asking(dsn), player.campaign_id, player.sent)
