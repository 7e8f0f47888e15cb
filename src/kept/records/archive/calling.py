"""What logging a request asks of the archive on every call: whose it is, and who may be calling.

One statement each; the cards of `queries` say far more and cost far more.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from kept.records.archive.models import Contact, Equipment
from kept.records.people.phones import Phone

CALLERS = """
    SELECT contact.id, contact.name, contact.position, phone.number, phone.extension
    FROM archive_contact AS contact
    LEFT JOIN LATERAL (
        SELECT number, extension FROM archive_contactphone WHERE contact_id = contact.id
        ORDER BY number, extension LIMIT 1
    ) AS phone ON true
    WHERE contact.customer_id = %s AND contact.left_at IS NULL
    ORDER BY EXISTS (
        SELECT FROM archive_contactsite WHERE contact_id = contact.id AND site_id = %s
    ) DESC, contact.sort_key, contact.id
"""


@dataclass(frozen=True)
class Caller:
    """Somebody at a customer who may be calling."""

    pk: int
    name: str
    position: str
    phone: Phone | None  # the first of the contact's numbers


def callers(customer_id: int, *, site_id: int | None = None) -> list[Caller]:
    """Return who still works at a customer, those of a site first, by name."""
    with connection.cursor() as cursor:
        cursor.execute(CALLERS, [customer_id, site_id])
        rows = cursor.fetchall()
    return [
        Caller(pk, name, position, Phone(number, extension) if number else None)
        for pk, name, position, number, extension in rows
    ]


def customer_of_equipment(pk: int) -> int:
    """Return whose a piece is, by key. Raises Equipment.DoesNotExist."""
    return Equipment.objects.values_list("customer_id", flat=True).get(pk=pk)


def customer_of_contact(pk: int) -> int:
    """Return where a contact works, by key. Raises Contact.DoesNotExist."""
    return Contact.objects.values_list("customer_id", flat=True).get(pk=pk)
