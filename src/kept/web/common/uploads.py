"""Files in forms: several in one field, and how many one address may send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

# What file choosers offer first; what is taken, the bytes decide.
ACCEPTED: Final = "image/*,audio/*,video/*,.pdf,.docx,.xlsx,.pptx,.txt,.csv,.log,.zip"


class FilesInput(forms.ClearableFileInput):
    """A field that takes several files, also from a phone's camera."""

    allow_multiple_selected = True
    template_name = "common/form/files.html"


class FilesField(forms.FileField):
    """Several files; what comes back is a list, empty for none."""

    def __init__(self, *, most: int, **options: Any) -> None:
        widget = FilesInput(attrs={"accept": ACCEPTED})
        super().__init__(widget=widget, **options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that were sent. Raises ValidationError for too many of them."""
        files: Sequence[Any] = [file for file in data or () if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            problem = _("Please send at most %(most)s files at once.")
            raise forms.ValidationError(problem, code="too_many", params={"most": self.most})
        return files
