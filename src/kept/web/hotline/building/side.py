"""The side of a case's page: what it is about, and what else its policy says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.records.archive.calling import Caller
from kept.records.archive.cards import EquipmentCard, SiteCard
from kept.records.archive.models import MilestoneKind
from kept.records.cases.queries import CaseCard
from kept.rules.assess.say.conditions import value_name
from kept.web.common import clock_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital, listed
from kept.web.hotline import pages

MOST_CONTACTS = 8
SHOWN = ("equipment.class", "equipment.recognised", "equipment.supplied_by_us")


@dataclass(frozen=True)
class Around:
    """What is known around a case."""

    contacts: list[Caller]
    equipment: EquipmentCard | None
    site: SiteCard | None


def equipment_pairs(card: CaseCard, around: Around, reader: Reader) -> list[pages.Pair]:
    """Return what the case is about."""
    return [
        *_piece(around.equipment, reader),
        *_particulars(card, reader),
        *_place(card, around, reader),
        *_terms(card),
    ]


def _piece(piece: EquipmentCard | None, reader: Reader) -> Iterator[pages.Pair]:
    if piece is None:
        yield pages.Pair(label=_("Machine"), value=_("not known yet"), is_unknown=True)
        return
    product = piece.product
    model = f"{product.brand} {product.code}"
    yield pages.Pair(label=_("Model"), value=model, note=reader.name(product.names))
    machine = reverse("hotline:archive_equipment", args=[piece.pk])
    yield pages.Pair(label=_("Serial number"), value=piece.serial_number, url=machine)
    if piece.label:
        yield pages.Pair(label=_("Called"), value=piece.label)
    if piece.system is not None:
        system = reverse("hotline:archive_system", args=[piece.system.pk])
        yield pages.Pair(label=_("System"), value=reader.name(piece.system.names), url=system)
    for kind, label in milestone_labels().items():
        on = piece.on(kind)
        if on is not None:
            yield pages.Pair(label=label, value=clock_words.date_words(on))


def _particulars(card: CaseCard, reader: Reader) -> Iterator[pages.Pair]:
    """Yield what else the policy asks of the machine, where it is known."""
    speaker = reader.speaker(card.policy)
    for key, attribute in card.policy.attributes.items():
        value = card.facts.about.get(key)
        if key.startswith("equipment.") and key not in SHOWN and isinstance(value, str | int):
            label = capital(speaker.text(attribute.name))
            yield pages.Pair(label=label, value=value_name(speaker, key, value))


def milestone_labels() -> dict[MilestoneKind, str]:
    """Return the days of a piece's life that a desk looks at, in words."""
    return {
        MilestoneKind.DELIVERED: _("Delivered"),
        MilestoneKind.INSTALLED: _("Installed"),
        MilestoneKind.ACCEPTED: _("Accepted"),
        MilestoneKind.FINAL_ACCEPTED: _("Finally accepted"),
        MilestoneKind.COMPLETION_SIGNED: _("Completion report signed"),
        MilestoneKind.RETIRED: _("Retired"),
    }


def milestone_words() -> dict[MilestoneKind, str]:
    """Return all days of a piece's life, in words."""
    return {
        MilestoneKind.MANUFACTURED: _("Manufactured"),
        MilestoneKind.PURCHASED: _("Purchased"),
        MilestoneKind.SHIPPED: _("Shipped"),
        **milestone_labels(),
    }


def _place(card: CaseCard, around: Around, reader: Reader) -> Iterator[pages.Pair]:
    site = around.site
    if site is not None:
        yield pages.Pair(
            label=_("Site"),
            value=reader.name(site.names),
            url=reverse("hotline:archive_site", args=[site.pk]),
            note=where(site, reader),
        )
        if site.access_hours:
            yield pages.Pair(label=_("Access"), value=site.access_hours)
    if card.zone != timezone.get_current_timezone_name():
        local = timezone.localtime(reader.now, ZoneInfo(card.zone))
        yield pages.Pair(label=_("Local time"), value=f"{local:%H:%M}", note=card.zone)
    yield pages.Pair(label=_("Office"), value=reader.name(card.office.names))


def where(site: SiteCard, reader: Reader) -> str:
    """Return the place of a site and how far it is from its office."""
    places = [reader.name(part.names) for part in site.territory[1:]] or [
        reader.name(part.names) for part in site.territory
    ]
    if site.distance_km is not None:
        places.append(_("{distance} km").format(distance=f"{site.distance_km:.0f}"))
    return listed(places)


def _terms(card: CaseCard) -> Iterator[pages.Pair]:
    if card.contract is None:
        value = _("none; the company's own choice of policy holds")
        yield pages.Pair(label=_("Contract"), value=value, is_unknown=True)
        return
    tier = card.contract.note
    note = _("service level {tier}").format(tier=tier) if tier else ""
    yield pages.Pair(label=_("Contract"), value=next(iter(card.contract.names.values())), note=note)


def customer_pairs(card: CaseCard, around: Around, *, may_log: bool) -> list[pages.Pair]:
    """Return who the customer is and how to reach those who count."""
    return [*_caller(card, around), *_contacts(card, around), *_rest(card, may_log=may_log)]


def _caller(card: CaseCard, around: Around) -> Iterator[pages.Pair]:
    if card.contact is not None:
        known = next((c for c in around.contacts if c.pk == card.contact.pk), None)
        name = next(iter(card.contact.names.values()))
        phone = str(known.phone) if known and known.phone else ""
        yield pages.Pair(label=_("Asked by"), value=name, note=phone)
    if card.caller:
        yield pages.Pair(label=_("Asked by"), value=card.caller)


def _contacts(card: CaseCard, around: Around) -> Iterator[pages.Pair]:
    """Yield whom else one may call, those of the site first."""
    asked = card.contact.pk if card.contact else None
    others = [contact for contact in around.contacts if contact.pk != asked]
    for contact in others[:MOST_CONTACTS]:
        parts = [contact.position, str(contact.phone or "")]
        yield pages.Pair(
            label=_("Contact"), value=contact.name, note=listed(part for part in parts if part)
        )


def _rest(card: CaseCard, *, may_log: bool) -> Iterator[pages.Pair]:
    if card.is_key:
        yield pages.Pair(label=_("Key customer"), value=_("yes"))
    yield pages.Pair(
        label=_("Archive"),
        value=_("all that happened"),
        url=reverse("hotline:archive_customer", args=[card.customer.pk]),
    )
    if may_log:
        yield pages.Pair(
            label=_("Equipment"),
            value=_("all machines"),
            url=f"{reverse('hotline:log')}?customer={card.customer.pk}",
        )
    yield pages.Pair(label=_("Responsible"), value=next(iter(card.responsible.names.values())))
    yield pages.Pair(label=_("Logged by"), value=next(iter(card.logged_by.names.values())))
