"""Table `conversations`: one row a turn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute, fetch_all, fetch_one


@dataclass(frozen=True)
class Conversation:
    """A row of `conversations`."""

    id: int
    campaign_id: int
    turn_number: int
    token: str
    character_id: int | None
    player_message: str
    dm_response: str
    status: str
    actions: list[dict[str, Any]]
    sentences: list[dict[str, Any]]
    suggestions: list[dict[str, Any]]
    memories: list[dict[str, Any]]
    notes: tuple[str, ...]
    timings_ms: dict[str, float]
    narrator: str
    degraded_reason: str | None
    telling: int
    image_state: str
    audio_state: str
    image_url: str | None
    audio_url: str | None
    audio_clips: tuple[str, ...]
    created_at: datetime
    told_at: datetime | None
    phrases: tuple[str, ...] = field(default=())


BETWEEN_PHRASES = "\x1f"
"""Parts the phrases of many turns when they are read as one text, which is quicker than as many lists."""

COLUMNS = """id, campaign_id, turn_number, token, character_id, player_message, dm_response, status, actions, sentences,
             suggestions, memories, notes, timings_ms, narrator, degraded_reason, telling, image_state, audio_state,
             image_url, audio_url, audio_clips, created_at, told_at, phrases"""


def _conversation(row: dict[str, Any]) -> Conversation:
    tuples = {name: tuple(row[name]) for name in ("notes", "audio_clips", "phrases")}
    return Conversation(**row | tuples)


def add(
    held: connection,
    *,
    campaign_id: int,
    turn_number: int,
    token: str,
    character_id: int | None,
    message: str,
    actions: list[dict[str, Any]],
    suggestions: list[dict[str, Any]],
    notes: Sequence[str],
    mood: str,
) -> int:
    """Insert a resolved turn; return its id."""
    row = fetch_one(
        held,
        """INSERT INTO conversations (campaign_id, turn_number, token, character_id, player_message, actions, suggestions,
                                      notes, mood)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (
            campaign_id, turn_number, token, character_id, message, Json(actions), Json(suggestions), list(notes), mood,
        ),
    )  # fmt: skip
    assert row is not None
    return int(row["id"])


def get(held: connection, campaign_id: int, turn_number: int) -> Conversation | None:
    """Return the turn of a number that was not undone."""
    row = fetch_one(
        held,
        f"SELECT {COLUMNS} FROM conversations WHERE campaign_id = %s AND turn_number = %s AND undone_by IS NULL",  # noqa: S608
        (campaign_id, turn_number),
    )
    return _conversation(row) if row else None


def numbers_by_id(held: connection, campaign_id: int) -> dict[int, int]:
    """Return the numbers of a campaign's turns by their rows' ids."""
    rows = fetch_all(
        held, "SELECT id, turn_number FROM conversations WHERE campaign_id = %s", (campaign_id,)
    )
    return {row["id"]: row["turn_number"] for row in rows}


def prompt_of(held: connection, campaign_id: int, conversation_id: int) -> list[dict[str, str]]:
    """Return the messages a turn was told from; empty before it is told."""
    row = fetch_one(
        held,
        "SELECT prompt FROM conversations WHERE campaign_id = %s AND id = %s",
        (campaign_id, conversation_id),
    )
    return list(row["prompt"]) if row else []


def by_id(held: connection, campaign_id: int, conversation_id: int) -> Conversation | None:
    """Return a turn by its row's id, undone or not."""
    row = fetch_one(
        held,
        f"SELECT {COLUMNS} FROM conversations WHERE campaign_id = %s AND id = %s",  # noqa: S608
        (campaign_id, conversation_id),
    )
    return _conversation(row) if row else None


def id_by_token(held: connection, token: str) -> int | None:
    """Return the id of the turn made with this token, if its first commit happened."""
    row = fetch_one(held, "SELECT id FROM conversations WHERE token = %s", (token,))
    return int(row["id"]) if row else None


def after(held: connection, campaign_id: int, turn_number: int, limit: int) -> list[Conversation]:
    """Return the turns after a number, oldest first."""
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS} FROM conversations
            WHERE campaign_id = %s AND turn_number > %s AND undone_by IS NULL ORDER BY turn_number LIMIT %s""",  # noqa: S608
        (campaign_id, turn_number, limit),
    )
    return [_conversation(row) for row in rows]


def last(
    held: connection, campaign_id: int, count: int, before: int | None = None
) -> list[Conversation]:
    """Return the last told turns (before a number, if given), oldest first."""
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS} FROM conversations
            WHERE campaign_id = %s AND undone_by IS NULL AND status IN ('told', 'stopped')
              AND (%s::int IS NULL OR turn_number < %s) ORDER BY turn_number DESC LIMIT %s""",  # noqa: S608
        (campaign_id, before, before, count),
    )
    return [_conversation(row) for row in reversed(rows)]


def untold(held: connection) -> list[tuple[int, int]]:
    """Return (campaign, turn number) of turns resolved but not told that nobody is telling."""
    rows = fetch_all(
        held,
        """SELECT c.campaign_id, c.turn_number FROM conversations c
           LEFT JOIN campaign_leases l ON l.campaign_id = c.campaign_id AND l.expires_at >= now()
           WHERE c.status = 'resolved' AND c.undone_by IS NULL AND l.campaign_id IS NULL
           ORDER BY c.id""",
    )
    return [(row["campaign_id"], row["turn_number"]) for row in rows]


