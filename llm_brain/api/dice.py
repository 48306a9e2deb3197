"""The dice, open to everybody: every roll, the promised hashes and, once a seed is shown, the proof of each die."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from llm_brain.api.wire import Id
from llm_brain.api.wiring import TheBrain
from llm_brain.turn.provable import Proof, RollProof, prove
from llm_brain.turn.rolls import roll_on_wire

router = APIRouter()
HOW = (
    "die n = (first 64-bit word w of HMAC-SHA256(key = seed, message = n in decimal), big-endian, with "
    "w < 2^64 - 2^64 mod sides) mod sides + 1; when all four words are too large, the message is 'n.1', then 'n.2' …"
)
Limit = Annotated[int, Query(ge=1, le=5000)]
Before = Annotated[Id | None, Query()]


class SeedOut(BaseModel):
    """A seed: the dice it rolled, the hash that was promised, and the seed itself once it is shown."""

    first_n: int
    last_n: int | None
    sha256: str
    seed: str | None
    hash_is_true: bool | None


class DieOut(BaseModel):
    """A die. `recomputed` and `is_true` are null while its seed is sealed."""

    n: int
    sides: int
    value: int
    kept: bool
    recomputed: int | None
    is_true: bool | None


class RolledOut(BaseModel):
    """A roll. One that was taken back shows its dice only: they still count for the proof, not for the story."""

    id: int
    seq: int
    turn_number: int | None
    is_undone: bool
    purpose: str
    expression: str
    modifier: int
    total: int
    dice: list[DieOut]
    adds_up: bool
    is_in_order: bool
    roll: dict[str, Any] | None


class DiceOut(BaseModel):
    """The dice of a campaign; `rolls` are newest first, `older` is what to send as `before` for the next ones."""

    campaign_id: int
    verdict: Literal["true", "partly", "sealed", "false"]
    promise_is_kept: bool
    last_n: int
    dice_proven: int
    dice_sealed: int
    dice_false: int
    rolls_false: int
    seeds: list[SeedOut]
    rolls: list[RolledOut]
    older: int | None
    how: str = HOW


@router.get("/campaigns/{campaign_id}/dice")
def get_dice(
    campaign_id: int, brain: TheBrain, before: Before = None, limit: Limit = 1000
) -> DiceOut:
    """Show every roll, and check each die whose seed is shown."""
    proof = brain.database.run(lambda held: prove(held, campaign_id))
    newest = [r for r in reversed(proof.rolls) if before is None or r.row.seq < before]
    page = newest[:limit]
    return _dice_out(campaign_id, proof, page, page[-1].row.seq if len(newest) > limit else None)


def _dice_out(campaign_id: int, proof: Proof, page: list[RollProof], older: int | None) -> DiceOut:
    dice = [die for roll in proof.rolls for die in roll.dice]
    return DiceOut.model_validate(
        {
            "campaign_id": campaign_id,
            "verdict": proof.verdict,
            "promise_is_kept": proof.promise_is_kept,
            "last_n": proof.last_n,
            "dice_proven": sum(die.is_true is True for die in dice),
            "dice_sealed": sum(die.is_true is None for die in dice),
            "dice_false": sum(die.is_true is False for die in dice),
            "rolls_false": sum(roll.is_false for roll in proof.rolls),
            "seeds": [{**vars(s), "seed": s.seed.hex() if s.seed else None} for s in proof.seeds],
            "rolls": [_rolled(roll) for roll in page],
            "older": older,
        }
    )


def _rolled(proof: RollProof) -> dict[str, Any]:
    roll, is_undone = proof.row.roll, proof.row.is_undone
    return {
        "id": roll.id,
        "seq": proof.row.seq,
        "turn_number": proof.row.turn_number,
        "is_undone": is_undone,
        "purpose": "taken back" if is_undone else roll.purpose,
        "expression": roll.expression,
        "modifier": roll.modifier,
        "total": roll.total,
        "dice": [vars(die) for die in proof.dice],
        "adds_up": proof.adds_up,
        "is_in_order": proof.is_in_order,
        "roll": None if is_undone else {**roll_on_wire(proof.row.seq, roll), "roller": roll.roller},
    }
