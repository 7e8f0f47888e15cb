"""Cases as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Service requests: what happened, what was promised, and what became of each promise."""

    name = "kept.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
