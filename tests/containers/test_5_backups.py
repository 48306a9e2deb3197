"""Yesterday's backup on another machine: saved while people play, every volume wiped, put back, played on."""

import sys

import pytest

from tests.containers.stack import Stack
from tests.containers.table import Player

BACKUP = [sys.executable, "-m", "deploy.backup"]
HASH = """
SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (
    SELECT t::text AS row FROM conversations t UNION ALL SELECT t::text FROM events t UNION ALL SELECT t::text FROM campaigns t
    UNION ALL SELECT t::text FROM story_segments t UNION ALL SELECT t::text FROM web.seats t) AS rows
"""
JOBS_LEFT = "SELECT count(*) FROM media_jobs WHERE status IN ('queued', 'leased')"
VECTORS_TO_COME = "SELECT count(*) FROM story_segments WHERE NOT has_vector"


def media_of(stack: Stack) -> list[str]:
    done = [
        line
        for container, folder in (("dnd_artist", "images"), ("dnd_voice", "audio"))
        for line in stack.run(
            "docker", "exec", container, "sh", "-c",
            f"cd /shared/{folder} && find . -type f -not -name '.*' | sort | xargs -r sha256sum",
        ).splitlines()
    ]  # fmt: skip
    assert done
    return done


@pytest.fixture(scope="module")
def saved(stack: Stack, player: Player) -> tuple[str, str, list[str]]:
    """A backup taken while the stack runs; the hash of what was in it."""
    player.say("I wait a moment and watch")
    stack.sql_until(JOBS_LEFT, "0")
    stack.sql_until(VECTORS_TO_COME, "0")
    rows, media = stack.sql(HASH), media_of(stack)
    archive = str(stack.folder / "backups" / "yesterday.tar")
    assert "saved" in stack.run(*BACKUP, "save", archive, "--of", "stack")
    return archive, rows, media


def test_a_running_stack_is_not_overwritten(stack: Stack, player: Player, saved):
    with pytest.raises(AssertionError, match="make down"):
        stack.run(*BACKUP, "restore", saved[0])


def test_a_stopped_stack_with_campaigns_is_not_overwritten(stack: Stack, player: Player, saved):
    stack.run_compose("down")
    with pytest.raises(AssertionError, match=r"holds \d+ campaigns"):
        stack.run(*BACKUP, "restore", saved[0])
    stack.up()


def test_what_is_put_back_after_everything_was_wiped_is_what_was_saved(
    stack: Stack, player: Player, saved
):
    archive, rows, media = saved
    stack.run_compose("down", "--volumes")
    assert "restore: ok" in stack.run(*BACKUP, "restore", archive)
    stack.up()
    assert stack.sql(HASH) == rows
    assert media_of(stack) == media


def test_the_player_goes_on_where_yesterday_ended(stack: Stack, player: Player, saved):
    number = player.say("I look around and listen.")
    assert f'id="turn-{number}"' in player.page()
