"""Forms for the files of a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.common.forms import ExactForm
from kept.web.common.uploads import FilesField

MOST_AT_ONCE = 20


class FilesForm(ExactForm):
    """Adding files: several at once, each kept by itself."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    file = FilesField(most=MOST_AT_ONCE, label=_("Add files"))
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    for_customer = forms.BooleanField(label=_("The customer may see it"), required=False)


class WithdrawFileForm(ExactForm):
    """Taking a file back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_(
            "It stays on record with your name. Nobody is shown the file any more, and its line "
            "stays."
        ),
    )
