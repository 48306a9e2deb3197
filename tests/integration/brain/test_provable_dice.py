"""Provable dice over a played game: sealed, shown, branched, taken back, loaded; by the API, the command and the docs."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.play import check_dice
from tests.integration.brain.conftest import Table

Sql = Callable[..., list[tuple[Any, ...]]]
DOCS = Path(__file__).parents[3] / "docs" / "dice.md"


@pytest.fixture
def played(table: Table) -> Table:
    table.begun().say("I search the room carefully")
    table.say("I listen at the door")
    return table


def dice_of(table: Table, **wanted: Any) -> dict[str, Any]:
    answer = table.http.get(f"/campaigns/{table.campaign_id}/dice", params=wanted)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def load_a_die(table: Table, sql: Sql) -> None:
    assert sql(
        """UPDATE events SET payload = jsonb_set(payload, '{roll,dice,0,value}',
               to_jsonb((payload #>> '{roll,dice,0,value}')::int %% 20 + 1))
           WHERE campaign_id = %s AND type = 'roll_made' RETURNING seq""",
        table.campaign_id,
    )


def test_before_the_seed_is_shown_there_are_the_hash_and_the_rolls(played: Table) -> None:
    found = dice_of(played)
    assert found["verdict"] == "sealed"
    assert found["rolls"]
    assert all(die["recomputed"] is None for roll in found["rolls"] for die in roll["dice"])
    assert [seed["seed"] for seed in found["seeds"]] == [None]
    promised = played.http.get(f"/campaigns/{played.campaign_id}").json()["dice_seed_sha256"]
    assert found["seeds"][0]["sha256"] == promised


def test_a_shown_seed_proves_every_die_and_the_next_ones_are_sealed(played: Table) -> None:
    played.post("reveal")
    found = dice_of(played)
    assert (found["verdict"], found["dice_sealed"], found["dice_false"]) == ("true", 0, 0)
    seed = found["seeds"][0]
    assert hashlib.sha256(bytes.fromhex(seed["seed"])).hexdigest() == seed["sha256"]
    played.say("I search the room carefully")
    assert dice_of(played)["verdict"] == "partly"
    played.post("reveal")
    found = dice_of(played)
    assert found["verdict"] == "true"
    assert len(found["seeds"]) == 3


def test_what_was_taken_back_still_counts_but_tells_nothing(played: Table) -> None:
    before = dice_of(played)
    played.post("undo", {"turns": 2})
    played.post("reveal")
    found = dice_of(played)
    assert found["verdict"] == "true"
    undone = [roll for roll in found["rolls"] if roll["is_undone"]]
    assert undone
    assert all(roll["roll"] is None and roll["purpose"] == "taken back" for roll in undone)
    assert len(found["rolls"]) == len(before["rolls"])


def test_a_branch_is_proven_when_both_seeds_are_shown(played: Table) -> None:
    made = played.post("branch", {"after_turn": 2}).json()
    branch = Table(played.http, made["id"])
    branch.say("I search the room carefully")
    branch.post("reveal")
    found = dice_of(branch)
    assert found["verdict"] == "partly"
    assert found["seeds"][0]["seed"] is None  # the other campaign still rolls with it
    played.post("reveal")
    assert dice_of(branch)["verdict"] == "true"


def test_a_branch_may_show_the_seed_of_a_campaign_that_is_gone(played: Table) -> None:
    branch = Table(played.http, played.post("branch", {"after_turn": 2}).json()["id"])
    played.http.delete(f"/campaigns/{played.campaign_id}")
    branch.post("reveal")
    assert dice_of(branch)["verdict"] == "true"


def test_pages_hold_every_roll_once(played: Table) -> None:
    every = [roll["seq"] for roll in dice_of(played)["rolls"]]
    seen: list[int] = []
    before: int | None = None
    while True:
        page = dice_of(played, limit=1, **({} if before is None else {"before": before}))
        seen += [roll["seq"] for roll in page["rolls"]]
        before = page["older"]
        if before is None:
            break
    assert seen == every


def test_a_die_that_was_loaded_is_found_by_the_api_and_the_command(
    played: Table, sql: Sql, capsys: pytest.CaptureFixture[str]
) -> None:
    played.post("reveal")
    assert check_dice.check(played.http, played.campaign_id) == 0
    load_a_die(played, sql)
    found = dice_of(played)
    assert found["verdict"] == "false"
    assert found["dice_false"] > 0
    assert check_dice.check(played.http, played.campaign_id) > 0
    assert "FALSE" in capsys.readouterr().out


def test_a_seed_that_was_exchanged_is_found(played: Table, sql: Sql) -> None:
    played.post("reveal")
    other = hashlib.sha256(b"other").digest()
    sql(
        "UPDATE dice_seeds SET seed = %s, sha256 = %s WHERE campaign_id = %s",
        other,
        hashlib.sha256(other).hexdigest(),
        played.campaign_id,
    )
    found = dice_of(played)
    assert found["promise_is_kept"] is False
    assert found["verdict"] == "false"


def test_the_lines_in_the_docs_check_a_game_and_find_a_loaded_die(
    played: Table, sql: Sql, tmp_path: Path
) -> None:
    lines = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert lines is not None

    def run() -> int:
        (tmp_path / "dice.json").write_text(json.dumps(dice_of(played, limit=5000)))
        command = [sys.executable, "-c", lines.group(1)]
        return subprocess.run(command, cwd=tmp_path, env=os.environ, check=False).returncode

    played.post("reveal")
    assert run() == 0
    load_a_die(played, sql)
    assert run() != 0


def test_a_campaign_that_is_not_there_says_so(table: Table) -> None:
    assert table.http.get("/campaigns/999999/dice").status_code == 404
