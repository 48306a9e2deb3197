"""What several people at one table need beside the game: their words until they are played, their presence, their whispers.

All of it goes with its seat, and a seat with its campaign: the cascades are in SQL, in this app's migration.
"""

from typing import ClassVar

from django.db import models

from web_service.campaigns.models import Seat


class Declaration(models.Model):
    """What somebody said their hero does, from the moment it was sent until the game has it.

    `batch` is the idempotency key under which it is played, alone or with others'; `taken_until` is when whoever asks the
    brain is given up for dead. `outcome` is the answer, once there is one; the words are forgotten then.
    """

    campaign_id = models.BigIntegerField()
    seat = models.ForeignKey(
        Seat, on_delete=models.DO_NOTHING, db_constraint=False, related_name="declarations"
    )
    character_id = models.IntegerField()
    message = models.TextField()
    key = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    batch = models.TextField(null=True)
    taken_until = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True)

    class Meta:
        """One word waiting from each; a key is said once."""

        db_table = "declarations"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign_id", "key"], name="one_declaration_a_key"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(outcome__isnull=True),
                name="one_declaration_waiting_each",
            ),
        ]


class Presence(models.Model):
    """An open table page of somebody's, as long as it keeps saying so."""

    page = models.TextField(primary_key=True)
    campaign_id = models.BigIntegerField(db_index=True)
    seat = models.ForeignKey(
        Seat, on_delete=models.DO_NOTHING, db_constraint=False, related_name="presences"
    )
    seen_at = models.DateTimeField()
    typing_until = models.DateTimeField(null=True)

    class Meta:
        """Names its own table."""

        db_table = "presences"


class Whisper(models.Model):
    """A question to the Dungeon Master that only its asker ever sees, with its answer."""

    seat = models.ForeignKey(
        Seat, on_delete=models.DO_NOTHING, db_constraint=False, related_name="whispers"
    )
    question = models.TextField()
    answer = models.TextField()
    is_for_aloud = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Names its own table."""

        db_table = "whispers"
