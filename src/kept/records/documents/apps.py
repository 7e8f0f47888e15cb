"""Documents as a Django application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """What is handed over in writing about a case: its text, its bytes, who signed them."""

    name = "kept.records.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
