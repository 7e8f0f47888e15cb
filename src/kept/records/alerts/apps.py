"""Alerts of machines as a Django application."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Other programs that may tell of machines, and the alerts that they told."""

    name = "kept.records.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"
