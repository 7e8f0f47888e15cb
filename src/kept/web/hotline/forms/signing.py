"""The form in which a party signs, or is said not to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.records.documents.models import Outcome, Party
from kept.web.common.forms import ExactForm, Segments

PARTIES = [(Party.CUSTOMER.value, _("the customer")), (Party.PROVIDER.value, _("we"))]
OUTCOMES = [
    (Outcome.SIGNED.value, pgettext_lazy("a party", "signs")),
    (Outcome.REFUSED.value, pgettext_lazy("a party", "refuses")),
    (Outcome.ABSENT.value, pgettext_lazy("a party", "is not there")),
]


class SignForm(ExactForm):
    """Who signs which bytes, and how."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    strokes = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    party = forms.ChoiceField(
        label=_("Party"), choices=PARTIES, widget=Segments(attrs={"long": True})
    )
    outcome = forms.ChoiceField(
        label=_("What happens"), choices=OUTCOMES, widget=Segments(attrs={"long": True})
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("Of the customer’s person. For us it is yours."),
    )
    role = forms.CharField(label=_("Position"), required=False, max_length=120)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("Why there is no signature: it stands in place of one."),
    )
    witness = forms.CharField(label=_("Witness"), required=False, max_length=150)
