"""Returns as a Django application."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Goods that come back for repair or exchange, loaners, and units that are owed."""

    name = "kept.records.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"
