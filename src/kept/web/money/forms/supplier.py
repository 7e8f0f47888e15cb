"""What is typed about claims against suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.claims.models import Way
from kept.web.common.forms import Segments
from kept.web.common.moments import DayField, MomentField
from kept.web.money.forms.paying import CURRENCIES, AmountField, KeyedForm

Choices = Sequence[tuple[str, str]]


class SupplierClaimForm(KeyedForm):
    """What is asked of a supplier, and for what."""

    supplier = forms.CharField(label=_("Supplier"), max_length=200)
    decision = forms.ChoiceField(
        label=_("What it is for"),
        required=False,
        help_text=_("What we gave a customer because of them, or what the repair cost us."),
    )
    rma = forms.ChoiceField(label=_("Return"), required=False)
    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    due_at = MomentField(label=_("They are to answer by"))
    reference = forms.CharField(
        label=_("Their reference"), required=False, max_length=120, help_text=_("If there is one.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Any = None, *, decisions: Choices, returns: Choices, **more: Any
    ) -> None:
        super().__init__(data, **more)
        for name, choices in (("decision", decisions), ("rma", returns)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)


class SupplierDecisionForm(KeyedForm):
    """How much is to come."""

    amount = AmountField(
        label=_("Amount that is to come"), help_text=_("Zero if they refuse, or if we give it up.")
    )
    said_by = forms.CharField(
        label=_("Who decided it"),
        max_length=150,
        help_text=_("Somebody at the supplier; or one of us, where we give it up."),
    )
    due_at = MomentField(
        label=_("To come by"), required=False, help_text=_("Empty where nothing is to come.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed where it is less than was claimed. Above the limit somebody else releases that."
        ),
    )


class RecoveryForm(KeyedForm):
    """What came."""

    amount = AmountField(label=_("Amount"))
    way = forms.ChoiceField(label=_("How it came"), choices=Way.choices, widget=Segments)
    came_on = DayField(label=_("Day on which it came"))
    reference = forms.CharField(
        label=_("Their reference"),
        max_length=120,
        help_text=_("Of their payment or credit note: by it, it is found again."),
    )
