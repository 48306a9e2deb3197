"""The campaigns app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Campaigns and who has a seat at which."""

    name = "web_service.campaigns"
    label = "campaigns"
