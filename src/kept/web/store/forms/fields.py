"""Fields that forms about parts have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.parts.queries import PartLine, PlaceLine, part_named
from kept.web.common.forms import ExactForm
from kept.web.common.numbers import NumberField
from kept.web.common.reading.reader import Reader
from kept.web.store.saying import place_name

MOST_PIECES = 200


class PartField(forms.CharField):
    """A part by its order number, as it is typed or scanned."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Part"),
            max_length=160,
            widget=forms.TextInput(
                attrs={"list": "part-numbers", "autocomplete": "off", "autofocus": True}
            ),
            help_text=gettext_lazy("Its order number; with the brand where two have the same."),
            **options,
        )

    def clean(self, value: Any) -> PartLine | None:
        """Return the part."""
        text = super().clean(value)
        found = part_named(text) if text else None
        if text and found is None:
            raise ValidationError(
                _("No part has this number. Please look it up under Spare parts.")
            )
        return found


class AmountField(NumberField):
    """How much of a part: above nothing, thousandths at the finest."""

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {
            "label": gettext_lazy("Quantity"),
            "min_value": 0,
            "max_digits": 10,
            "decimal_places": 3,
            "widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        }
        super().__init__(**settings | options)


def serial_field() -> forms.CharField:
    """Return the field for the number of one piece."""
    return forms.CharField(
        label=gettext_lazy("Serial number"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def lot_field() -> forms.CharField:
    """Return the field for a lot."""
    return forms.CharField(
        label=gettext_lazy("Lot"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def reason_field(label: Any, **options: Any) -> forms.CharField:
    """Return the field for why something moves."""
    return forms.CharField(label=label, max_length=500, **options)


class KeyForm(ExactForm):
    """A form whose press is recorded once; without its button it only looks."""

    beside = frozenset({"go"})
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


def place_choices(places: list[PlaceLine], reader: Reader) -> list[tuple[str, str]]:
    """Return the places to choose from."""
    return [(str(one.pk), place_name(one.names, one.code, reader)) for one in places]


def serials_of(text: str) -> list[str]:
    """Return the serial numbers that stand in lines or between commas, each once."""
    lines = text.replace(",", "\n").replace("，", "\n").replace(";", "\n").splitlines()
    found = [" ".join(line.split()) for line in lines]
    return list(dict.fromkeys(one for one in found if one))
