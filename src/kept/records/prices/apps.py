"""Prices as a Django application."""

from django.apps import AppConfig


class PricesConfig(AppConfig):
    """Price lists, the prices in them by date, and taxes."""

    name = "kept.records.prices"
    label = "prices"
    default_auto_field = "django.db.models.BigAutoField"
