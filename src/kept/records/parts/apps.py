"""Parts as a Django application."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    """The catalogue of spare parts, where they lie, and every movement of each."""

    name = "kept.records.parts"
    label = "parts"
    default_auto_field = "django.db.models.BigAutoField"
