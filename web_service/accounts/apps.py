"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, signing in and out, preferences."""

    name = "web_service.accounts"
    label = "accounts"
