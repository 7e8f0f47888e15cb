"""Checklists as a Django application."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    """What is to be looked at, in versions; what was found, case by case."""

    name = "kept.records.checklists"
    label = "checklists"
    default_auto_field = "django.db.models.BigAutoField"
