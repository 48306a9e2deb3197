"""The dice page: the proof that the brain gives, in words; and who may show the seed."""

from typing import Any

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.game_rows import ROLL, GameRows

HASH, SEED = "ab" * 32, "cd" * 32


def answer(*, is_true: bool | None, **changes: Any) -> dict[str, Any]:
    shown = None if is_true is None else SEED
    recomputed = {True: 17, False: 3, None: None}[is_true]
    die = {
        "n": 212,
        "sides": 20,
        "value": 17,
        "kept": True,
        "recomputed": recomputed,
        "is_true": is_true,
    }
    roll = {"id": 212, "seq": 9, "turn_number": 4, "is_undone": False, "total": 24, "dice": [die], "adds_up": True,
            "is_in_order": True, "roll": ROLL}  # fmt: skip
    seed = {
        "first_n": 1,
        "last_n": 300,
        "sha256": HASH,
        "seed": shown,
        "hash_is_true": shown and True,
    }
    return {
        "verdict": {True: "true", False: "false", None: "sealed"}[is_true], "promise_is_kept": True,
        "seeds": [seed], "rolls": [roll], "older": None, "last_n": 212, **changes,
    }  # fmt: skip


def page(person: Person, table: Table, **query: str) -> str:
    shown = person.get(table.path("dice"), data=query)
    assert shown.status_code == 200
    return str(shown.content.decode())


def test_before_the_seed_is_shown_the_page_has_the_hash_and_the_rolls_only(
    table: Table, bob: Person, brain: FakeBrain
) -> None:
    brain.dice = answer(is_true=None)
    shown = page(bob, table)
    assert HASH in shown
    assert SEED not in shown
    assert "no. 212" in shown
    assert "seed says 17" not in shown


def test_a_shown_seed_stands_beside_every_die(table: Table, bob: Person, brain: FakeBrain) -> None:
    brain.dice = answer(is_true=True)
    shown = page(bob, table)
    assert SEED in shown
    assert "seed says 17" in shown


def test_a_false_die_is_called_false(table: Table, bob: Person, brain: FakeBrain) -> None:
    brain.dice = answer(is_true=False)
    assert '<b class="no">FALSE</b>' in page(bob, table)


def test_a_roll_that_was_taken_back_tells_nothing_but_its_dice(
    table: Table, bob: Person, brain: FakeBrain
) -> None:
    found = answer(is_true=True)
    found["rolls"][0] |= {"is_undone": True, "roll": None}
    brain.dice = found
    shown = page(bob, table)
    assert "taken back" in shown
    assert "Stealth" not in shown


@pytest.mark.parametrize("is_away", [True, False])
def test_without_a_proof_the_rolls_are_shown(
    is_away: bool, table: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    turn_id, _ = rows.resolved(table.id, "I hide")
    rows.event(table.id, "roll_made", {"roll": ROLL}, turn_id)
    brain.is_away = is_away  # or it is of a release that answers otherwise
    assert "Stealth" in page(alice, table)


def test_the_owner_shows_the_seed_and_nobody_else_does(
    table: Table, alice: Person, bob: Person, charlie: Person, brain: FakeBrain
) -> None:
    brain.dice = answer(is_true=None)
    assert table.path("dice/reveal") in page(alice, table)
    assert table.path("dice/reveal") not in page(bob, table)
    assert bob.post(table.path("dice/reveal")).status_code in (403, 404)
    assert charlie.post(table.path("dice/reveal")).status_code == 404
    revealing = ("POST", f"/campaigns/{table.id}/reveal", {})
    assert revealing not in brain.asked
    assert alice.post(table.path("dice/reveal")).status_code == 302
    assert revealing in brain.asked


def test_older_rolls_are_asked_for(table: Table, alice: Person, brain: FakeBrain) -> None:
    brain.dice = answer(is_true=None, older=9)
    assert "?before=9" in page(alice, table)
    assert page(alice, table, before="9")
