"""Making equipment known, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment, SearchKind, Site, System
from kept.records.archive.services.contacts import NotTheirSite
from kept.records.archive.services.customers import locked, stream
from kept.records.archive.services.particulars import require_plain
from kept.records.archive.services.search_index import refresh
from kept.records.ledger.services import Line, write, write_many
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class SerialTaken(Refused):
    """Another piece of this model has the serial number."""

    sentence = _("%(product)s with serial number %(serial)s is already known, at %(customer)s.")


class LiesWithUs(Refused):
    """What lies in a store of ours is not at a customer's."""

    sentence = _(
        "%(product)s with serial number %(serial)s lies in one of our stores. Please send it out "
        "from there by a return."
    )


class LentByUs(Refused):
    """A loaner of ours is no customer's piece, unless it stays with one."""

    sentence = _(
        "%(product)s with serial number %(serial)s is a loaner of ours. Please let it stay with "
        "the customer where it was lent, or lend it no more first."
    )


# By the triggers that keep units in one place.
WITH_US: Final = {"unit_in_one_place": LiesWithUs, "loaner_is_ours": LentByUs}


class AlreadyReplaced(Refused):
    """The old piece has a successor already."""

    sentence = _("That piece was already replaced, by the one with serial number %(serial)s.")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whose a piece is and where it stands."""

    customer_id: int
    site_id: int | None = None
    system_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class EquipmentDetails:
    """What a piece of equipment is. `particulars` are what is so of this piece alone."""

    product_id: int
    serial_number: str
    place: Place
    label: str = ""
    recognised: bool = True
    supplied_by_us: bool = True
    particulars: Mapping[str, Any] = field(default_factory=dict)
    replaces_id: int | None = None


@transaction.atomic
def register_equipment(
    *, details: EquipmentDetails, by: Person, at: datetime, key: UUID | None = None
) -> Equipment:
    """Make a piece known. Returns it; the same key again gives the one there is.

    So does the same serial number of the same model at the same customer, unless that unit has
    come to us for good since: then it is a new piece. Raises SerialTaken if it is at another
    customer, LiesWithUs, LentByUs, AlreadyReplaced, NotTheirSite, ParticularsUnclear.
    """
    require_plain(details.particulars)
    key = key or uuid4()
    serial = " ".join(details.serial_number.split())
    one_at_a_time(f"serial {details.product_id} {serial.upper()}")
    there = _there(details, serial, key)
    if there is not None:
        return there
    place = details.place
    locked(place.customer_id)
    _require_theirs(place)
    _require_not_replaced(details.replaces_id)
    fields = told(details) | {"serial_number": serial}
    del fields["place"]
    piece = Equipment(key=key, **fields, **told(place), registered_at=at, registered_by=by)
    _put(piece)
    refresh(SearchKind.EQUIPMENT, [piece.pk])
    data = {"equipment": piece.pk, **fields, **told(place)}
    write(stream=stream(place.customer_id), verb="equipment.registered", by=by, at=at, data=data)
    return piece


@transaction.atomic
def move_equipment(*, equipment_id: int, to: Place, by: Person, at: datetime) -> Equipment:
    """Move a piece to another place, perhaps of another customer, who then sees its history.

    Returns it; nothing happens if it stands there already. Raises NotTheirSite.
    """
    locked(to.customer_id)
    piece = Equipment.objects.select_for_update().get(pk=equipment_id)
    was = Place(customer_id=piece.customer_id, site_id=piece.site_id, system_id=piece.system_id)
    if was == to:
        return piece
    _require_theirs(to)
    piece.customer_id, piece.site_id, piece.system_id = to.customer_id, to.site_id, to.system_id
    piece.save(update_fields=["customer", "site", "system"])
    piece.milestones.update(customer_id=to.customer_id)
    refresh(SearchKind.EQUIPMENT, [piece.pk])
    data = {"equipment": piece.pk, "before": told(was), "after": told(to)}
    streams = {stream(was.customer_id), stream(to.customer_id)}
    write_many(
        [Line(stream=name, verb="equipment.moved", by=by, at=at, data=data) for name in streams]
    )
    return piece


def _put(piece: Equipment) -> None:
    """Keep a new piece. Raises LiesWithUs, LentByUs."""
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
    except IntegrityError as wrong:
        refusal = next((one for name, one in WITH_US.items() if name in str(wrong)), None)
        if refusal is None:
            raise
        raise refusal(product=piece.product, serial=piece.serial_number) from None


def _there(details: EquipmentDetails, serial: str, key: UUID) -> Equipment | None:
    known = Equipment.objects.select_related("product", "customer")
    there = known.filter(key=key).first()
    if there is not None:
        return there
    here = known.filter(product_id=details.product_id, left_at=None)
    there = here.filter(serial_number__iexact=serial).first()
    if there is not None and there.customer_id != details.place.customer_id:
        raise SerialTaken(product=there.product, serial=serial, customer=there.customer)
    return there


def _require_theirs(place: Place) -> None:
    """Raise NotTheirSite unless the site is the customer's and the system stands there."""
    site, system = place.site_id, place.system_id
    if site is None and system is None:
        return
    if site is None or not Site.objects.filter(pk=site, customer_id=place.customer_id).exists():
        raise NotTheirSite
    if system is not None and not System.objects.filter(pk=system, site_id=site).exists():
        raise NotTheirSite


def _require_not_replaced(old_id: int | None) -> None:
    if old_id is None:
        return
    Equipment.objects.select_for_update().get(pk=old_id)
    successor = Equipment.objects.filter(replaces_id=old_id).first()
    if successor is not None:
        raise AlreadyReplaced(serial=successor.serial_number)
