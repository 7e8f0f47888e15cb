"""Follow-ups as a Django application."""

from django.apps import AppConfig


class FollowUpsConfig(AppConfig):
    """What customers said afterwards, and whom we promised to call again."""

    name = "kept.records.followups"
    label = "followups"
    default_auto_field = "django.db.models.BigAutoField"
