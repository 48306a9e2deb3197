"""A process killed at any point leaves all of a commit or none, and a resolved turn gets told."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from llm_brain.config import Settings
from tests.integration.brain.conftest import PASSWORDS, Table

POINTS = [
    f"{when}:{step}"
    for step in (
        "context",
        "intent",
        "referee",
        "commit_1",
        "recall",
        "prompt",
        "narrate",
        "remember",
        "commit_2",
    )
    for when in ("before", "after")
]
HAS_HAPPENED = POINTS.index("after:commit_1")

KILLED = """
import os, signal, sys
from llm_brain.app import make_brain
from llm_brain.config import Settings
from llm_brain.turn.hearing import Declaration
from llm_brain.turn.play import TurnRequest, play_turn
from llm_brain.turn.steps import Steps

class Killed(Steps):
    def reached(self, point):
        if point == sys.argv[2]:
            os.kill(os.getpid(), signal.SIGKILL)

brain = make_brain(Settings())
brain.new_steps = Killed
play_turn(brain, TurnRequest(int(sys.argv[1]), (Declaration("I search the room carefully"),), key="once"), lambda *_: None)
"""


def _play_and_die(settings: Settings, campaign_id: int, point: str) -> int:
    env = os.environ | {
        "DB_HOST": settings.db_host,
        "DB_PORT": str(settings.db_port),
        "APP_DB_PASS": PASSWORDS["APP_DB_PASS"],
        "EMBEDDER": "none",
    }
    command = [sys.executable, "-c", KILLED, str(campaign_id), point]
    return subprocess.run(command, env=env, check=False, timeout=60).returncode


@pytest.mark.parametrize("point", POINTS)
def test_a_turn_killed_anywhere_has_not_happened_or_is_told(
    point: str,
    settings: Settings,
    open_table: Callable[..., Table],
    sql: Callable[..., list[tuple[object, ...]]],
) -> None:
    quiet = open_table(sweep_s=3600.0).begun()
    state = quiet.get("state")
    assert _play_and_die(settings, quiet.campaign_id, point) == -9

    def turn() -> list[tuple[object, ...]]:
        asked = "SELECT status, dm_response FROM conversations WHERE campaign_id = %s AND turn_number = 2"
        return sql(asked, quiet.campaign_id)

    assert quiet.is_true()
    has_happened = POINTS.index(point) >= HAS_HAPPENED
    assert bool(turn()) == has_happened
    if not has_happened:
        assert quiet.get("state") == state
    restarted = open_table()
    restarted.campaign_id = quiet.campaign_id
    if has_happened:
        while (status := turn()[0][0]) != "told":
            assert status == "resolved"
        assert turn()[0][1]
    answer = restarted.say("I search the room carefully", idempotency_key="once")
    while answer.status_code == 409:
        answer = restarted.say("I search the room carefully", idempotency_key="once")
    assert answer.json()["turn_number"] == 2
    assert len(restarted.get("turns")) == 2
    assert restarted.is_true()