def phrases_used(held: connection, campaign_id: int, last_turns: int) -> dict[str, int]:
    """Return how often each phrase was used in the last turns."""
    row = fetch_one(
        held,
        """SELECT string_agg(nullif(array_to_string(phrases, %(mark)s), ''), %(mark)s) AS phrases
           FROM (SELECT phrases FROM conversations WHERE campaign_id = %(campaign)s AND undone_by IS NULL
                 ORDER BY turn_number DESC LIMIT %(turns)s) AS latest""",
        {"campaign": campaign_id, "turns": last_turns, "mark": BETWEEN_PHRASES},
    )
    assert row is not None
    return dict(Counter(row["phrases"].split(BETWEEN_PHRASES))) if row["phrases"] else {}


def set_told(
    held: connection,
    conversation_id: int,
    *,
    narration: str,
    status: str,
    sentences: list[dict[str, Any]],
    phrases: Sequence[str],
    memories: list[dict[str, Any]],
    prompt: list[dict[str, Any]],
    timings_ms: dict[str, float],
    notes: Sequence[str],
    narrator: str,
    degraded_reason: str | None,
    telling: int,
    image_state: str | None,
    audio_state: str,
) -> None:
    """Write the telling of a turn; `image_state` None leaves the picture as it is."""
    execute(
        held,
        """UPDATE conversations SET dm_response = %(narration)s, status = %(status)s, sentences = %(sentences)s,
                  phrases = phrases || %(phrases)s, memories = %(memories)s, prompt = %(prompt)s,
                  timings_ms = %(timings_ms)s, notes = %(notes)s, narrator = %(narrator)s,
                  degraded_reason = %(degraded_reason)s, telling = %(telling)s,
                  image_state = coalesce(%(image_state)s, image_state), audio_state = %(audio_state)s,
                  audio_generated = false, audio_url = NULL, audio_clips = '{}', told_at = now()
           WHERE id = %(id)s""",
        {
            "id": conversation_id,
            "narration": narration,
            "status": status,
            "sentences": Json(sentences),
            "phrases": list(phrases),
            "memories": Json(memories),
            "prompt": Json(prompt),
            "timings_ms": Json(timings_ms),
            "notes": list(notes),
            "narrator": narrator,
            "degraded_reason": degraded_reason,
            "telling": telling,
            "image_state": image_state,
            "audio_state": audio_state,
        },
    )


def set_words(
    held: connection,
    conversation_id: int,
    narration: str,
    sentences: list[dict[str, Any]],
    status: str,
) -> None:
    """Change the words of a telling, or with none take them off the table; its voice is no longer true."""
    execute(
        held,
        """UPDATE conversations SET dm_response = %s, sentences = %s, status = %s, audio_generated = false,
                  audio_state = 'none', audio_url = NULL, audio_clips = '{}', telling = telling + 1
           WHERE id = %s""",
        (narration, Json(sentences), status, conversation_id),
    )


def mark_undone(
    held: connection, campaign_id: int, conversation_ids: Sequence[int], undone_by: int
) -> None:
    """Note on some turns which undo took them back."""
    execute(
        held,
        "UPDATE conversations SET undone_by = %s WHERE campaign_id = %s AND id = ANY(%s)",
        (undone_by, campaign_id, list(conversation_ids)),
    )


def copy(held: connection, *, source: int, target: int, up_to_turn: int) -> dict[int, int]:
    """Copy a campaign's valid turns to another one; return old ids to new ones."""
    rows = fetch_all(
        held,
        """SELECT id FROM conversations WHERE campaign_id = %s AND turn_number <= %s AND undone_by IS NULL
           ORDER BY turn_number""",
        (source, up_to_turn),
    )
    mapping: dict[int, int] = {}
    for row in rows:
        made = fetch_one(
            held,
            """INSERT INTO conversations (campaign_id, turn_number, token, character_id, player_message, dm_response,
                    status, actions, sentences, suggestions, memories, phrases, prompt, timings_ms, notes, narrator,
                    degraded_reason, telling, image_generated, audio_generated, image_state, audio_state, image_url,
                    audio_url, audio_clips, created_at, told_at, mood, sources)
               SELECT %(target)s, turn_number, 'branch:' || %(target)s || ':' || id, character_id, player_message,
                    dm_response, status, actions, sentences, suggestions, memories, phrases, prompt, timings_ms, notes,
                    narrator, degraded_reason, telling, image_generated, audio_generated,
                    CASE image_state WHEN 'pending' THEN 'none' ELSE image_state END,
                    CASE audio_state WHEN 'pending' THEN 'none' ELSE audio_state END,
                    image_url, audio_url, audio_clips, created_at, told_at, mood, sources
               FROM conversations WHERE id = %(id)s RETURNING id""",
            {"target": target, "id": row["id"]},
        )
        assert made is not None
        mapping[row["id"]] = made["id"]
    return mapping
