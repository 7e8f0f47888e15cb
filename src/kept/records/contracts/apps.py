"""Contracts as a Django application."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Which policy version was promised to whom, for what, with which exceptions."""

    name = "kept.records.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"
