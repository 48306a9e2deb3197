"""The operator's commands of the notes, typed at a terminal as they stand there."""

import httpx
import pytest

from tests.containers.stack import Stack
from tests.containers.table import Player


def test_a_turn_is_played_through_the_web_and_shown_on_the_page(stack: Stack, player: Player):
    number = player.say("I ask the nearest person what troubles this place.")
    assert f'id="turn-{number}"' in player.page()


def test_a_turn_is_played_by_curl_inside_the_network(stack: Stack, player: Player):
    campaign = stack.ask_brain("POST", "/campaigns", {"name": "By hand", "theme": "gothic_horror"})
    here = f"/campaigns/{campaign['id']}"
    stack.ask_brain("POST", f"{here}/characters", {"pregenerated": "rogue"})
    stack.ask_brain("POST", f"{here}/begin")
    turn = {"campaign_id": campaign["id"], "message": "I look around and listen"}
    told = stack.ask_brain("POST", "/dm_turn", turn)
    assert (told["turn_number"], told["status"]) == (2, "told")
    assert stack.ask_brain("POST", f"{here}/check")["ok"] is True


def test_pictures_and_voices_reach_the_website(stack: Stack, player: Player):
    stack.sql_until("SELECT count(*) FROM media_jobs WHERE status IN ('queued', 'leased')", "0")
    assert stack.sql("SELECT count(*) FROM media_jobs WHERE status <> 'done'") == "0"
    turns = stack.ask_brain("GET", f"/campaigns/{player.campaign_id}/turns")
    for kind in ("image", "audio"):
        made = [turn[kind] for turn in turns if turn[kind]["state"] == "ready"]
        assert made, kind
        for address in [a for one in made for a in (one["url"], *(one["clips"] or [])) if a]:
            assert player.http.get(address).status_code == 200, address


def test_the_logs_of_one_service_are_followed(stack: Stack, player: Player):
    assert "Uvicorn running" in stack.type(
        "docker-compose logs -f llm_brain", until="Uvicorn running"
    )


def test_one_container_asks_another_how_it_is(stack: Stack, player: Player):
    shown = stack.type("docker exec -it dnd_llm curl http://image_gen:8001/health")
    assert '"status":"healthy"' in shown


def test_the_database_is_looked_into_by_psql(stack: Stack, player: Player):
    # A pager would wait for a key where the terminal's size comes late.
    questions = "\\pset pager off\nSELECT count(*) AS turns FROM recent_conversations;\n\\q\n"
    shown = stack.type("docker exec -it dnd_postgres psql -U dm_admin -d dungeon_data", questions)
    assert "(1 row)" in shown


@pytest.mark.parametrize(
    "port", ["PUBLISHED_LLM_PORT", "PUBLISHED_IMAGE_PORT", "PUBLISHED_TTS_PORT"]
)
def test_health_is_asked_from_the_host(stack: Stack, player: Player, port):
    answer = httpx.get(f"http://localhost:{stack.ports[port]}/health", trust_env=False)
    assert answer.json()["status"] == "healthy"


def test_one_service_is_restarted(stack: Stack, player: Player):
    stack.type("docker-compose restart llm_brain")
    player.say("I wait a moment and listen again.")


def test_one_service_is_built_and_started_anew(stack: Stack, player: Player):
    stack.type("docker-compose up --build llm_brain", until="Uvicorn running")
    player.say("I look at the road behind me.")


def test_deleting_a_campaign_wipes_the_whole_save(stack: Stack, player: Player):
    doomed = stack.ask_brain("POST", "/campaigns", {"name": "Doomed", "theme": "high_fantasy"})[
        "id"
    ]
    stack.ask_brain("POST", f"/campaigns/{doomed}/characters", {"pregenerated": "cleric"})
    stack.ask_brain("POST", f"/campaigns/{doomed}/begin")
    stack.sql(f"DELETE FROM campaigns WHERE id = {doomed}")
    for table in ("conversations", "events", "characters", "story_segments", "media_jobs"):
        assert stack.sql(f"SELECT count(*) FROM {table} WHERE campaign_id = {doomed}") == "0"
