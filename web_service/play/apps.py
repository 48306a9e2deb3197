"""The play app."""

from django.apps import AppConfig


class PlayConfig(AppConfig):
    """The table itself: story, turns, the stream, voice."""

    name = "web_service.play"
    label = "play"
