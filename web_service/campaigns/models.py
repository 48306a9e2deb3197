"""Campaigns as the game shows them (a view, read only) and the seats around them (ours).

A seat goes with its campaign: the foreign key with its cascade is written in SQL, in this app's migration.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Campaign(models.Model):
    """A row of `web_campaigns`; `table_view` is all that the players may see of the state."""

    name = models.TextField()
    theme = models.TextField()
    tone = models.TextField()
    dm_style = models.TextField()
    adventure_seed = models.BigIntegerField()
    dice_seed_sha256 = models.TextField()
    dice_revealed = models.BooleanField()
    dice_counter = models.BigIntegerField()
    lines = ArrayField(models.TextField())
    veils = ArrayField(models.TextField())
    last_seq = models.BigIntegerField()
    last_turn = models.IntegerField()
    branched_from = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    table_view = models.JSONField()
    title = models.TextField(null=True)
    ended = models.TextField(null=True)
    temperature = models.FloatField(null=True)
    top_p = models.FloatField(null=True)
    max_new_tokens = models.IntegerField(null=True)

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_campaigns"

    @property
    def view(self) -> dict[str, Any]:
        """Return the table view, empty before the adventure is written."""
        return self.table_view or {}

    @property
    def has_begun(self) -> bool:
        """Whether the opening has been asked for."""
        return self.last_turn > 0 or bool(self.view.get("has_begun"))

    @property
    def theme_name(self) -> str:
        """Return the theme in words."""
        return self.theme.replace("_", " ").capitalize()


class Invitation(models.Model):
    """What makes a campaign's invitation good: whoever changes the nonce makes every link there is worthless."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True
    )
    nonce = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        """Names its own table."""

        db_table = "invitations"


class Seat(models.Model):
    """Somebody's place at a table, and the hero they play."""

    class Role(models.TextChoices):
        """Who may do what."""

        OWNER = "owner"
        PLAYER = "player"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.DO_NOTHING, db_constraint=False, related_name="seats"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    character_id = models.IntegerField(null=True, blank=True)
    role = models.TextField(choices=Role.choices, default=Role.PLAYER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One seat a person at a table."""

        db_table = "seats"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "user"], name="one_seat_each")
        ]

    @property
    def is_owner(self) -> bool:
        """Whether this seat may rename, delete and invite."""
        return self.role == Seat.Role.OWNER
