"""The party app."""

from django.apps import AppConfig


class PartyConfig(AppConfig):
    """Several people at one table: who is here, who has spoken, who is up, what was whispered."""

    name = "web_service.party"
    label = "party"
