"""Writing to a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kept.records.documents.addressees import Addressee
from kept.records.mail.services.writing import LONGEST
from kept.web.common.forms import ExactForm
from kept.web.hotline.forms.signing import choices_of


class WriteForm(ExactForm):
    """A mail to a contact with an address on file."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Sequence[Addressee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"] = forms.TypedChoiceField(
            label=_("To"),
            coerce=int,
            choices=choices_of(known),
        )
        self.fields["text"] = forms.CharField(
            label=_("What they are to read"),
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 9, "autofocus": True}),
            help_text=_("/ offers ready words in their language. An answer comes into this case."),
        )
