"""The proof of dice, without a database: what is sealed stays so, what was changed is found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.play.check_dice import die_shows
from llm_brain.ledger.rolls import Roll
from llm_brain.referee.dice import SeededDice, die_value, roll
from llm_brain.referee.seeds import sha256_of
from llm_brain.store.campaigns import PastSeed
from llm_brain.store.events import RollRow
from llm_brain.turn.provable import Proof, RollProof, proofs, spans

FIRST, SECOND = b"a" * 32, b"b" * 32


def row(seq: int, made: Roll) -> RollRow:
    return RollRow(seq=seq, turn_number=seq, is_undone=False, roll=made)


def rolled(*expressions: str) -> list[RollRow]:
    dice = SeededDice(FIRST, 1)
    return [row(i, roll(dice, "a test", text)) for i, text in enumerate(expressions, 1)]


def proved(rows: list[RollRow], *past: PastSeed) -> Proof:
    seeds = spans(past, sha256_of(SECOND))
    last_n = max(die.n for each in rows for die in each.roll.dice)
    return Proof(last_n, seeds, proofs(rows, seeds, last_n), promise_is_kept=True)


def shown(last_n: int, *, is_revealed: bool = True) -> PastSeed:
    return PastSeed(last_n, FIRST, sha256_of(FIRST), is_revealed)


@given(st.binary(min_size=32, max_size=32), st.integers(1, 10**9), st.integers(2, 100))
def test_the_command_works_a_die_out_as_the_referee_does(seed: bytes, n: int, sides: int) -> None:
    assert die_shows(seed, n, sides) == die_value(seed, n, sides)


def test_dice_of_a_shown_seed_are_true() -> None:
    proof = proved(rolled("1d20 + 5", "2d6"), shown(3))
    assert proof.verdict == "true"
    assert [d.is_true for r in proof.rolls for d in r.dice] == [True] * 3


def test_a_sealed_seed_proves_nothing_and_shows_nothing() -> None:
    proof = proved(rolled("1d20", "2d6"), shown(3, is_revealed=False))
    assert proof.verdict == "sealed"
    assert all(d.recomputed is None for r in proof.rolls for d in r.dice)
    assert all(seed.seed is None for seed in proof.seeds)


def test_dice_after_the_shown_seed_are_sealed_and_the_verdict_says_so() -> None:
    proof = proved(rolled("1d20", "1d20"), shown(1))
    assert proof.verdict == "partly"
    assert [r.dice[0].is_true for r in proof.rolls] == [True, None]


def changed(rows: list[RollRow], **fields: object) -> list[RollRow]:
    """Return the rolls with the first one's first die changed."""
    made = rows[0].roll
    die = made.dice[0].model_copy(update=fields)
    total = made.total - made.dice[0].value + die.value
    forged = made.model_copy(update={"dice": (die, *made.dice[1:]), "total": total})
    return [replace(rows[0], roll=forged), *rows[1:]]


def test_a_die_that_was_changed_is_found() -> None:
    rows = rolled("1d20", "1d20")
    proof = proved(changed(rows, value=rows[0].roll.dice[0].value % 20 + 1), shown(2))
    assert proof.verdict == "false"
    assert [r.is_false for r in proof.rolls] == [True, False]


def test_a_die_taken_from_another_number_is_found() -> None:
    rows = rolled("1d20", "1d20")
    first = rows[1].roll.dice[0]
    proof = proved(changed(rows, n=first.n, value=first.value), shown(2))
    assert proof.verdict == "false"


def test_a_sum_that_was_changed_is_found() -> None:
    rows = rolled("1d20 + 2")
    forged = rows[0].roll.model_copy(update={"total": rows[0].roll.total + 1})
    assert proved([replace(rows[0], roll=forged)], shown(1)).verdict == "false"


def test_a_seed_with_another_hash_is_found() -> None:
    forged = replace(shown(1), sha256=sha256_of(SECOND))
    assert proved(rolled("1d20"), forged).verdict == "false"


def test_a_first_seed_that_was_never_promised_is_found() -> None:
    assert replace(proved(rolled("1d20"), shown(1)), promise_is_kept=False).verdict == "false"


@pytest.mark.parametrize(("last_n", "is_fine"), [(2, True), (1, False)])
def test_a_die_beyond_the_counter_is_found(last_n: int, is_fine: bool) -> None:
    seeds = spans([shown(2)], sha256_of(SECOND))
    found: tuple[RollProof, ...] = proofs(rolled("1d20", "1d20"), seeds, last_n)
    assert any(r.is_false for r in found) is not is_fine
