"""The telephone as a Django application."""

from django.apps import AppConfig


class TelephoneConfig(AppConfig):
    """Who called whom when, who answered, whom we must call back."""

    name = "kept.records.telephone"
    label = "telephone"
    default_auto_field = "django.db.models.BigAutoField"
