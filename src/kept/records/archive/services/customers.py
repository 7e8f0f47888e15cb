"""Making customers known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kept.records import naming
from kept.records.archive.models import Customer, SearchKind
from kept.records.archive.services.search_index import refresh, refresh_customer
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes
from kept.records.people.models import Language, Person
from kept.records.repeats import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """What a customer is called, and how to talk to it."""

    names: Mapping[str, str]
    short_name: str = ""
    language: Language = Language.SIMPLIFIED
    is_key: bool = False


@transaction.atomic
def register_customer(
    *, details: CustomerDetails, by: Person, at: datetime, key: UUID | None = None
) -> Customer:
    """Make a customer known. Returns it; the same key again gives the one there is."""
    key = key or uuid4()
    one_at_a_time(f"customer {key}")
    there = Customer.objects.filter(key=key).first()
    if there is not None:
        return there
    told = _told(details)
    customer = Customer.objects.create(
        key=key, **told, **_sounds(told), registered_at=at, registered_by=by
    )
    refresh(SearchKind.CUSTOMER, [customer.pk])
    write(stream=stream(customer.pk), verb="customer.registered", by=by, at=at, data=told)
    return customer


@transaction.atomic
def change_customer(
    *, customer_id: int, details: CustomerDetails, by: Person, at: datetime
) -> Customer:
    """Correct what a customer is called. Returns it; nothing happens if it is so already."""
    customer = locked(customer_id)
    told = _told(details)
    data = changes({name: getattr(customer, name) for name in told}, told)
    if not data:
        return customer
    for name, value in {**told, **_sounds(told)}.items():
        setattr(customer, name, value)
    customer.save()
    refresh_customer(customer.pk)
    write(stream=stream(customer.pk), verb="customer.changed", by=by, at=at, data=data)
    return customer


def locked(customer_id: int) -> Customer:
    """Return a customer, locked: what is told of one customer is told one after the other."""
    return Customer.objects.select_for_update().get(pk=customer_id)


def stream(customer_id: int) -> str:
    """Return the ledger's stream for a customer and all that belongs to it."""
    return f"customer:{customer_id}"


def _told(details: CustomerDetails) -> dict[str, Any]:
    return {
        "names": naming.clean_names(details.names),
        "short_name": details.short_name.strip(),
        "language": str(details.language),
        "is_key": details.is_key,
    }


def _sounds(told: Mapping[str, Any]) -> dict[str, str]:
    name = naming.name_in(told["names"], "zh-hans")
    return {"sort_key": naming.pinyin_key(name), "initials": naming.initials(name)[:120]}
