"""Presence as a Django application."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """Who has which case open just now."""

    name = "kept.records.presence"
    label = "presence"
    default_auto_field = "django.db.models.BigAutoField"
