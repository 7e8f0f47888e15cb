"""Knowledge as a Django application."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """What the company knows about its machines: articles, ready words, codes."""

    name = "kept.records.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
