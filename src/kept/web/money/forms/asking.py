"""Forms for billing what was accepted, and for asking a customer to pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kept.records.documents.addressees import Addressee
from kept.records.payments.billing import Billing
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.moments import DayField
from kept.web.money.forms.links import CodeByField, CodeField, ContactField
from kept.web.money.forms.paying import CURRENCIES, AmountField, KeyedForm, in_days
from kept.web.money.reading import USUAL_DAYS


class BillQuoteForm(ExactForm):
    """By when it is to be paid. `seen`: what somebody looked at before they pressed."""

    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    due_on = DayField(label=_("To be paid by"))


def bill_form(billing: Billing) -> BillQuoteForm:
    """Return the form that bills with one press; what has changed is not taken for seen by it."""
    seen = "" if billing.has_changed else billing.fingerprint
    due_on = in_days(timezone.localdate(), USUAL_DAYS)
    return BillQuoteForm(initial={"seen": seen, "due_on": due_on})


class DepositForm(KeyedForm):
    """How much is asked for before there is an invoice."""

    amount = AmountField(label=_("Amount"), help_text=_("0 takes back what was asked for."))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    reason = forms.CharField(
        label=_("What for"), max_length=500, help_text=_("The customer reads it.")
    )


class PayLinkForm(KeyedForm):
    """To whom the link goes, and how the code travels."""

    contact = ContactField()
    code_by = CodeByField()

    def __init__(self, data: Any = None, *, known: Sequence[Addressee], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["contact"].offer(known)  # type: ignore[attr-defined]


class PayByLinkForm(ExactForm):
    """What the customer pays, as they were shown it, and the code."""

    what = forms.ChoiceField(
        label=_("What you pay"),
        widget=Segments(attrs={"long": True}),
        error_messages={"invalid_choice": _("What is to be paid has changed. Please look again.")},
    )
    code = CodeField()

    def __init__(self, *args: Any, owed: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].choices = owed  # type: ignore[attr-defined]


class PretendPaymentForm(KeyedForm):
    """What somebody does at the pretend bank."""

    what = forms.ChoiceField(
        label=_("What you do"),
        choices=[
            ("pay", _("pay all of it")),
            ("half", _("pay half of it")),
            ("leave", _("do not pay")),
        ],
        widget=Segments(attrs={"long": True}),
    )
