"""The lore app."""

from django.apps import AppConfig


class LoreConfig(AppConfig):
    """What a table wrote down for its Dungeon Master, and the story in chapters."""

    name = "web_service.lore"
    label = "lore"
