"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures and voices, for those at the table only."""

    name = "web_service.media"
    label = "media"
