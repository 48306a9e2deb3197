"""Containers restarted and killed in the middle of turns, taken down, brought up: no turn is lost, none told twice."""

import pytest

from deploy.stack.waiting import SERVICES
from tests.containers.stack import Stack
from tests.containers.strike import struck_in_the_middle
from tests.containers.table import Player

ROUNDS = 3
UNFINISHED = "SELECT count(*) FROM media_jobs WHERE status IN ('queued', 'leased')"


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_crashes_under_a_turn(stack: Stack, player: Player, service):
    for number in range(ROUNDS):
        with struck_in_the_middle(stack, lambda: stack.crash(service)):
            player.say(f"I search the ground, crash {number} of {service}.")
        stack.wait_until_healthy()


def test_the_database_is_restarted_under_a_turn(stack: Stack, player: Player):
    with struck_in_the_middle(stack, lambda: stack.run_compose("restart", "database")):
        player.say("I listen at the door while the book is closed.")
    player.say("I go on as if nothing had happened.")


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_killed_by_hand_is_there_again_after_up(stack: Stack, player: Player, service):
    stack.run("docker", "kill", SERVICES[service])
    if service in ("image_gen", "tts_voice"):
        player.say(f"I do without {service} for a while.")
    stack.run_compose("up", "-d")
    stack.wait_until_healthy()
    player.say(f"I am glad that {service} is back.")


def test_the_campaign_is_there_after_down_and_up(stack: Stack, player: Player):
    stack.sql_until(UNFINISHED, "0")  # a picture that comes later is one difference that may be
    before = stack.ask_brain("GET", f"/campaigns/{player.campaign_id}/turns?limit=200")
    stack.run_compose("down")
    stack.up()
    after = stack.ask_brain("GET", f"/campaigns/{player.campaign_id}/turns?limit=200")
    assert after == before
    number = player.say("I take up where we left off.")
    assert f'id="turn-{number}"' in player.page()


def test_no_work_is_left_hanging(stack: Stack, player: Player):
    stack.sql_until(UNFINISHED, "0")
    assert stack.sql("SELECT count(*) FROM media_jobs WHERE status = 'dead'") == "0"
