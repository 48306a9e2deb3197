"""The game's rows that the table page is made of. All are views of the game's schema: read only, nothing undone in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Turn(models.Model):
    """A row of `web_turns`: what was said, what came of it, how it was told."""

    campaign_id = models.BigIntegerField()
    turn_number = models.IntegerField()
    character_id = models.IntegerField(null=True)
    player_message = models.TextField()
    dm_response = models.TextField()
    status = models.TextField()
    actions = models.JSONField()
    sentences = models.JSONField()
    suggestions = models.JSONField()
    memories = models.JSONField()
    notes = ArrayField(models.TextField())
    timings_ms = models.JSONField()
    narrator = models.TextField()
    degraded_reason = models.TextField(null=True)
    telling = models.IntegerField()
    image_state = models.TextField()
    audio_state = models.TextField()
    image_url = models.TextField(null=True)
    audio_url = models.TextField(null=True)
    audio_clips = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    mood = models.TextField(default="plain")

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_turns"

    @property
    def is_in_flight(self) -> bool:
        """Whether the telling is still to come or under way."""
        return self.status == "resolved"


class TableEvent(models.Model):
    """A row of `web_events`: one thing that happened, in the ledger's order."""

    pk = models.CompositePrimaryKey("campaign_id", "seq")
    campaign_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    turn_id = models.BigIntegerField(null=True)
    type = models.TextField()
    payload = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_events"


class Portrait(models.Model):
    """A row of `web_portraits`: how somebody looks."""

    pk = models.CompositePrimaryKey("campaign_id", "ref")
    campaign_id = models.BigIntegerField()
    ref = models.TextField()
    url = models.TextField()

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_portraits"


class LiveSentence(models.Model):
    """A row of `web_live_sentences`: a released sentence of a telling under way."""

    pk = models.CompositePrimaryKey("turn_id", "index")
    turn_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    index = models.IntegerField()
    sentence = models.JSONField()
    turn_number = models.IntegerField()

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_live_sentences"


class MediaJob(models.Model):
    """A row of `web_media_jobs`: a picture or a voice still to be made, or given up."""

    campaign_id = models.BigIntegerField()
    turn_id = models.BigIntegerField()
    kind = models.TextField()
    status = models.TextField()
    attempts = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_media_jobs"
