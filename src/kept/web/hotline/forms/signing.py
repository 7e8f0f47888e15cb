"""The forms in which a party signs or is said not to, and in which a link to sign is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.records.documents.addressees import Addressee
from kept.records.documents.models import CodeBy, Manner, Outcome, Party
from kept.web.common.forms import ExactForm, Segments
from kept.web.hotline.forms.when import LONGEST, parse_when

PARTIES = [(Party.CUSTOMER.value, _("the customer")), (Party.PROVIDER.value, _("we"))]
# One choice: signing in its manners, or no signature.
OUTCOMES = [
    (Outcome.SIGNED.value, pgettext_lazy("a party", "signs here")),
    (Manner.SCAN.value, pgettext_lazy("a party", "signed on paper")),
    (Manner.TYPED.value, pgettext_lazy("a party", "types the name (only we)")),
    (Outcome.REFUSED.value, pgettext_lazy("a party", "refuses")),
    (Outcome.ABSENT.value, pgettext_lazy("a party", "is not there")),
]
CODES = [
    (CodeBy.PHONE.value, _("we read it out on the telephone")),
    (CodeBy.MAIL.value, _("in a mail of its own")),
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
        label=_("Who signs"),
        required=False,
        max_length=150,
        help_text=_("Of the customer’s person. For us it is yours."),
    )
    role = forms.CharField(label=_("Position"), required=False, max_length=120)
    scan = forms.FileField(
        label=_("Scan or photo of the signed paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )
    when = forms.CharField(
        label=_("When it was signed"),
        required=False,
        max_length=LONGEST,
        help_text=_("Empty means now."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("Why there is no signature: it stands in place of one."),
    )
    witness = forms.CharField(label=_("Witness"), required=False, max_length=150)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean_when(self) -> datetime:
        """Return when a paper was signed."""
        return parse_when(self.cleaned_data["when"], now=self.now)

    def manner(self) -> Manner:
        """Return how somebody signed, where somebody did."""
        chosen = self.cleaned_data["outcome"]
        return Manner(chosen) if chosen in Manner.values else Manner.DRAWN

    def what(self) -> Outcome:
        """Return what became of it."""
        chosen = self.cleaned_data["outcome"]
        return Outcome(chosen) if chosen in Outcome.values else Outcome.SIGNED


class LinkForm(ExactForm):
    """Who gets a link to sign, and how the code reaches them."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    contact = forms.TypedChoiceField(label=_("To"), coerce=int)
    code_by = forms.ChoiceField(
        label=_("The code"), choices=CODES, widget=Segments(attrs={"long": True})
    )

    def __init__(self, *args: Any, known: Sequence[Addressee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].choices = choices_of(known)  # type: ignore[attr-defined]


def choices_of(known: Sequence[Addressee]) -> list[tuple[str, str]]:
    """Return whom something can be sent to."""
    return [(str(one.contact_id), f"{one.name} · {one.address}") for one in known]
