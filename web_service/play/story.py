"""A turn as it stands in the story: the player's words, the dice, the telling, the small print.

Built from a turn's row, its rolls and, while the telling is under way, its live sentences. It reads no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from web_service.play.dice_cards import DieCard, card_of
from web_service.play.models import TableEvent, Turn
from web_service.play.prose import begins_paragraph, sentence_html, speaker_of

NARRATORS = {"storyteller": "the storyteller"}


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """One sentence with its place in the telling."""

    index: int
    words: str
    html: SafeString
    is_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class StoryTurn:
    """Everything the story shows of one turn."""

    id: int
    number: int
    status: str
    who: str
    message: str
    said: list[tuple[str, str]]
    """Who said what: one's own words, or those of several that made one turn."""
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
    if not sentences:
        texts = [text for text in narration.splitlines() if text.strip()]
        return [
            SentenceLine(i, text, sentence_html({"text": text}), is_paragraph=i > 0)
            for i, text in enumerate(texts)
        ]
    lines, last_speaker = [], ""
    for i, row in enumerate(sentences):
        speaker, text = speaker_of(row), str(row.get("text", ""))
        is_paragraph = i > 0 and begins_paragraph(speaker, last_speaker)
        last_speaker = speaker or last_speaker
        index = int(row.get("index", i))
        lines.append(SentenceLine(index, text, sentence_html(row), is_paragraph))
    return lines


def _said(turn: Turn, events: Sequence[TableEvent], names: dict[str, str]) -> list[tuple[str, str]]:
    """Return who said what in a turn; from the ledger when several did."""
    taken = [event.payload for event in events if event.type == "turn_taken"]
    words = [(names.get(row["by"], "You"), row["message"]) for row in taken if row.get("message")]
    if len(words) > 1:
        return words
    who = names.get(f"c{turn.character_id}", "You")
    return [(who, turn.player_message)] if turn.player_message else []


def story_turn(
    turn: Turn,
    events: Sequence[TableEvent],
    live: Sequence[dict[str, Any]],
    names: dict[str, str],
    *,
    is_last: bool,
) -> StoryTurn:
    """Return one turn, ready to be shown; `events` are its rolls and what was said."""
    said = _said(turn, events, names)
    rolls = [event for event in events if event.type == "roll_made"]
    sentences = live if turn.is_in_flight and live else turn.sentences
    return StoryTurn(
        id=turn.pk,
        number=turn.turn_number,
        status=turn.status,
        who=said[0][0] if len(said) == 1 else "",
        message=turn.player_message,
        said=said,
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
