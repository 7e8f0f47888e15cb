"""Where units lie: choosing one that goes to a customer, and saying where one of ours is put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.archive.queries import equipment
from kept.records.parts.models import Condition, PlaceKind
from kept.records.parts.queries import part_named, place_lines, units_in_stock
from kept.records.returns.queries import LineCard, RmaCard
from kept.records.returns.standing import Kind
from kept.web.common.forms import Segments
from kept.web.common.reading.reader import Reader

SCRAPPED: Final = "scrapped"
BECOMES: Final = [
    (Condition.GOOD.value, _("Usable again")),
    (Condition.FAULTY.value, _("Defective")),
    (SCRAPPED, _("Scrapped")),
]
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shelves:
    """What a form about a step can choose from: units that can be sent, places to put one into."""

    units: Choices = ()
    places: Choices = ()
    asks_part: bool = False  # not every line names a model


def shelves_for(card: RmaCard, kind: Kind, reader: Reader) -> Shelves:
    """Return what there is for a step of a return; nothing for steps that move no stock."""
    fits = [line for line in card.lines if line.tally.room(kind)]
    if kind in (Kind.REPLACED, Kind.SENT_AHEAD):
        return Shelves(units=_units(fits, reader))
    if kind is Kind.STOCKED:
        asks = any(line.equipment_id is None for line in fits)
        return Shelves(places=_places(reader), asks_part=asks)
    return Shelves()


def _units(lines: Sequence[LineCard], reader: Reader) -> Choices:
    pieces = [equipment(line.equipment_id) for line in lines if line.equipment_id is not None]
    products = {(one.product.brand, one.product.code) for one in pieces}
    return [
        (f"{unit.place_id}:{unit.serial_number}", f"{unit.serial_number} · {unit.place}")
        for brand, code in sorted(products)
        for unit in units_in_stock(brand=brand, number=code)
    ]


def _places(reader: Reader) -> Choices:
    open_to = (one for one in place_lines() if one.kind != PlaceKind.OUT)
    return [(str(one.pk), f"{reader.name(one.names)} ({one.code})") for one in open_to]


def unit_field(shelves: Shelves) -> forms.ChoiceField:
    """Return the field for a unit out of stock."""
    return forms.ChoiceField(
        label=_("Unit from stock"),
        required=False,
        choices=[("", _("none of these: it comes from outside")), *shelves.units],
        help_text=_("One from outside needs its serial number, and why."),
    )


def stocking_fields(shelves: Shelves) -> dict[str, forms.Field]:
    """Return the fields for what becomes of a unit that is ours now, and where it lies."""
    found: dict[str, forms.Field] = {
        "becomes": forms.ChoiceField(
            label=_("What becomes of it"),
            choices=BECOMES,
            initial=Condition.FAULTY.value,
            widget=Segments(attrs={"long": True}),
        ),
        "place": forms.ChoiceField(
            label=_("Where it lies"),
            required=False,
            choices=[("", "—"), *shelves.places],
            help_text=_("Not needed for what is scrapped; that needs a reason."),
        ),
    }
    if shelves.asks_part:
        found["part"] = PartNumberField(
            label=_("Part"),
            required=False,
            max_length=160,
            help_text=_("Its order number; with the brand where two have the same."),
        )
    found["reference"] = forms.CharField(
        label=_("Lot"), required=False, max_length=80, help_text=_("If the part is kept by lot.")
    )
    return found


class PartNumberField(forms.CharField):
    """A part by its order number, as it is typed or scanned."""

    def clean(self, value: Any) -> Any:
        """Return the key of the part; None for nothing."""
        text = super().clean(value)
        found = part_named(text) if text else None
        if text and found is None:
            raise forms.ValidationError(
                _("No part has this number. Please look it up under Spare parts.")
            )
        return found.pk if found else None


def moved(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a valid form says of stock, as an event has it."""
    if said.get("unit"):
        place, _colon, serial = said["unit"].partition(":")
        return {"place_id": int(place), "serial": serial}
    if "becomes" not in said:
        return {}
    lies = said["becomes"] != SCRAPPED
    place = said.get("place")
    return {
        "place_id": int(place) if lies and place else None,
        "condition": said["becomes"] if lies else "",
        "part_id": said.get("part") if lies else None,
    }
