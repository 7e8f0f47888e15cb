"""The ledger as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Lowest of the records: every app above writes to it, it knows none of them."""

    name = "kept.records.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
