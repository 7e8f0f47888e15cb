"""Policies as a Django application."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """After-sales policies and their published versions, as texts."""

    name = "kept.records.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"
