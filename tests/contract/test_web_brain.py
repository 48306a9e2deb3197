"""The web service's brain client against the real brain over a real database: every call, and the rows it leaves."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("django")
brain_app = pytest.importorskip("llm_brain.app", exc_type=ImportError)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")
os.environ.setdefault("WEB_SECRET_KEY", "a-key-for-tests-that-is-long-enough-and-varied-0123456789")
os.environ.setdefault("WEB_DB_PASS", "of the web")

import django  # noqa: E402

django.setup()

import uvicorn  # noqa: E402

from deploy.play.database import bring_up_to_date  # noqa: E402
from deploy.play.embedded_postgres import DATABASE, temporary_postgres  # noqa: E402
from llm_brain.config import Settings  # noqa: E402
from web_service.campaigns.services import character_id_in  # noqa: E402
from web_service.clients.brain import Brain  # noqa: E402
from web_service.clients.errors import GameConflict, GameNotFound, GameRefusal  # noqa: E402

SECRETS = {"APP_DB_PASS": "of the game", "WEB_DB_PASS": "of the web"}


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an app on a free port of this machine; yield its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def brain() -> Iterator[Brain]:
    with temporary_postgres() as server:
        bring_up_to_date(server, SECRETS)
        settings = Settings(
            db_host="127.0.0.1", db_port=server.port, db_name=DATABASE,
            app_db_pass=SECRETS["APP_DB_PASS"], embedder="none", media_workers=0,
        )  # fmt: skip
        with served(brain_app.create_app(settings)) as url:
            yield Brain(url)


@pytest.fixture
def campaign_id(brain: Brain) -> int:
    made = brain.create_campaign(name="The Silent Tide", theme="high_fantasy", lines=["spiders"])
    hero = brain.add_character(made["id"], pregenerated=brain.pregenerated()[0]["key"])
    assert character_id_in(hero) == 1
    return int(made["id"])


def test_what_the_forms_show_is_there(brain: Brain) -> None:
    assert all({"key", "name", "summary"} <= set(theme) for theme in brain.themes())
    assert all({"key", "name", "race", "summary"} <= set(hero) for hero in brain.pregenerated())


def test_a_turn_sent_twice_is_one_turn(brain: Brain, campaign_id: int) -> None:
    assert brain.begin(campaign_id)["turn_number"] == 1
    first = brain.take_turn(campaign_id, "I look around.", "key-0001", 1)
    again = brain.take_turn(campaign_id, "I look around.", "key-0001", 1)
    assert first["turn_id"] == again["turn_id"]
    assert {"turn_number", "narration", "narrator"} <= set(first)


def test_every_action_of_the_table_page_is_understood(brain: Brain, campaign_id: int) -> None:
    brain.begin(campaign_id)
    brain.take_turn(campaign_id, "I look around.", "key-0002", 1)
    brain.edit(campaign_id, 2, "Other words.")
    brain.withdraw(campaign_id, 2, "wasps")
    brain.change_campaign(campaign_id, name="Another name", lines=["x"], veils=[])
    brain.change_campaign(campaign_id, sampling={"temperature": 0.4, "top_p": None})
    assert brain.campaign(campaign_id)["sampling"]["in_use"]["temperature"] == 0.4
    brain.undo(campaign_id)
    assert brain.branch(campaign_id, 1, "A branch")["id"] != campaign_id
    brain.delete_campaign(campaign_id)
    with pytest.raises(GameNotFound):
        brain.begin(campaign_id)


def test_telling_again_is_understood(brain: Brain, campaign_id: int) -> None:
    brain.begin(campaign_id)
    brain.take_turn(campaign_id, "I look around.", "key-0003", 1)
    assert brain.retell(campaign_id, 2)["turn_number"] == 2


def test_refusals_arrive_as_our_own_types(brain: Brain, campaign_id: int) -> None:
    with pytest.raises(GameRefusal):
        brain.create_campaign(name="x", theme="no such theme")
    with pytest.raises(GameRefusal):
        brain.add_character(campaign_id, pregenerated="nobody")
    with pytest.raises(GameConflict):
        brain.undo(campaign_id)
