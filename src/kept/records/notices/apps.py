"""Notices as a Django application."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told what, in the receiver's language, once."""

    name = "kept.records.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
