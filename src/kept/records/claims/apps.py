"""Claims as a Django application."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What is made good: claims, decisions about them, and what broken promises cost."""

    name = "kept.records.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"
