"""Work as a Django application."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """What somebody did on a case: time, travel, expenses; and what of it was billed."""

    name = "kept.records.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
