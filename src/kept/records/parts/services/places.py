"""Opening and closing the places in which parts lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes, told
from kept.records.parts.models import PlaceKind, Stock, StockPlace
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class PlaceInUse(Refused):
    """A place is closed when nothing lies in it any more."""

    sentence = _("Parts still lie there. Please move or count them first.")


@dataclass(frozen=True, kw_only=True)
class PlaceDetails:
    """What a place is: a van is a person's, consignment stock lies at a customer's site."""

    code: str
    names: Mapping[str, str]
    kind: PlaceKind
    office_id: int
    person_id: int | None = None
    customer_id: int | None = None
    site_id: int | None = None


@transaction.atomic
def open_place(*, details: PlaceDetails, by: Person, at: datetime) -> StockPlace:
    """Make a place known, or correct it; its code tells which."""
    code = " ".join(details.code.split())
    one_at_a_time(f"stock place {code}".casefold())
    there = StockPlace.objects.filter(code__iexact=code).first()
    said = {**asdict(details), "names": naming.clean_names(details.names)}
    said["code"] = there.code if there else code
    before = {name: getattr(there, name) for name in said} if there else {}
    data = changes(told(before), told(said))
    if there is not None and not data:
        return there
    place = there or StockPlace(opened_at=at, opened_by=by)
    for name, value in said.items():
        setattr(place, name, value)
    place.save()
    verb = "stock_place.changed" if there else "stock_place.opened"
    write(stream=f"stock:{place.pk}", verb=verb, by=by, at=at, data=data)
    return place


@transaction.atomic
def close_place(*, place_id: int, by: Person, at: datetime) -> bool:
    """Close an empty place. Returns whether anything changed. Raises PlaceInUse."""
    place = StockPlace.objects.select_for_update().get(pk=place_id)
    if place.closed_at is not None:
        return False
    if Stock.objects.filter(place=place, on_hand__gt=0).exists():
        raise PlaceInUse
    place.closed_at, place.closed_by = at, by
    place.save(update_fields=["closed_at", "closed_by"])
    write(stream=f"stock:{place.pk}", verb="stock_place.closed", by=by, at=at, data={})
    return True
