"""Making characters over the wire: the web service's client against the real brain over a real database."""

import os
import socket
import threading
from collections.abc import Iterator
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
from web_service.clients.errors import GameRefusal  # noqa: E402

SECRETS = {"APP_DB_PASS": "of the game", "WEB_DB_PASS": "of the web"}
WIZARD = {"name": "Ysolde", "race": "elf", "classes": [{"key": "wizard", "level": 1}]}


@pytest.fixture(scope="module")
def brain() -> Iterator[Brain]:
    with temporary_postgres() as server, socket.socket() as taken:
        bring_up_to_date(server, SECRETS)
        settings = Settings(
            db_host="127.0.0.1", db_port=server.port, db_name=DATABASE,
            app_db_pass=SECRETS["APP_DB_PASS"], embedder="none", media_workers=0,
        )  # fmt: skip
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.close()
        app = brain_app.create_app(settings)
        running = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        while not running.started and thread.is_alive():
            thread.join(0.01)
        yield Brain(f"http://127.0.0.1:{port}")
        running.should_exit = True
        thread.join()


@pytest.fixture
def campaign_id(brain: Brain) -> int:
    return int(brain.create_campaign(name="The Silent Tide", theme="high_fantasy")["id"])


def drafted(brain: Brain, **more: Any) -> dict[str, Any]:
    return dict(brain.draft_character({**WIZARD, **more}, fill=True)["choices"])


def test_a_draft_is_whole_and_says_what_it_comes_to(brain: Brain) -> None:
    draft = brain.draft_character(WIZARD, fill=True)
    assert draft["problems"] == []
    assert draft["hero"]["spell_save_dc"] == 13
    assert {one["key"] for one in draft["questions"]} >= {"wizard.spells", "race.cantrip"}


def test_what_is_drafted_sits_down_and_begins_to_play(brain: Brain, campaign_id: int) -> None:
    hero = brain.add_character(campaign_id, choices=drafted(brain))
    assert character_id_in(hero) == 1
    assert hero["sheet"]["choices"]["race"] == "elf"
    assert brain.begin(campaign_id)["status"] == "told"
    told = brain.take_turn(campaign_id, "I cast light on my staff", "one", 1)
    assert told["status"] == "told"
    assert brain.check(campaign_id)["ok"] is True


def test_every_problem_comes_back_with_its_field(brain: Brain, campaign_id: int) -> None:
    wrong = {**WIZARD, "race": "vampire", "classes": [{"key": "jester", "level": 30}]}
    with pytest.raises(GameRefusal) as refused:
        brain.add_character(campaign_id, choices=wrong)
    assert refused.value.code == "sheet_not_legal"
    found = {(one["code"], one["field"]) for one in refused.value.details["problems"]}
    assert found >= {
        ("unknown_race", "race"),
        ("unknown_class", "classes.0"),
        ("bad_level", "classes.0"),
        ("score_missing", "abilities"),
    }


def test_the_campaigns_dice_roll_and_every_die_can_be_checked(
    brain: Brain, campaign_id: int
) -> None:
    rolled = {"method": "rolled", "order": ["int", "con", "dex", "wis", "cha", "str"]}
    choices = drafted(
        brain, abilities=rolled, classes=[{"key": "wizard", "level": 3}], hit_points="rolled"
    )
    with pytest.raises(GameRefusal):
        brain.add_character(campaign_id, choices={**choices, "background": "pirate"})
    hero = brain.add_character(campaign_id, choices=choices)
    assert len(hero["sheet"]["rolls"]["scores"]) == 6
    assert len(hero["sheet"]["rolls"]["hit_points"]) == 2
    best = max(hero["sheet"]["rolls"]["scores"])
    assert hero["abilities"]["int"] == best + 1
    assert brain.check(campaign_id)["ok"] is True


def test_a_number_that_follows_is_never_taken(brain: Brain, campaign_id: int) -> None:
    with pytest.raises(GameRefusal) as refused:
        brain.add_character(campaign_id, choices={**drafted(brain), "hp_max": 400})
    assert refused.value.code == "invalid_request"


def test_a_hero_is_ready_made_or_built_and_never_both(brain: Brain, campaign_id: int) -> None:
    for body in ({}, {"pregenerated": "wizard", "choices": drafted(brain)}):
        with pytest.raises(GameRefusal):
            brain.add_character(campaign_id, **body)


def test_two_heroes_of_one_table_do_not_share_a_name(brain: Brain, campaign_id: int) -> None:
    brain.add_character(campaign_id, choices=drafted(brain))
    with pytest.raises(GameRefusal) as refused:
        brain.add_character(campaign_id, choices=drafted(brain, name="ysolde"))
    assert refused.value.details["problems"][0]["code"] == "name_taken"
