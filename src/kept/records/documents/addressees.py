"""Whom a document can be sent to: contacts of its customer with an address on file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Contact
from kept.records.cases.models import Case
from kept.records.refusal import Refused


class NoAddress(Refused):
    """Mail goes to a contact on file and to nobody else."""

    sentence = _(
        "This contact has no mail address on file, or has left. Please add an address or choose "
        "somebody else."
    )


@dataclass(frozen=True)
class Addressee:
    """A contact with the first of its addresses."""

    contact_id: int
    name: str
    address: str
    language: str


def addressees(case: Case) -> list[Addressee]:
    """Return who still works there and has an address: who asked first, then those of the site."""
    rows = Contact.objects.filter(customer_id=case.customer_id, left_at=None)
    known = rows.order_by("sort_key", "pk").prefetch_related("emails", "places")
    return [_of(row) for row in sorted(known, key=lambda row: _place(row, case)) if _address(row)]


def addressee(case: Case, contact_id: int) -> Addressee:
    """Return one of the `addressees` by its key. Raises NoAddress."""
    found = next((one for one in addressees(case) if one.contact_id == contact_id), None)
    if found is None:
        raise NoAddress
    return found


def usual(case: Case) -> Addressee | None:
    """Return who asked, if they have an address: whom mail goes to when nobody chose."""
    return next((one for one in addressees(case) if one.contact_id == case.contact_id), None)


def _place(row: Contact, case: Case) -> tuple[bool, bool]:
    is_there = any(place.site_id == case.site_id for place in row.places.all())
    return row.pk != case.contact_id, not is_there


def _address(row: Contact) -> str:
    return min((mail.address for mail in row.emails.all()), default="")


def _of(row: Contact) -> Addressee:
    return Addressee(row.pk, row.name, _address(row), row.language)
