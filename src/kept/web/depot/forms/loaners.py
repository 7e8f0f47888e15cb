"""The forms of loaners, and of what becomes of units that were taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.returns.models import Grade, UnitOutcome
from kept.records.returns.services import HandOver, LoanerDetails
from kept.web.common.forms import Segments
from kept.web.common.moments import MomentField
from kept.web.common.reading.reader import Reader
from kept.web.depot.forms.folded import FoldedForm
from kept.web.depot.forms.steps import despite_field
from kept.web.depot.reading import SOURCE

Choices = Sequence[tuple[int, str]]


class LoanerForm(FoldedForm):
    """A unit that is put into the pool."""

    product = forms.TypedChoiceField(label=_("Model"), coerce=int)
    serial = forms.CharField(label=_("Serial number"), max_length=80)
    office = forms.TypedChoiceField(label=_("Office"), coerce=int)
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=200,
        help_text=_("What belongs to it, or where it lies."),
    )

    def __init__(self, *args: Any, products: Choices, offices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("product", products), ("office", offices)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def details(self) -> LoanerDetails:
        """Return what a valid form says."""
        said = self.cleaned_data
        return LoanerDetails(
            product_id=said["product"],
            serial_number=said["serial"],
            office_id=said["office"],
            note=said["note"],
        )


class ReserveForm(FoldedForm):
    """Which loaner is promised, and what it is beside the customer's own."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(label=_("Loaner"), coerce=int)
    grade = forms.ChoiceField(
        label=_("Beside the customer’s own it is"),
        choices=Grade.choices,
        widget=Segments(attrs={"long": True}),
        initial=Grade.EQUAL,
    )

    def __init__(self, *args: Any, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units


class OverForm(FoldedForm):
    """A loaner goes to the customer; which of the policy's promises that keeps."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    at = MomentField(label=_("When"), required=False, help_text=_("Empty: now."))
    due = MomentField(label=_("Owed back by"))

    def __init__(
        self, *args: Any, promises: Mapping[str, str], reader: Reader, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.reader = reader
        if promises:
            self.fields["also"] = forms.MultipleChoiceField(
                label=_("This also is, by the policy"),
                required=False,
                choices=list(promises.items()),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Choose what the policy calls it, so that its promise is kept."),
            )
        self.fields["despite"] = despite_field()

    def over(self) -> HandOver:
        """Return what a valid form says."""
        said = self.cleaned_data
        return HandOver(
            at=said["at"] or self.reader.now,
            due_at=said["due"],
            also=tuple(said.get("also", ())),
            despite=said["despite"],
            source=SOURCE,
        )


class BackForm(FoldedForm):
    """A loaner came back, in some condition."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    at = MomentField(label=_("When"), required=False, help_text=_("Empty: now."))
    condition = forms.CharField(
        label=_("Condition"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class KeepForm(FoldedForm):
    """A loaner stays with the customer; perhaps in the place of their own machine."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it stays"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sold, or in place of one that cannot be repaired."),
    )
    at = MomentField(label=_("When"), required=False, help_text=_("Empty: now."))

    def __init__(self, *args: Any, own: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if own:
            self.fields["instead"] = forms.BooleanField(
                label=_("It takes the place of {machine}").format(machine=own),
                required=False,
                help_text=_("That machine is out of use then; its days and its cover go on."),
            )


class SettleForm(FoldedForm):
    """What becomes of a unit that was taken out."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=UnitOutcome.choices,
        widget=Segments(attrs={"long": True}),
    )
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=Decimal("0.001"), max_digits=12, decimal_places=3
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
