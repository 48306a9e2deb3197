"""Table `memory_witnesses`: who saw, was told or has heard of what a memory tells."""

from collections.abc import Iterable, Sequence

from psycopg2.extensions import connection

from llm_brain.store.rows import execute, fetch_all

EVERYBODY = "*"


def saw(held: connection, campaign_id: int, turn_id: int, refs: Iterable[str]) -> None:
    """Note who was there for everything remembered of a turn."""
    execute(
        held,
        """INSERT INTO memory_witnesses (campaign_id, segment_id, ref, how, turn_id)
           SELECT s.campaign_id, s.id, w.ref, 'saw', s.turn_id
           FROM story_segments s, unnest(%s::text[]) AS w (ref)
           WHERE s.campaign_id = %s AND s.turn_id = %s AND s.kind = 'turn'
           ON CONFLICT (segment_id, ref) DO UPDATE SET how = 'saw', turn_id = excluded.turn_id, from_clock_min = 0""",
        (sorted(set(refs)), campaign_id, turn_id),
    )


def gets_about(held: connection, campaign_id: int, turn_id: int, from_clock_min: int) -> None:
    """Note that everybody will have heard of a turn by then."""
    execute(
        held,
        """INSERT INTO memory_witnesses (campaign_id, segment_id, ref, how, turn_id, from_clock_min)
           SELECT campaign_id, id, %s, 'rumour', turn_id, %s FROM story_segments
           WHERE campaign_id = %s AND turn_id = %s AND kind = 'turn'
           ON CONFLICT (segment_id, ref) DO UPDATE SET from_clock_min = excluded.from_clock_min""",
        (EVERYBODY, from_clock_min, campaign_id, turn_id),
    )


def were_told(
    held: connection,
    campaign_id: int,
    turn_id: int,
    segment_ids: Sequence[int],
    refs: Iterable[str],
) -> None:
    """Note that some people heard, in a turn, of what older memories tell."""
    execute(
        held,
        """INSERT INTO memory_witnesses (campaign_id, segment_id, ref, how, turn_id)
           SELECT s.campaign_id, s.id, w.ref, 'told', %s
           FROM story_segments s, unnest(%s::text[]) AS w (ref)
           WHERE s.campaign_id = %s AND s.id = ANY(%s) AND s.undone_by IS NULL
           ON CONFLICT (segment_id, ref) DO NOTHING""",
        (turn_id, sorted(set(refs)), campaign_id, list(segment_ids)),
    )


def known_to(held: connection, campaign_id: int, ref: str, clock_min: int) -> dict[int, str]:
    """Return what somebody knows of: segments, each with how (saw, told, rumour)."""
    rows = fetch_all(
        held,
        """SELECT segment_id, ref, how FROM memory_witnesses
           WHERE campaign_id = %s AND ref IN (%s, %s) AND from_clock_min <= %s
           ORDER BY ref = %s DESC""",
        (campaign_id, ref, EVERYBODY, clock_min, EVERYBODY),
    )
    return {row["segment_id"]: row["how"] for row in rows}


def forget_turns(held: connection, campaign_id: int, turn_ids: Sequence[int]) -> None:
    """Take back what people came to know in some turns."""
    execute(
        held,
        "DELETE FROM memory_witnesses WHERE campaign_id = %s AND turn_id = ANY(%s)",
        (campaign_id, list(turn_ids)),
    )


def of_turn(held: connection, campaign_id: int, turn_id: int) -> list[tuple[str, str, int, int]]:
    """Return who knows what is remembered of a turn: ref, how, in which turn they came to know it, from when on."""
    rows = fetch_all(
        held,
        """SELECT w.ref, w.how, w.turn_id, w.from_clock_min FROM memory_witnesses w
           JOIN story_segments s ON s.id = w.segment_id
           WHERE w.campaign_id = %s AND s.turn_id = %s AND s.kind = 'turn'""",
        (campaign_id, turn_id),
    )
    return [(row["ref"], row["how"], row["turn_id"], row["from_clock_min"]) for row in rows]


def put_back(
    held: connection, campaign_id: int, turn_id: int, knew: Sequence[tuple[str, str, int, int]]
) -> None:
    """Note the same people again after a turn was reworded."""
    for ref, how, learned_in, from_clock_min in knew:
        execute(
            held,
            """INSERT INTO memory_witnesses (campaign_id, segment_id, ref, how, turn_id, from_clock_min)
               SELECT campaign_id, id, %s, %s, %s, %s FROM story_segments
               WHERE campaign_id = %s AND turn_id = %s AND kind = 'turn' ON CONFLICT (segment_id, ref) DO NOTHING""",
            (ref, how, learned_in, from_clock_min, campaign_id, turn_id),
        )


def copy(held: connection, *, source: int, target: int, turn_ids: dict[int, int]) -> None:
    """Copy who knows what of the copied turns, after their segments were copied."""
    execute(
        held,
        """WITH mapped AS (
               SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m (old_id, new_id)
           )
           INSERT INTO memory_witnesses (campaign_id, segment_id, ref, how, turn_id, from_clock_min)
           SELECT %(target)s, made.id, w.ref, w.how, learned.new_id, w.from_clock_min
           FROM memory_witnesses w
           JOIN mapped learned ON learned.old_id = w.turn_id
           JOIN story_segments s ON s.id = w.segment_id AND s.undone_by IS NULL
           JOIN mapped told ON told.old_id = s.turn_id
           JOIN story_segments made ON made.campaign_id = %(target)s AND made.turn_id = told.new_id AND made.kind = s.kind
                                   AND made.first_turn = s.first_turn
           WHERE w.campaign_id = %(source)s
           ON CONFLICT (segment_id, ref) DO NOTHING""",
        {
            "source": source,
            "target": target,
            "old": list(turn_ids.keys()),
            "new": list(turn_ids.values()),
        },
    )
