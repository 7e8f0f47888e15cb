"""Macros as a Django application."""

from django.apps import AppConfig


class MacrosConfig(AppConfig):
    """What is done again and again, as one action."""

    name = "kept.records.macros"
    label = "macros"
    default_auto_field = "django.db.models.BigAutoField"
