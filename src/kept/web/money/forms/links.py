"""What forms about links with a code have in common: to whom, how the code travels, the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.records.documents.addressees import Addressee
from kept.records.documents.models import CodeBy
from kept.records.tokens import DIGITS
from kept.web.common.forms import Segments


class ContactField(forms.TypedChoiceField):
    """To which contact a link goes: one of those who can be told, once these are known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("To"), coerce=int, **options)

    def offer(self, known: Sequence[Addressee]) -> None:
        """Let one of these be chosen."""
        self.choices = [(one.contact_id, f"{one.name} <{one.address}>") for one in known]


class CodeByField(forms.ChoiceField):
    """How the code of a link travels."""

    def __init__(self, **options: Any) -> None:
        choices = [
            (CodeBy.PHONE.value, _("we read it out on the telephone")),
            (CodeBy.MAIL.value, _("in a mail of its own")),
        ]
        widget = Segments(attrs={"long": True})
        initial = CodeBy.PHONE.value
        super().__init__(
            label=_("The code"), choices=choices, widget=widget, initial=initial, **options
        )


class CodeField(forms.CharField):
    """The code of a link, as somebody at the customer types it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"})
        super().__init__(
            label=pgettext_lazy("for signing", "Code"),
            max_length=3 * DIGITS,  # with blanks between
            widget=widget,
            **options,
        )
