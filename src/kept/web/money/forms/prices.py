"""Forms for price lists, prices, taxes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.contracts.models import Contract
from kept.records.money import DIGITS
from kept.records.parts.models import Part
from kept.records.prices.models import Band
from kept.records.prices.services import ItemDetails, ListDetails, NewPrice, TaxDetails
from kept.records.quotes.contents import unit_name
from kept.rules.facts.values import Texts
from kept.rules.facts.vocabulary import COMPONENTS, PRICES
from kept.web.common.forms import ExactForm
from kept.web.common.moments import DayField
from kept.web.common.reading.reader import Reader
from kept.web.money.forms.quoting import UNITS

FIRST = ("CNY", "TWD", "HKD", "USD", "EUR")


def named(what: Mapping[str, Texts], reader: Reader) -> list[tuple[str, str]]:
    """Return standard words as choices."""
    return [(key, reader.text(texts)) for key, texts in what.items()]


class ListForm(ExactForm):
    """A new price list."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    basis = forms.ChoiceField(label=gettext_lazy("Price basis"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    contract = forms.CharField(
        label=gettext_lazy("Of the contract"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Its number, where these are a contract's unit prices."),
    )

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        bases = [pair for pair in named(PRICES, reader) if pair[0] not in ("free", "quote")]
        codes = [*FIRST, *(code for code in sorted(DIGITS) if code not in FIRST)]
        self.fields["basis"].choices = bases  # type: ignore[attr-defined]
        self.fields["currency"].choices = [(c, c) for c in codes]  # type: ignore[attr-defined]

    def clean_contract(self) -> int | None:
        """Return the key of the contract."""
        number = self.cleaned_data["contract"].strip()
        if not number:
            return None
        found = Contract.objects.filter(number=number).values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no contract with this number."))
        return found

    def details(self, language: str) -> ListDetails:
        """Return the list; its name is in the language in which it was typed."""
        said = self.cleaned_data
        return ListDetails(
            code=said["code"],
            names={language: said["name"]},
            basis=said["basis"],
            currency=said["currency"],
            contract_id=said["contract"],
        )


class PriceForm(ExactForm):
    """What something costs from a day on: a part by brand and number, else a code and a name."""

    component = forms.ChoiceField(label=gettext_lazy("Of what kind"))
    brand = forms.CharField(label=gettext_lazy("Brand of the part"), required=False, max_length=80)
    number = forms.CharField(
        label=gettext_lazy("Number of the part"), required=False, max_length=80
    )
    code = forms.CharField(label=gettext_lazy("Code"), required=False, max_length=60)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    band = forms.ChoiceField(label=gettext_lazy("When"), required=False, choices=Band.choices)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    amount = forms.DecimalField(
        label=gettext_lazy("Price of one, without tax"),
        min_value=0,
        max_digits=16,
        decimal_places=4,
    )
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["component"].choices = named(COMPONENTS, reader)  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(u, unit_name(u)) for u in UNITS]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Find the part that is named."""
        super().clean()
        brand, number = (self.cleaned_data.get(key, "").strip() for key in ("brand", "number"))
        self.part_id: int | None = None
        if brand or number:
            part = Part.objects.filter(brand__iexact=brand, number__iexact=number).first()
            if part is None:
                said = _("The catalogue has no part {brand} {number}.")
                self.add_error("number", said.format(brand=brand, number=number))
            else:
                self.part_id = part.pk

    def price(self, language: str) -> NewPrice:
        """Return the price; a name is in the language in which it was typed."""
        said = self.cleaned_data
        item = ItemDetails(
            component="parts" if self.part_id else said["component"],
            unit=said["unit"],
            part_id=self.part_id,
            code=said["code"],
            names={language: said["name"]},
            band=Band(said["band"]),
        )
        return NewPrice(
            item=item,
            amount=said["amount"],
            valid_from=said["valid_from"],
            valid_until=said["valid_until"],
        )


class FileForm(ExactForm):
    """A file of prices."""

    file = forms.FileField(
        label=gettext_lazy("Table as CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


class TaxForm(ExactForm):
    """A tax and its rate from a day on."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    country = forms.RegexField(
        label=gettext_lazy("Country"),
        regex="^[A-Za-z]{2}$",
        help_text=gettext_lazy("Two letters, such as CN."),
    )
    components = forms.MultipleChoiceField(
        label=gettext_lazy("On what"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen: on all that no other tax names."),
    )
    per_cent = forms.DecimalField(
        label=gettext_lazy("Per cent"),
        min_value=0,
        max_value=100,
        decimal_places=4,
    )
    valid_from = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["components"].choices = named(COMPONENTS, reader)  # type: ignore[attr-defined]

    def details(self, language: str) -> TaxDetails:
        """Return the tax; its name is in the language in which it was typed."""
        said = self.cleaned_data
        return TaxDetails(
            code=said["code"],
            names={language: said["name"]},
            country_code=said["country"].upper(),
            components=said["components"],
        )

    def rate(self) -> Decimal:
        """Return how many per cent."""
        per_cent: Decimal = self.cleaned_data["per_cent"]
        return per_cent
