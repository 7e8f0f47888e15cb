"""Files as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Photos, voice notes and documents: their bytes, and the cases they belong to."""

    name = "kept.records.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
