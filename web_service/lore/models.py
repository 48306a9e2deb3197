"""The game's rows that these pages are made of: views of its schema, read only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LoreEntry(models.Model):
    """A row of `web_lore_entries`: lore, a pin, a correction or somebody from a character card."""

    campaign_id = models.BigIntegerField()
    kind = models.TextField()
    title = models.TextField()
    content = models.TextField()
    keys = ArrayField(models.TextField())
    secondary_keys = ArrayField(models.TextField())
    secondary_rule = models.TextField()
    is_constant = models.BooleanField()
    by_meaning = models.BooleanField()
    is_enabled = models.BooleanField()
    is_hidden = models.BooleanField()
    priority = models.IntegerField()
    turn_number = models.IntegerField(null=True)
    author = models.TextField()
    source = models.TextField()
    person = models.JSONField()
    is_in_the_world = models.BooleanField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_lore_entries"

    @property
    def comes_in(self) -> str:
        """Return what brings the entry into a telling."""
        if self.kind in ("pin", "correction"):
            return f"turn {self.turn_number}" if self.turn_number else "always"
        ways = ["always on"] if self.is_constant else []
        ways += [f"when said: {', '.join(self.keys)}"] if self.keys else []
        ways += (
            [f"and {self.secondary_rule} of: {', '.join(self.secondary_keys)}"]
            if self.secondary_keys
            else []
        )
        ways += ["by meaning"] if self.by_meaning else []
        return "; ".join(ways) or "when named"


class Summary(models.Model):
    """A row of `web_summaries`: a chapter, or the campaign so far."""

    campaign_id = models.BigIntegerField()
    kind = models.TextField()
    number = models.IntegerField()
    first_turn = models.IntegerField()
    last_turn = models.IntegerField()
    title = models.TextField()
    content = models.TextField()
    narrator = models.TextField()
    is_open = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        """Owned by the game's schema."""

        managed = False
        db_table = "web_summaries"
