"""Incoming mail as a Django application."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Letters from mailboxes: taken in, read, and made part of cases or kept for a person."""

    name = "kept.records.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"
