"""Invitations: a signed word that lets its bearer sit down, until it is too old or the owner takes it back.

The word carries the campaign and its nonce; a new nonce makes every earlier word worthless.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from web_service.accounts.models import User
from web_service.campaigns.models import Campaign, Invitation, Seat
from web_service.clients.errors import GameConflict

SALT = "campaigns.invite"


def _nonce(campaign_id: int) -> str:
    values = {"nonce": secrets.token_urlsafe(9), "made_at": timezone.now()}
    found, _ = Invitation.objects.get_or_create(campaign_id=campaign_id, defaults=values)
    return found.nonce


def invitation(campaign_id: int) -> str:
    """Return a word that lets its bearer sit down, for INVITE_DAYS from now."""
    return signing.dumps([campaign_id, _nonce(campaign_id)], salt=SALT)


def take_back_invitations(campaign_id: int) -> None:
    """Make every invitation there is worthless."""
    values = {"nonce": secrets.token_urlsafe(9), "made_at": timezone.now()}
    Invitation.objects.update_or_create(campaign_id=campaign_id, defaults=values)


def invited_to(word: str) -> int | None:
    """Return the campaign an invitation is for; None when it is forged, too old or taken back."""
    try:
        told = signing.loads(word, salt=SALT, max_age=timedelta(days=settings.INVITE_DAYS))
    except signing.BadSignature:
        return None
    if not isinstance(told, list) or len(told) != 2:
        return None
    campaign_id, nonce = told
    is_good = Invitation.objects.filter(campaign_id=campaign_id, nonce=nonce).exists()
    return int(campaign_id) if is_good else None


def sit_down(user: User, campaign: Campaign) -> Seat:
    """Give somebody a seat; once is enough. Raises GameConflict at a full table."""
    with transaction.atomic():
        there = list(Seat.objects.filter(campaign_id=campaign.pk).select_for_update())
        mine = next((seat for seat in there if seat.user_id == user.pk), None)
        if mine is not None:
            return mine
        if len(there) >= settings.MAX_SEATS:
            message = f"All {settings.MAX_SEATS} chairs at this table are taken."
            raise GameConflict(message, "table_full", {"most": settings.MAX_SEATS})
        return Seat.objects.create(campaign_id=campaign.pk, user=user)
