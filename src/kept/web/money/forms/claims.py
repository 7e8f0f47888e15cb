"""What is typed about claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.claims.models import Outcome
from kept.web.common.forms import Segments
from kept.web.common.moments import DayField, MomentField
from kept.web.money.forms.paying import CURRENCIES, AmountField, KeyedForm


class DecisionForm(KeyedForm):
    """How much is given, how, and why."""

    amount = AmountField(label=_("Amount that is given"))
    outcome = forms.ChoiceField(
        label=_("How it is given"), choices=Outcome.choices, widget=Segments(attrs={"long": True})
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed unless exactly the figure of the policy is given."),
    )


class CompensationForm(DecisionForm):
    """What is given although no policy says so."""

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    clause = forms.ChoiceField(label=_("For which promise"), required=False)

    def __init__(self, data: Any = None, *, clauses: Sequence[tuple[str, str]], **more: Any):
        super().__init__(data, **more)
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none in particular")), *clauses]
        self.fields["reason"].required = True


class ClaimForm(KeyedForm):
    """What the customer asks for."""

    amount = AmountField(
        label=_("Amount that is asked for"),
        required=False,
        help_text=_("Leave it empty where the policy works out the figure."),
    )
    at = MomentField(label=_("When they asked"))
    requester = forms.CharField(label=_("Who asked"), required=False, max_length=150)
    text = forms.CharField(
        label=_("What they said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BillForm(KeyedForm):
    """A third party's invoice."""

    firm = forms.CharField(label=_("Firm"), max_length=200)
    number = forms.CharField(label=_("Number of its invoice"), max_length=80)
    dated_on = DayField(label=_("Date of its invoice"))
    text = forms.CharField(label=_("What was done"), max_length=500)
    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    paid_by_customer = forms.BooleanField(
        label=_("The customer has paid it already"), required=False
    )
