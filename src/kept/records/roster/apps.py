"""The duty roster as a Django application."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Who is on duty when, who is away, what one shift tells the next."""

    name = "kept.records.roster"
    label = "roster"
    default_auto_field = "django.db.models.BigAutoField"
