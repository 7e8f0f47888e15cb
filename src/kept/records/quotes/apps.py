"""Quotes as a Django application."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    """What work and parts would cost a customer: drafts, sent versions, what was answered."""

    name = "kept.records.quotes"
    label = "quotes"
    default_auto_field = "django.db.models.BigAutoField"
