"""Table `portraits`: how heroes and people look. One picture each, which counts while the turn that ordered it counts."""

from collections.abc import Collection
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute, fetch_all


def wanting(held: connection, campaign_id: int, refs: Collection[str]) -> set[str]:
    """Return those who have no portrait, nor one on its way or given up."""
    rows = fetch_all(
        held,
        """SELECT p.ref FROM portraits p JOIN conversations c ON c.id = p.turn_id
           WHERE p.campaign_id = %(id)s AND p.ref = ANY(%(refs)s) AND c.undone_by IS NULL
           UNION ALL
           SELECT subject FROM media_jobs
           WHERE campaign_id = %(id)s AND kind = 'portrait' AND subject = ANY(%(refs)s)
             AND status IN ('queued', 'leased', 'dead')""",
        {"id": campaign_id, "refs": list(refs)},
    )
    return set(refs) - {row["ref"] for row in rows}


def hang(
    held: connection,
    campaign_id: int,
    turn_id: int,
    ref: str,
    *,
    ordered: dict[str, Any],
    url: str,
    painter: str,
) -> None:
    """Keep a portrait; one from before an undo makes room."""
    execute(
        held,
        """INSERT INTO portraits (campaign_id, ref, turn_id, ordered, url, painter) VALUES (%s, %s, %s, %s, %s, %s)
           ON CONFLICT (campaign_id, ref) DO UPDATE
               SET turn_id = excluded.turn_id, ordered = excluded.ordered, url = excluded.url,
                   painter = excluded.painter, created_at = now()""",
        (campaign_id, ref, turn_id, Json(ordered), url, painter),
    )


def copy(held: connection, *, source: int, target: int, turn_ids: dict[int, int]) -> None:
    """Copy the portraits that the copied turns ordered to another campaign."""
    execute(
        held,
        """INSERT INTO portraits (campaign_id, ref, turn_id, ordered, url, painter, created_at)
           SELECT %(target)s, p.ref, m.new_id, p.ordered, p.url, p.painter, p.created_at
           FROM portraits p
           JOIN unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m (old_id, new_id) ON m.old_id = p.turn_id
           WHERE p.campaign_id = %(source)s""",
        {
            "source": source,
            "target": target,
            "old": list(turn_ids),
            "new": list(turn_ids.values()),
        },
    )
