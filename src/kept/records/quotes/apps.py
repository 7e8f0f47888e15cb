"""Quotes as a Django application."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    """What work and parts would cost a customer: drafts, sent versions, what was answered."""

    name = "kept.records.quotes"
    label = "quotes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let those who withdraw work know which quotes hold it."""
        from kept.records.quotes.holding import quotes_with
        from kept.records.work.held import ask_also

        ask_also(quotes_with)
