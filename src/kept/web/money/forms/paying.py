"""What is typed about invoices and payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.money import DIGITS, NotMoney, TooMuch, read_amount
from kept.records.payments.models import Method
from kept.records.payments.services import NewLine
from kept.web.common.forms import ExactForm
from kept.web.common.moments import DayField, MomentField

ROWS = 6
COLUMNS = {
    "text": _("What for"),
    "component": _("Kind of cost"),
    "quantity": _("Quantity"),
    "price": _("Price each, without tax"),
    "tax": _("Tax in per cent"),
}
COMMON = ("CNY", "HKD", "TWD", "USD", "EUR", "JPY")
CURRENCIES = [(code, code) for code in (*COMMON, *sorted(set(DIGITS) - set(COMMON)))]


class AmountField(forms.CharField):
    """A number as people write it; what cannot be read is asked for again."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """Return a decimal, or None where nothing was needed."""
        said = super().clean(value)
        if not said:
            return None
        try:
            return read_amount(said)
        except TooMuch:
            raise forms.ValidationError(
                _("That is too much. Please look at the number again.")
            ) from None
        except NotMoney:
            raise forms.ValidationError(
                _("Please write a number such as 1,234.50: a point before the hundredths.")
            ) from None


class KeyedForm(ExactForm):
    """A form whose press is safe to repeat."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        initial = {"key": uuid4().hex} | options.pop("initial", {})
        super().__init__(data, initial=initial, **options)


class InvoiceForm(KeyedForm):
    """The lines of an invoice: a table with a row for each."""

    template_name = "money/parts/invoice_form.html"

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    due_on = DayField(label=_("To be paid by"))

    def __init__(self, data: Any = None, *, components: Sequence[tuple[str, str]], **more: Any):
        super().__init__(data, **more)
        for nth in range(1, ROWS + 1):
            self._add_row(nth, components)

    def _add_row(self, nth: int, components: Sequence[tuple[str, str]]) -> None:
        is_needed = nth == 1
        said = {"nth": nth}
        self.fields[f"text_{nth}"] = forms.CharField(
            label=_("Line %(nth)s: what for") % said, max_length=300, required=is_needed
        )
        self.fields[f"component_{nth}"] = forms.ChoiceField(
            label=_("Line %(nth)s: kind of cost") % said, choices=components, required=False
        )
        for name, label, initial in (
            ("quantity", _("Line %(nth)s: quantity"), "1"),
            ("price", _("Line %(nth)s: price each, without tax"), ""),
            ("tax", _("Line %(nth)s: tax in per cent"), "0"),
        ):
            needed = is_needed and name == "price"
            self.fields[f"{name}_{nth}"] = AmountField(
                label=label % said, required=needed, initial=initial
            )
        for name in COLUMNS:
            field = self.fields[f"{name}_{nth}"]
            field.widget.attrs["aria-label"] = field.label

    def head_fields(self) -> list[forms.BoundField]:
        """Return what holds for the whole invoice."""
        return [self["currency"], self["due_on"]]

    def rows(self) -> list[list[tuple[Any, forms.BoundField]]]:
        """Return the fields of each line, each under its heading."""
        return [
            [(heading, self[f"{name}_{nth}"]) for name, heading in COLUMNS.items()]
            for nth in range(1, ROWS + 1)
        ]

    def lines(self) -> tuple[NewLine, ...]:
        """Return the lines that say something."""
        said = self.cleaned_data
        return tuple(
            NewLine(
                text=said[f"text_{nth}"],
                component=said[f"component_{nth}"],
                quantity=said[f"quantity_{nth}"] or Decimal(1),
                unit_price=said[f"price_{nth}"] or Decimal(0),
                tax_rate=said[f"tax_{nth}"] or Decimal(0),
            )
            for nth in range(1, ROWS + 1)
            if said[f"text_{nth}"] or said[f"price_{nth}"]
        )


class CreditForm(KeyedForm):
    """Why, and how much of an invoice is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
    net = AmountField(
        label=_("Only a part, without tax"),
        required=False,
        help_text=_("Leave it empty to take back the whole invoice."),
    )
    tax = AmountField(label=_("Tax in per cent"), required=False, initial="0")

    def lines(self) -> tuple[NewLine, ...]:
        """Return the part that is taken back; nothing: all of it."""
        said = self.cleaned_data
        if said["net"] is None:
            return ()
        tax = said["tax"] or Decimal(0)
        line = NewLine(
            text=said["reason"][:300], quantity=Decimal(1), unit_price=said["net"], tax_rate=tax
        )
        return (line,)


class PaymentForm(KeyedForm):
    """Money that came."""

    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    received_at = MomentField(label=_("When it came"))
    method = forms.ChoiceField(label=_("How it came"), choices=Method.choices)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=200,
        help_text=_("Of the bank or the receipt: by it the payment is found again."),
    )


class MatchForm(KeyedForm):
    """Which invoice so much of a payment is for."""

    invoice = forms.ChoiceField(label=_("Invoice"))
    amount = AmountField(label=_("Amount"))

    def __init__(self, data: Any = None, *, invoices: Sequence[tuple[str, str]], **more: Any):
        super().__init__(data, **more)
        field = self.fields["invoice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(invoices)


class RefundForm(KeyedForm):
    """How much goes back, and why."""

    amount = AmountField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


class PayOutForm(KeyedForm):
    """How much of a credit note is paid out, and by which payment of the bank."""

    amount = AmountField(label=_("Amount"))
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=200,
        help_text=_("Of the bank, if its money has left already; else it is written down later."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Leave it empty where it is that of the credit note."),
    )


class ReasonForm(KeyedForm):
    """Why something is undone."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class SentForm(KeyedForm):
    """That money has left."""

    reference = forms.CharField(
        label=_("Reference"), max_length=200, help_text=_("Of the bank, to find it again.")
    )


def in_days(today: date, days: int) -> str:
    """Return a day so many days ahead, as a date field shows it."""
    return date.fromordinal(today.toordinal() + days).isoformat()
