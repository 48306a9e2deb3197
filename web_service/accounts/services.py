"""What changes an account."""

from typing import Any

from web_service.accounts.models import User


def change_preferences(user: User, changes: dict[str, Any]) -> None:
    """Remember what was sent; what was left empty stays as it was."""
    kept = {key: value for key, value in changes.items() if value not in (None, "")}
    user.preferences = {**user.preferences, **kept}
    user.save(update_fields=["preferences"])
