"""The site itself: what every page shares, and the operator's page."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Base templates, shared static files, health, errors."""

    name = "web_service.config"
    label = "site_config"
