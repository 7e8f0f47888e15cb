"""The history as a Django application."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """Everything that ever happened with a customer, on one line of time."""

    name = "kept.records.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"
