"""Whispers: what a player asks the Dungeon Master alone. Kept here only, at the asker's seat; the game keeps nothing of it.

No page but the asker's own, no stream, no turn, prompt or memory is ever made from these rows.
"""

from datetime import timedelta

from django.utils import timezone

from web_service.campaigns.models import Seat
from web_service.clients.brain import Brain
from web_service.party.models import Whisper
from web_service.play.services import ask

SHOWN = 20
MOST_A_MINUTE = 20


def may_whisper(seat: Seat) -> bool:
    """Whether somebody has not whispered too often in the last minute."""
    minute_ago = timezone.now() - timedelta(minutes=1)
    return Whisper.objects.filter(seat=seat, created_at__gt=minute_ago).count() < MOST_A_MINUTE


def whisper(brain: Brain, seat: Seat, question: str) -> Whisper:
    """Have a question answered for one player alone, and keep both for them."""
    answer = ask(lambda: brain.whisper(seat.campaign_id, question, seat.character_id))
    return Whisper.objects.create(
        seat=seat,
        question=question,
        answer=str(answer.get("answer", "")),
        is_for_aloud=bool(answer.get("needs_a_turn")),
    )


def whispers_of(seat: Seat) -> list[Whisper]:
    """Return somebody's last whispers, oldest first."""
    newest = Whisper.objects.filter(seat=seat).order_by("-id")[:SHOWN]
    return list(reversed(newest))
