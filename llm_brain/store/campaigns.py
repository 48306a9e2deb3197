"""Table `campaigns`, and `dice_seeds` beside it: one row a save of the game, and the seeds it once rolled with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.errors import CampaignNotFound
from llm_brain.store.rows import execute, fetch_all, fetch_one


@dataclass(frozen=True)
class Campaign:
    """A row of `campaigns`. `dice_seed` is secret: it never leaves the brain unrevealed.

    Of `temperature`, `top_p` and `max_new_tokens`, None is as the brain is set.
    """

    id: int
    name: str
    theme: str
    tone: str
    dm_style: str
    adventure_seed: int
    dice_seed: bytes
    dice_seed_sha256: str
    dice_counter: int
    lines: tuple[str, ...]
    veils: tuple[str, ...]
    last_seq: int
    last_turn: int
    branched_from: int | None
    world: dict[str, Any]
    table_view: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    temperature: float | None = None
    top_p: float | None = None
    max_new_tokens: int | None = None


COLUMNS = """id, name, theme, tone, dm_style, adventure_seed, dice_seed, dice_seed_sha256, dice_counter, lines, veils,
             last_seq, last_turn, branched_from, world, table_view, created_at, updated_at, temperature, top_p,
             max_new_tokens"""


def _campaign(row: dict[str, Any]) -> Campaign:
    row["dice_seed"] = bytes(row["dice_seed"])
    return Campaign(**row | {"lines": tuple(row["lines"]), "veils": tuple(row["veils"])})


def create(
    held: connection,
    *,
    name: str,
    theme: str,
    tone: str,
    dm_style: str,
    adventure_seed: int,
    dice_seed: bytes,
    dice_seed_sha256: str,
    lines: tuple[str, ...],
    veils: tuple[str, ...],
    dice_counter: int = 0,
    branched_from: int | None = None,
) -> int:
    """Insert a campaign; return its id."""
    row = fetch_one(
        held,
        """INSERT INTO campaigns (name, theme, tone, dm_style, adventure_seed, dice_seed, dice_seed_sha256, lines, veils,
                                  dice_counter, branched_from)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (
            name, theme, tone, dm_style, adventure_seed, dice_seed, dice_seed_sha256, list(lines), list(veils),
            dice_counter, branched_from,
        ),
    )  # fmt: skip
    assert row is not None
    return int(row["id"])


def get(held: connection, campaign_id: int, *, lock: bool = False) -> Campaign:
    """Return a campaign, its row locked if asked. Raises CampaignNotFound."""
    sql = f"SELECT {COLUMNS} FROM campaigns WHERE id = %s" + (" FOR UPDATE" if lock else "")  # noqa: S608
    row = fetch_one(held, sql, (campaign_id,))
    if row is None:
        raise CampaignNotFound(campaign_id=campaign_id)
    return _campaign(row)


@dataclass(frozen=True)
class Counters:
    """How far a campaign's ledger and turns have come."""

    last_seq: int
    last_turn: int


def lock(held: connection, campaign_id: int) -> Counters:
    """Lock a campaign's row for this transaction; return how far it has come. Raises CampaignNotFound."""
    sql = "SELECT last_seq, last_turn FROM campaigns WHERE id = %s FOR UPDATE"
    row = fetch_one(held, sql, (campaign_id,))
    if row is None:
        raise CampaignNotFound(campaign_id=campaign_id)
    return Counters(**row)


def hold_still(held: connection, campaign_id: int) -> None:
    """Keep a campaign as it stands for this transaction, without being in the way of a turn that is just being recorded.

    `lock` would wait for the rows such a turn has added, and the turn for it. Raises CampaignNotFound.
    """
    sql = "SELECT id FROM campaigns WHERE id = %s FOR NO KEY UPDATE"
    if fetch_one(held, sql, (campaign_id,)) is None:
        raise CampaignNotFound(campaign_id=campaign_id)


def all_of(held: connection) -> list[Campaign]:
    """Return every campaign, newest play first."""
    sql = f"SELECT {COLUMNS} FROM campaigns ORDER BY updated_at DESC, id DESC"  # noqa: S608
    return [_campaign(row) for row in fetch_all(held, sql)]


