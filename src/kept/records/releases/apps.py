"""Releases as a Django application."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """What gives money away, and what a second person said to it above the limit."""

    name = "kept.records.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"
