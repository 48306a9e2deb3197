"""Table `snapshots`: the state every so many events. A short cut only: who finds none folds the ledger from its beginning."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain import ledger
from llm_brain.ledger.state import State
from llm_brain.store.rows import execute, fetch_all, fetch_one


@dataclass(frozen=True)
class Snapshot:
    """The state after the event `seq`."""

    seq: int
    state: State


@cache
def rules_of_the_fold() -> str:
    """Return a digest of the code that folds: what other code folded may be another state."""
    folder = Path(ledger.__path__[0])
    found = hashlib.sha256()
    for source in sorted(folder.rglob("*.py")):
        found.update(source.read_bytes())
    return found.hexdigest()[:16]


def newest(held: connection, campaign_id: int, before_seq: int | None = None) -> Snapshot:
    """Return the last snapshot that this code made, before an event or of all; the empty state before any."""
    row = fetch_one(
        held,
        """SELECT seq, state FROM snapshots
           WHERE campaign_id = %s AND folded_by = %s AND (%s::bigint IS NULL OR seq < %s)
           ORDER BY seq DESC LIMIT 1""",
        (campaign_id, rules_of_the_fold(), before_seq, before_seq),
    )
    return Snapshot(row["seq"], State.model_validate(row["state"])) if row else Snapshot(0, State())


def all_of(held: connection, campaign_id: int) -> list[Snapshot]:
    """Return a campaign's snapshots by this code, oldest first."""
    rows = fetch_all(
        held,
        "SELECT seq, state FROM snapshots WHERE campaign_id = %s AND folded_by = %s ORDER BY seq",
        (campaign_id, rules_of_the_fold()),
    )
    return [Snapshot(row["seq"], State.model_validate(row["state"])) for row in rows]


def is_due(held: connection, campaign_id: int, seq: int, every: int) -> bool:
    """Say whether so many events have happened since the last snapshot."""
    row = fetch_one(
        held,
        "SELECT max(seq) AS seq FROM snapshots WHERE campaign_id = %s AND folded_by = %s",
        (campaign_id, rules_of_the_fold()),
    )
    return seq - ((row and row["seq"]) or 0) >= every


def keep(held: connection, campaign_id: int, seq: int, state: State) -> None:
    """Keep the state after an event."""
    execute(
        held,
        """INSERT INTO snapshots (campaign_id, seq, folded_by, state) VALUES (%s, %s, %s, %s)
           ON CONFLICT (campaign_id, seq) DO UPDATE SET folded_by = excluded.folded_by, state = excluded.state""",
        (campaign_id, seq, rules_of_the_fold(), Json(state.model_dump(mode="json"))),
    )


def forget_from(held: connection, campaign_id: int, seq: int) -> None:
    """Forget the snapshots that an event is part of: it is taken back."""
    execute(held, "DELETE FROM snapshots WHERE campaign_id = %s AND seq >= %s", (campaign_id, seq))


def copy(held: connection, *, source: int, target: int, up_to_seq: int) -> None:
    """Copy the snapshots up to an event to another campaign, whose events have the same seqs."""
    execute(
        held,
        """INSERT INTO snapshots (campaign_id, seq, folded_by, state)
           SELECT %s, seq, folded_by, state FROM snapshots WHERE campaign_id = %s AND seq <= %s""",
        (target, source, up_to_seq),
    )
