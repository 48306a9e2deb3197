"""Who may sit down: one account a person, with what they like to see and hear."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models


def default_preferences() -> dict[str, Any]:
    """Return what a new player starts with: speed 0.5 to 2, volume 0 to 1."""
    return {"theme": "auto", "voice_is_on": False, "voice_speed": 1.0, "voice_volume": 0.9}


class User(AbstractUser):
    """A player; one who is staff is an operator too."""

    preferences = models.JSONField(default=default_preferences)

    class Meta(AbstractUser.Meta):
        """Names its own table."""

        db_table = "users"

    @property
    def theme(self) -> str:
        """Return auto, dark or light."""
        return str(self.preferences.get("theme", "auto"))
