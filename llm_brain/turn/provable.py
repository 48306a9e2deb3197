"""Are the dice what was promised? Every die of a campaign beside what its seed says, once that seed is shown.

A sealed seed is never used here: before it is shown there is its hash and what was rolled, and nothing can be worked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.referee.dice import die_value
from llm_brain.referee.seeds import sha256_of
from llm_brain.store import campaigns, events
from llm_brain.store.campaigns import PastSeed
from llm_brain.store.events import RollRow


@dataclass(frozen=True)
class SeedSpan:
    """One seed and the dice it rolled, `first_n` to `last_n` (None: it still rolls); `seed` is None while it is sealed."""

    first_n: int
    last_n: int | None
    sha256: str
    seed: bytes | None
    hash_is_true: bool | None


@dataclass(frozen=True)
class DieProof:
    """A die as it lies in the ledger, and what its seed says; None while that is sealed."""

    n: int
    sides: int
    value: int
    kept: bool
    recomputed: int | None
    is_true: bool | None


@dataclass(frozen=True)
class RollProof:
    """A roll with the proof of each of its dice. `adds_up` is about its sum, `is_in_order` about its dice's numbers."""

    row: RollRow
    dice: tuple[DieProof, ...]
    adds_up: bool
    is_in_order: bool

    @property
    def is_false(self) -> bool:
        return (
            not self.adds_up or not self.is_in_order or any(d.is_true is False for d in self.dice)
        )


@dataclass(frozen=True)
class Proof:
    """A campaign's dice. `promise_is_kept` says whether the first seed has the hash that the ledger begins with."""

    last_n: int
    seeds: tuple[SeedSpan, ...]
    rolls: tuple[RollProof, ...]
    promise_is_kept: bool

    @property
    def verdict(self) -> str:
        """Say `false` when anything is, `sealed` while no die is proven, `partly` or `true` when some or all are."""
        dice = [die for roll in self.rolls for die in roll.dice]
        if not self.promise_is_kept or any(roll.is_false for roll in self.rolls):
            return "false"
        if any(seed.hash_is_true is False for seed in self.seeds):
            return "false"
        proven = sum(die.is_true is True for die in dice)
        if not proven:
            return "sealed"
        return "true" if proven == len(dice) else "partly"


def prove(held: connection, campaign_id: int) -> Proof:
    """Compare every roll of a campaign with the seeds that are shown. Raises CampaignNotFound."""
    campaign = campaigns.get(held, campaign_id)
    past = campaigns.past_seeds(held, campaign_id)
    rolls = events.rolls(held, campaign_id)
    seeds = spans(past, campaign.dice_seed_sha256)
    promised = events.promised_hash(held, campaign_id)
    return Proof(
        last_n=campaign.dice_counter,
        seeds=seeds,
        rolls=proofs(rolls, seeds, campaign.dice_counter),
        promise_is_kept=promised is None or promised == seeds[0].sha256,
    )


def spans(past: Sequence[PastSeed], current_sha256: str) -> tuple[SeedSpan, ...]:
    """Return which dice each seed rolled, oldest first; the last one still rolls and is sealed."""
    found: list[SeedSpan] = []
    first_n = 1
    for seed in past:
        shown = seed.seed if seed.is_revealed else None
        is_true = sha256_of(seed.seed) == seed.sha256 if seed.is_revealed else None
        found.append(SeedSpan(first_n, seed.last_n, seed.sha256, shown, is_true))
        first_n = seed.last_n + 1
    return (*found, SeedSpan(first_n, None, current_sha256, None, None))


def proofs(
    rolls: Sequence[RollRow], seeds: Sequence[SeedSpan], last_n: int
) -> tuple[RollProof, ...]:
    """Return the proof of every roll; `rolls` in the ledger's order, whose dice must be numbered upwards to `last_n`."""
    found: list[RollProof] = []
    highest = 0
    for row in rolls:
        numbers = [die.n for die in row.roll.dice]
        follows = [a < b for a, b in zip([highest, *numbers], numbers, strict=False)]
        kept = sum(die.value for die in row.roll.dice if die.kept)
        found.append(
            RollProof(
                row=row,
                dice=tuple(_die(seeds, d.n, d.sides, d.value, kept=d.kept) for d in row.roll.dice),
                adds_up=kept + row.roll.modifier == row.roll.total,
                is_in_order=all(follows) and all(n <= last_n for n in numbers),
            )
        )
        highest = max([highest, *numbers])
    return tuple(found)


def _die(seeds: Sequence[SeedSpan], n: int, sides: int, value: int, *, kept: bool) -> DieProof:
    span = next(s for s in seeds if s.last_n is None or n <= s.last_n)
    if span.seed is None:
        return DieProof(n, sides, value, kept, None, None)
    says = die_value(span.seed, n, sides)
    return DieProof(n, sides, value, kept, says, says == value)
