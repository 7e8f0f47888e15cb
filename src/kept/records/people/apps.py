"""People as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who works here, where, and with which competence; and customers' people who sign in."""

    name = "kept.records.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
