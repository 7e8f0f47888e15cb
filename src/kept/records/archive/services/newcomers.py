"""Making somebody known who asks for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Contact, Customer
from kept.records.archive.services.contacts import ContactDetails, register_contact
from kept.records.archive.services.customers import CustomerDetails, register_customer
from kept.records.people.models import Language, Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.rules.papers.languages import language_of


class KnownAlready(Refused):
    """A customer of this name is there."""

    sentence = _(
        "There is a customer called “%(name)s” already. Look for it; if this is another one, "
        "add the town or the department to its name."
    )


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Who asks for the first time: for a customer we know, or with one that is new."""

    name: str
    customer_id: int | None = None
    company: str = ""  # of a new customer; empty: who asks is the customer
    position: str = ""
    phone: str = ""  # as people write it
    email: str = ""
    language: Language = Language.SIMPLIFIED


@transaction.atomic
def register_newcomer(*, newcomer: Newcomer, by: Person, at: datetime, key: str) -> Contact:
    """Make a contact known, and its customer if that is new. Safe to repeat with the same key.

    Raises KnownAlready, NotAPhoneNumber.
    """
    customer_id = newcomer.customer_id or _customer(newcomer, by=by, at=at, key=key).pk
    details = ContactDetails(
        customer_id=customer_id,
        name=newcomer.name,
        position=newcomer.position,
        language=newcomer.language,
        phones=tuple(filter(None, [newcomer.phone])),
        emails=tuple(filter(None, [newcomer.email])),
    )
    return register_contact(details=details, by=by, at=at, key=uuid5(NAMESPACE_OID, key))


def _customer(newcomer: Newcomer, *, by: Person, at: datetime, key: str) -> Customer:
    name = " ".join((newcomer.company or newcomer.name).split())
    names = {language_of(name).lower(): name}
    own = uuid5(NAMESPACE_OID, f"{key} customer")
    one_at_a_time(f"customer called {name.casefold()}")
    there = Customer.objects.exclude(key=own)
    if there.filter(names__contains=names).exists():
        raise KnownAlready(name=name)
    details = CustomerDetails(names=names, language=newcomer.language)
    return register_customer(details=details, by=by, at=at, key=own)
