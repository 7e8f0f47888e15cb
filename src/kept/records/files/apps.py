"""Files as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Photos, voice notes and documents: their bytes, and the cases they belong to."""

    name = "kept.records.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how a document is found that a policy requires."""
        from kept.records.files.of_policies import has_document
        from kept.records.policies.required import looked_up
        from kept.rules.policy.model import RequirementKind

        looked_up(
            RequirementKind.DOCUMENT,
            lambda code, requirement, _on: has_document(code, requirement.id),
        )
