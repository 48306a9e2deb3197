"""A turn as it stands in the story: the player's words, the dice, the telling, the small print.

Built from a turn's row, its rolls and, while the telling is under way, its live sentences. It reads no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from web_service.play.dice_cards import DieCard, card_of
from web_service.play.models import TableEvent, Turn
from web_service.play.prose import sentence_html

NARRATORS = {"storyteller": "the storyteller"}


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """One sentence with its place in the telling."""

    index: int
    words: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class StoryTurn:
    """Everything the story shows of one turn."""

    id: int
    number: int
    status: str
    who: str
    message: str
    cards: list[DieCard]
    lines: list[SentenceLine]
    told_by: str
    degraded: str
    notes: list[str]
    narration: str
    image_state: str
    audio_state: str
    audio_url: str
    is_last: bool

    @property
    def is_in_flight(self) -> bool:
        """Whether the telling is still to come or under way."""
        return self.status == "resolved"

    @property
    def is_opening(self) -> bool:
        """Whether this is the campaign's first telling."""
        return self.number == 1


def _lines(sentences: Sequence[dict[str, Any]], narration: str) -> list[SentenceLine]:
    """Return the telling by sentences; an edited one without them by paragraphs."""
    rows = sentences or [{"text": text} for text in narration.splitlines() if text.strip()]
    return [
        SentenceLine(int(row.get("index", i)), str(row.get("text", "")), sentence_html(row))
        for i, row in enumerate(rows)
    ]


def story_turn(
    turn: Turn,
    rolls: Sequence[TableEvent],
    live: Sequence[dict[str, Any]],
    names: dict[str, str],
    *,
    is_last: bool,
) -> StoryTurn:
    """Return one turn, ready to be shown."""
    sentences = live if turn.is_in_flight and live else turn.sentences
    return StoryTurn(
        id=turn.pk,
        number=turn.turn_number,
        status=turn.status,
        who=names.get(f"c{turn.character_id}", "You") if turn.player_message else "",
        message=turn.player_message,
        cards=[card_of(event.seq, event.payload["roll"], names) for event in rolls],
        lines=[] if turn.status == "withdrawn" else _lines(sentences, turn.dm_response),
        told_by=NARRATORS.get(turn.narrator, turn.narrator),
        degraded=turn.degraded_reason or "",
        notes=list(turn.notes),
        narration=turn.dm_response,
        image_state=turn.image_state,
        audio_state=turn.audio_state,
        audio_url=turn.audio_url or "",
        is_last=is_last,
    )
