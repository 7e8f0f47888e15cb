"""Forms by which parts move; what lies where is never typed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.records.parts.models import Condition, MovementKind, PlaceKind, Tracking
from kept.records.parts.queries import PartLine, PlaceLine
from kept.records.parts.services import Counted, NewMovement
from kept.web.common.forms import Segments
from kept.web.common.reading.reader import Reader
from kept.web.store.forms.fields import (
    MOST_PIECES,
    AmountField,
    KeyForm,
    PartField,
    lot_field,
    place_choices,
    reason_field,
    serials_of,
)


class MovingForm(KeyForm):
    """So much of a part moves. Pieces with serial numbers are named one by one."""

    kinds: tuple[MovementKind, ...] = ()
    has_source = has_target = False
    why: Any = gettext_lazy("Reason")

    part = PartField()

    def __init__(self, *args: Any, places: list[PlaceLine], reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        open_to = [one for one in places if one.kind != PlaceKind.OUT]
        if len(self.kinds) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label=_("What happens"),
                choices=[(kind.value, kind.label) for kind in self.kinds],
                initial=self.kinds[0].value,
                widget=Segments(attrs={"long": True}),
            )
        if self.has_source:
            self.fields["source"] = _place(pgettext("a place", "From"), open_to, reader)
        if self.has_target:
            self.fields["target"] = _place(
                pgettext("a place", "To"), open_to, reader, is_asked=self.has_source
            )
        self.fields["quantity"] = AmountField(
            required=False, help_text=_("Not needed where serial numbers are given.")
        )
        self.fields["serials"] = forms.CharField(
            label=_("Serial numbers"),
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("One in each line, where the part is followed by serial number."),
        )
        self.fields["lot"] = lot_field()
        if self.has_source:
            self.fields["condition"] = forms.ChoiceField(
                label=_("Condition"),
                choices=[(one.value, one.label) for one in Condition],
                initial=Condition.GOOD.value,
                required=False,
                widget=Segments,
            )
        self.fields["reason"] = reason_field(self.why)

    def clean(self) -> dict[str, Any]:
        """Refuse a quantity that says something else than the serial numbers."""
        said = super().clean() or {}
        serials = serials_of(said.get("serials") or "")
        if len(serials) > MOST_PIECES:
            self.add_error("serials", _("Please send no more than 200 at once."))
        if not serials and not said.get("quantity") and "quantity" not in self.errors:
            part = said.get("part")
            is_by_piece = isinstance(part, PartLine) and part.tracking == Tracking.SERIAL
            name = "serials" if is_by_piece else "quantity"
            self.add_error(name, _("Please say how many, or which."))
        if serials and said.get("quantity") and said["quantity"] != len(serials):
            self.add_error("quantity", _("That is not as many as there are serial numbers."))
        return said

    def serials(self) -> list[str]:
        """Return the serial numbers that were given."""
        return serials_of(self.cleaned_data.get("serials") or "")

    def moved(self) -> Decimal:
        """Return how much moves."""
        return Decimal(len(self.serials()) or self.cleaned_data["quantity"])

    def movement(self, now: datetime) -> NewMovement:
        """Return what a whole form says."""
        said = self.cleaned_data
        return NewMovement(
            kind=MovementKind(said.get("kind") or self.kinds[0]),
            part_id=said["part"].pk,
            quantity=self.moved(),
            reason=said["reason"],
            at=now,
            source_id=int(said["source"]) if said.get("source") else None,
            target_id=int(said["target"]) if said.get("target") else None,
            condition=Condition(said.get("condition") or Condition.GOOD),
            lot=said.get("lot") or "",
        )


class ReceiveForm(MovingForm):
    """Parts come in."""

    kinds = (MovementKind.RECEIVED, MovementKind.FOUND)
    has_target = True
    why = gettext_lazy("Delivery note, or where it was found")


class TransferForm(MovingForm):
    """Parts go from place to place."""

    kinds = (MovementKind.TRANSFERRED,)
    has_source = has_target = True
    why = gettext_lazy("Why, or with whom")


class TakeOffForm(MovingForm):
    """Parts go for good."""

    kinds = (MovementKind.SCRAPPED, MovementKind.RETURNED, MovementKind.MISSED)
    has_source = True
    why = gettext_lazy("Why")


class CountForm(KeyForm):
    """How much somebody counted; the difference becomes a movement."""

    part = PartField()

    def __init__(self, *args: Any, places: list[PlaceLine], reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"] = _place(_("Place"), places, reader)
        self.fields["quantity"] = AmountField(label=pgettext("stock", "Counted"))
        self.fields["lot"] = lot_field()
        self.fields["reason"] = reason_field(
            _("Reason of a difference"), help_text=_("It stays on record with your name.")
        )

    def clean_part(self) -> PartLine:
        """Refuse parts of which each piece has its number."""
        part: PartLine = self.cleaned_data["part"]
        if part.tracking == Tracking.SERIAL:
            raise forms.ValidationError(
                _("Its pieces have serial numbers: please receive or take off those that differ.")
            )
        return part

    def counted(self) -> Counted:
        """Return what a whole form says."""
        said = self.cleaned_data
        return Counted(
            place_id=int(said["place"]),
            part_id=said["part"].pk,
            quantity=said["quantity"],
            reason=said["reason"],
            lot=said["lot"],
        )


def _place(
    label: str, places: list[PlaceLine], reader: Reader, *, is_asked: bool = False
) -> forms.ChoiceField:
    """Return the choice of a place; `is_asked`: none stands there until somebody chooses."""
    nowhere = [("", "—")] if is_asked else []
    return forms.ChoiceField(label=label, choices=nowhere + place_choices(places, reader))
