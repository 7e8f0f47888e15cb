"""Making contacts known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.archive.models import (
    Contact,
    ContactEmail,
    ContactPhone,
    ContactSite,
    SearchKind,
    Site,
)
from kept.records.archive.services.customers import locked, stream
from kept.records.archive.services.search_index import refresh
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes
from kept.records.people.models import Language, Person, Role
from kept.records.people.phones import Phone, phone
from kept.records.people.services import AccessRefused
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class NotTheirSite(Refused):
    """A site belongs to another customer."""

    sentence = _("One of these sites belongs to another customer. Choose among this one's sites.")


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """Who a contact is and how to reach him."""

    customer_id: int
    name: str
    position: str = ""
    language: Language = Language.SIMPLIFIED
    phones: tuple[str, ...] = ()  # as people write them
    emails: tuple[str, ...] = ()
    site_ids: tuple[int, ...] = ()
    country: str = "CN"  # whose telephone numbers need no country code


@transaction.atomic
def register_contact(
    *, details: ContactDetails, by: Person, at: datetime, key: UUID | None = None
) -> Contact:
    """Make a contact known. Returns it; the same key again gives the one there is.

    Raises NotAPhoneNumber, NotTheirSite.
    """
    key = key or uuid4()
    one_at_a_time(f"contact {key}")
    there = Contact.objects.filter(key=key).first()
    if there is not None:
        return there
    locked(details.customer_id)
    contact = Contact(key=key, customer_id=details.customer_id, registered_at=at, registered_by=by)
    told = _told(details)
    _keep(contact, details, told)
    data = {"contact": contact.pk, **told}
    write(stream=stream(contact.customer_id), verb="contact.registered", by=by, at=at, data=data)
    return contact


@transaction.atomic
def change_contact(
    *, contact_id: int, details: ContactDetails, by: Person, at: datetime
) -> Contact:
    """Correct what is known of a contact; the customer stays. Returns it; may be repeated.

    Raises NotAPhoneNumber, NotTheirSite.
    """
    locked(details.customer_id)
    contact = Contact.objects.select_for_update().get(
        pk=contact_id, customer_id=details.customer_id
    )
    told = _told(details)
    data = changes(_told_now(contact), told)
    if not data:
        return contact
    _keep(contact, details, told)
    data = {"contact": contact.pk, **data}
    write(stream=stream(contact.customer_id), verb="contact.changed", by=by, at=at, data=data)
    return contact


@transaction.atomic
def give_login(*, contact_id: int, person: Person, by: Person, at: datetime) -> Contact:
    """Let a contact sign in as a person who has only the role customer. Returns the contact.

    Raises AccessRefused for any other person, or if the contact or the person has another.
    """
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.person_id == person.pk:
        return contact
    taken = Contact.objects.filter(person=person).exists()
    if contact.person_id or taken or person.roles != [Role.CUSTOMER] or Role.CUSTOMER in by.roles:
        raise AccessRefused
    contact.person = person
    contact.save(update_fields=["person"])
    data = {"contact": contact.pk, "person": person.pk}
    write(stream=stream(contact.customer_id), verb="contact.may_sign_in", by=by, at=at, data=data)
    return contact


@transaction.atomic
def record_contact_left(*, contact_id: int, by: Person, at: datetime) -> Contact:
    """Record that a contact no longer works there. Returns it; may be repeated."""
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.left_at is not None:
        return contact
    contact.left_at, contact.left_by = at, by
    contact.save(update_fields=["left_at", "left_by"])
    refresh(SearchKind.CONTACT, [contact.pk])
    data = {"contact": contact.pk}
    write(stream=stream(contact.customer_id), verb="contact.left", by=by, at=at, data=data)
    return contact


def _told(details: ContactDetails) -> dict[str, Any]:
    phones = sorted({phone(text, country=details.country) for text in details.phones})
    return {
        "name": " ".join(details.name.split()),
        "position": details.position.strip(),
        "language": str(details.language),
        "phones": [[each.number, each.extension] for each in phones],
        "emails": sorted({text.strip().casefold() for text in details.emails if text.strip()}),
        "sites": sorted(set(details.site_ids)),
    }


def _told_now(contact: Contact) -> dict[str, Any]:
    phones = sorted(contact.phones.values_list("number", "extension"))
    return {
        "name": contact.name,
        "position": contact.position,
        "language": contact.language,
        "phones": [list(each) for each in phones],
        "emails": sorted(contact.emails.values_list("address", flat=True)),
        "sites": sorted(contact.places.values_list("site_id", flat=True)),
    }


def _keep(contact: Contact, details: ContactDetails, told: dict[str, Any]) -> None:
    theirs = Site.objects.filter(pk__in=details.site_ids, customer_id=contact.customer_id)
    if theirs.count() != len(told["sites"]):
        raise NotTheirSite
    contact.name, contact.position = told["name"], told["position"]
    contact.language = told["language"]
    contact.sort_key = naming.person_key(contact.name)
    contact.save()
    _replace_ways(contact, told)
    refresh(SearchKind.CONTACT, [contact.pk])


def _replace_ways(contact: Contact, told: dict[str, Any]) -> None:
    """Write the ways to reach a contact anew; the ledger keeps what they were."""
    owner = {"contact": contact, "customer_id": contact.customer_id}
    ContactPhone.objects.filter(contact=contact).delete()
    ContactEmail.objects.filter(contact=contact).delete()
    ContactSite.objects.filter(contact=contact).delete()
    phones = (Phone(*each) for each in told["phones"])
    ContactPhone.objects.bulk_create(
        [ContactPhone(number=each.number, extension=each.extension, **owner) for each in phones]
    )
    ContactEmail.objects.bulk_create(
        [ContactEmail(address=address, **owner) for address in told["emails"]]
    )
    ContactSite.objects.bulk_create([ContactSite(site_id=pk, **owner) for pk in told["sites"]])