def change(held: connection, campaign_id: int, changes: dict[str, Any]) -> None:
    """Change the campaign's name, lines or veils: the fields given."""
    execute(
        held,
        """UPDATE campaigns SET name = coalesce(%(name)s, name), lines = coalesce(%(lines)s, lines),
                  veils = coalesce(%(veils)s, veils), updated_at = now() WHERE id = %(id)s""",
        {"name": None, "lines": None, "veils": None, **changes, "id": campaign_id},
    )


def set_sampling(held: connection, campaign_id: int, numbers: dict[str, float | None]) -> None:
    """Set how a model chooses its words: of temperature, top_p and max_new_tokens those given, None: as the brain is set."""
    fields = ("temperature", "top_p", "max_new_tokens")
    execute(
        held,
        """UPDATE campaigns
           SET temperature = CASE WHEN %(has_temperature)s THEN %(temperature)s ELSE temperature END,
               top_p = CASE WHEN %(has_top_p)s THEN %(top_p)s ELSE top_p END,
               max_new_tokens = CASE WHEN %(has_max_new_tokens)s THEN %(max_new_tokens)s ELSE max_new_tokens END,
               updated_at = now() WHERE id = %(id)s""",
        {
            **{name: numbers.get(name) for name in fields},
            **{f"has_{name}": name in numbers for name in fields},
            "id": campaign_id,
        },
    )


def delete(held: connection, campaign_id: int) -> bool:
    """Delete a campaign and, by cascade, everything of it."""
    return execute(held, "DELETE FROM campaigns WHERE id = %s", (campaign_id,)) > 0


def advance(
    held: connection, campaign_id: int, *, last_seq: int, last_turn: int, dice_counter: int
) -> None:
    """Set how far ledger, turns and dice have come; the dice counter never goes back."""
    execute(
        held,
        """UPDATE campaigns SET last_seq = %s, last_turn = %s, dice_counter = greatest(dice_counter, %s),
                  updated_at = now() WHERE id = %s""",
        (last_seq, last_turn, dice_counter, campaign_id),
    )


def write_world(held: connection, campaign_id: int, world: Any, table_view: Any) -> None:
    """Write what the row holds of the folded state."""
    execute(
        held,
        "UPDATE campaigns SET world = %s, table_view = %s WHERE id = %s",
        (Json(world), Json(table_view), campaign_id),
    )


def set_seed(held: connection, campaign_id: int, seed: bytes, sha256: str) -> None:
    """Roll with another seed from the next die on."""
    execute(
        held,
        "UPDATE campaigns SET dice_seed = %s, dice_seed_sha256 = %s, dice_revealed = false WHERE id = %s",
        (seed, sha256, campaign_id),
    )


@dataclass(frozen=True)
class PastSeed:
    """A row of `dice_seeds`: it rolled the dice up to `last_n` that no earlier seed rolled."""

    last_n: int
    seed: bytes
    sha256: str
    is_revealed: bool


def add_past_seed(held: connection, campaign_id: int, past: PastSeed) -> None:
    """Remember a seed that is no longer rolled with."""
    execute(
        held,
        """INSERT INTO dice_seeds (campaign_id, last_n, seed, sha256, is_revealed) VALUES (%s, %s, %s, %s, %s)
           ON CONFLICT (campaign_id, last_n) DO NOTHING""",
        (campaign_id, past.last_n, past.seed, past.sha256, past.is_revealed),
    )


def past_seeds(held: connection, campaign_id: int) -> list[PastSeed]:
    """Return the campaign's earlier seeds, oldest first; one shown in any campaign is shown in all that rolled with it."""
    rows = fetch_all(
        held,
        """SELECT last_n, seed, sha256,
                  EXISTS (SELECT 1 FROM dice_seeds s WHERE s.sha256 = d.sha256 AND s.is_revealed) AS is_revealed
           FROM dice_seeds d WHERE campaign_id = %s ORDER BY last_n""",
        (campaign_id,),
    )
    return [PastSeed(**row | {"seed": bytes(row["seed"])}) for row in rows]


def reveal_past_seeds(held: connection, campaign_id: int) -> None:
    """Show the campaign's earlier seeds, but for those another campaign still rolls with."""
    execute(
        held,
        """UPDATE dice_seeds d SET is_revealed = true WHERE campaign_id = %s
           AND NOT EXISTS (SELECT 1 FROM campaigns c WHERE c.dice_seed_sha256 = d.sha256)""",
        (campaign_id,),
    )
