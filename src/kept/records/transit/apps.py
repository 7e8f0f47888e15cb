"""Goods on their way as a Django application."""

from django.apps import AppConfig


class TransitConfig(AppConfig):
    """What customers and carriers do with goods on their way, without an account."""

    name = "kept.records.transit"
    label = "transit"
    default_auto_field = "django.db.models.BigAutoField"
