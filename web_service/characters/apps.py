"""The characters app."""

from django.apps import AppConfig


class CharactersConfig(AppConfig):
    """Choosing heroes and reading their sheets."""

    name = "web_service.characters"
    label = "characters"
