"""The archive as a Django application."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Customers, their contacts and sites, and every piece of equipment there."""

    name = "kept.records.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"
