"""The form in which somebody at the customer signs, or says that they do not."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.records.documents.models import Manner, Outcome
from kept.records.tokens import DIGITS
from kept.web.common.forms import ExactForm, Segments

OUTCOMES = [
    (Outcome.SIGNED.value, _("I sign by hand")),
    (Manner.TYPED.value, _("I sign with my name in letters")),
    (Outcome.REFUSED.value, _("I do not sign")),
]


class SignByLinkForm(ExactForm):
    """Who signs which bytes, how, and the code."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    strokes = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=OUTCOMES,
        widget=Segments(attrs={"long": True}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=_("Position"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    reason = forms.CharField(
        label=_("Why you do not sign"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    code = forms.CharField(
        label=pgettext_lazy("for signing", "Code"),
        max_length=3 * DIGITS,  # with blanks between
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def manner(self) -> Manner:
        """Return how somebody signs."""
        is_typed = self.cleaned_data["outcome"] == Manner.TYPED
        return Manner.TYPED if is_typed else Manner.DRAWN

    def what(self) -> Outcome:
        """Return what becomes of it."""
        is_refused = self.cleaned_data["outcome"] == Outcome.REFUSED
        return Outcome.REFUSED if is_refused else Outcome.SIGNED
