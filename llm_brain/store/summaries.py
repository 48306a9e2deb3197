"""Table `summaries`: the story in chapters, and the campaign so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute, fetch_all, fetch_one

COLUMNS = "id, kind, number, first_turn, last_turn, title, content, facts, covers, narrator, is_open, is_stale"


@dataclass(frozen=True)
class Summary:
    """A row of `summaries`; `facts` are pairs of weight and sentence."""

    id: int
    kind: str
    number: int
    first_turn: int
    last_turn: int
    title: str
    content: str
    facts: tuple[tuple[int, str], ...]
    covers: tuple[int, ...]
    narrator: str
    is_open: bool
    is_stale: bool


def _summary(row: dict[str, Any]) -> Summary:
    facts = tuple((int(weight), str(text)) for weight, text in row["facts"])
    return Summary(**row | {"facts": facts, "covers": tuple(row["covers"])})


def all_of(held: connection, campaign_id: int) -> list[Summary]:
    """Return the chapters in their order, the campaign so far before them."""
    rows = fetch_all(
        held,
        f"SELECT {COLUMNS} FROM summaries WHERE campaign_id = %s ORDER BY kind, number",  # noqa: S608
        (campaign_id,),
    )
    return [_summary(row) for row in rows]


def standing(held: connection, campaign_id: int) -> list[Summary]:
    """Return what a chronicler goes on from: the campaign, the last closed chapter, the open one, and whatever is stale."""
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS} FROM summaries
            WHERE campaign_id = %(campaign)s AND (kind = 'campaign' OR is_open OR is_stale OR number = (
                SELECT max(number) FROM summaries WHERE campaign_id = %(campaign)s AND kind = 'chapter' AND NOT is_open))
            ORDER BY kind, number""",  # noqa: S608
        {"campaign": campaign_id},
    )
    return [_summary(row) for row in rows]


def for_prompt(held: connection, campaign_id: int, chapters: int) -> list[Summary]:
    """Return the campaign so far and its last closed chapters, oldest first; none that is stale."""
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS} FROM summaries
            WHERE campaign_id = %s AND NOT is_stale AND NOT is_open
            ORDER BY kind, number DESC LIMIT %s""",  # noqa: S608
        (campaign_id, chapters + 1),
    )
    found = [_summary(row) for row in rows]
    campaign = [row for row in found if row.kind == "campaign"]
    return [*campaign, *reversed([row for row in found if row.kind == "chapter"][:chapters])]


def put(
    held: connection,
    campaign_id: int,
    kind: str,
    number: int,
    turns: tuple[int, int],
    *,
    title: str,
    content: str,
    facts: Sequence[tuple[int, str]],
    covers: Sequence[int],
    is_open: bool,
) -> int:
    """Write a summary, in place of what was there; return its id."""
    row = fetch_one(
        held,
        """INSERT INTO summaries (campaign_id, kind, number, first_turn, last_turn, title, content, facts, covers, is_open)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (campaign_id, kind, number) DO UPDATE SET
               first_turn = excluded.first_turn, last_turn = excluded.last_turn, title = excluded.title,
               content = excluded.content, facts = excluded.facts, covers = excluded.covers, narrator = 'storyteller',
               is_open = excluded.is_open, is_stale = false, created_at = now()
           RETURNING id""",
        (
            campaign_id,
            kind,
            number,
            *turns,
            title,
            content,
            Json(list(facts)),
            list(covers),
            is_open,
        ),
    )
    assert row is not None
    return int(row["id"])


def reword(
    held: connection, campaign_id: int, summary_id: int, was: str, content: str, narrator: str
) -> bool:
    """Put a summary into other words, unless it has changed or gone stale meanwhile."""
    done = execute(
        held,
        """UPDATE summaries SET content = %s, narrator = %s
           WHERE campaign_id = %s AND id = %s AND content = %s AND NOT is_stale""",
        (content, narrator, campaign_id, summary_id, was),
    )
    return done > 0


def forget_after(held: connection, campaign_id: int, last_turn: int) -> None:
    """Delete whatever reaches past a turn: what it tells of is no more."""
    execute(
        held,
        "DELETE FROM summaries WHERE campaign_id = %s AND last_turn > %s",
        (campaign_id, last_turn),
    )


def mark_stale(held: connection, campaign_id: int, turn_number: int) -> None:
    """Show nobody what covers a turn until it is written anew."""
    execute(
        held,
        "UPDATE summaries SET is_stale = true WHERE campaign_id = %s AND %s BETWEEN first_turn AND last_turn",
        (campaign_id, turn_number),
    )


def campaigns_changed(
    held: connection, since: datetime | None, limit: int
) -> list[tuple[int, datetime]]:
    """Return campaigns that were played or changed since then, the longest ago first."""
    rows = fetch_all(
        held,
        """SELECT id, updated_at FROM campaigns WHERE %s::timestamptz IS NULL OR updated_at >= %s
           ORDER BY updated_at LIMIT %s""",
        (since, since, limit),
    )
    return [(row["id"], row["updated_at"]) for row in rows]
