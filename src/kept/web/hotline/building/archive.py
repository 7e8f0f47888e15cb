"""The pages of the archive, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.archive import queries as archive
from kept.records.archive.cards import CustomerLine
from kept.records.cases.queries import QueueFilter, queue, software_of
from kept.records.contracts.queries import contracts_of_customer
from kept.records.followups.queries import promised_calls
from kept.records.history.queries import ScopeKind
from kept.records.people.models import Person
from kept.web.common.access import DESK, may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed, with_serial
from kept.web.hotline import pages
from kept.web.hotline.building.archive_facts import (
    SHOWN,
    about_customer,
    about_equipment,
    about_site,
    contact_section,
    contract_section,
    pieces_section,
    scope_url,
    serial_chain,
    site_section,
    software_section,
    system_section,
    to_scope,
    unit_section,
)
from kept.web.hotline.building.archive_standing import build_standing
from kept.web.hotline.building.history_page import Looked, build_history
from kept.web.hotline.building.queue import ALL, View, row_of
from kept.web.hotline.pages.archive import (
    ArchivePage,
    CustomerRow,
    CustomersPage,
    Section,
)

MOST_OPEN = 10
MOST_PIECES = 200  # of one system
CUSTOMERS = 100


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of one thing. `wanted` are the cases about it, `log` where one is logged.

    `log` is empty for who logs none.
    """

    kind: str
    title: str
    trail: Sequence[pages.Link]
    sections: Sequence[Section | None]
    wanted: QueueFilter
    log: str
    terms: Sequence[pages.TermBox] = ()
    lines: Sequence[pages.PolicyLine] = ()


def build_archive(looked: Looked, *, viewer: Person, reader: Reader) -> ArchivePage:
    """Return the page of what an address names. Raises DoesNotExist."""
    known = KNOWING[looked.scope.kind](looked.scope.pk, viewer, reader)
    wanted = replace(known.wanted, unless_about=viewer.pk)
    found = queue(wanted, viewer=viewer, at=reader.now, limit=MOST_OPEN)
    log = pages.Action(label=_("Log a request"), url=known.log, key="n")
    return ArchivePage(
        now=reader.now,
        kind=known.kind,
        title=known.title,
        trail=known.trail,
        sections=[section for section in known.sections if section is not None],
        history=build_history(looked, viewer=viewer, reader=reader),
        open_rows=[row_of(row, View(ALL), reader) for row in found.rows],
        has_more_open=bool(found.after),
        actions=[log] if known.log else [],
        terms=known.terms,
        lines=known.lines,
    )


def _log_url(kind: str, pk: int, viewer: Person) -> str:
    """Return where a request about it is logged; empty for who logs none."""
    return f"{reverse('hotline:log')}?{kind}={pk}" if may(viewer, *DESK) else ""


def _customer(pk: int, viewer: Person, reader: Reader) -> _Known:
    card = archive.customer(pk)
    log = _log_url("customer", pk, viewer)
    return _Known(
        kind=_("Customer"),
        title=reader.name(card.names),
        trail=[pages.Link(label=_("Archive"), url=reverse("hotline:archive"))],
        sections=[
            about_customer(card, reader),
            contract_section(contracts_of_customer(pk, at=reader.now), reader),
            _to_call(pk, viewer, reader),
            contact_section(card.contacts),
            site_section(card.sites, reader),
            system_section(card.systems, reader),
            pieces_section(archive.equipment_of_customer(pk, limit=SHOWN + 1), log, reader),
        ],
        wanted=QueueFilter(customer_id=pk),
        log=log,
    )


def _to_call(customer_id: int, viewer: Person, reader: Reader) -> Section | None:
    """Return the calls that somebody promised the customer."""
    if not may(viewer, *DESK):
        return None
    pairs = [
        pages.Pair(
            label=reader.moment(call.due_at) if call.due_at else "",
            value=f"{call.number} {call.title}",
            url=reverse("hotline:follow_up", args=[call.number]),
            note=call.owner,
        )
        for call in promised_calls(viewer=viewer, customer_id=customer_id)[:SHOWN]
    ]
    return Section(title=_("Calls we promised"), pairs=pairs) if pairs else None


def _site(pk: int, viewer: Person, reader: Reader) -> _Known:
    site = archive.site(pk)
    log = _log_url("site", pk, viewer)
    return _Known(
        kind=_("Site"),
        title=reader.name(site.names),
        trail=[_to_customer(site.customer_id, reader)],
        sections=[
            about_site(site, reader),
            contact_section(archive.contacts_of_site(pk)),
            system_section(archive.systems_of_site(pk), reader),
            pieces_section(archive.pieces_at(site_id=pk, limit=SHOWN + 1), log, reader),
        ],
        wanted=QueueFilter(site_id=pk),
        log=log,
    )


def _system(pk: int, viewer: Person, reader: Reader) -> _Known:
    system = archive.system(pk)
    site = archive.site(system.site_id)
    pieces = archive.pieces_at(system_id=pk, limit=MOST_PIECES)
    log = _log_url("site", site.pk, viewer)
    return _Known(
        kind=_("System"),
        title=reader.name(system.names),
        trail=[
            _to_customer(system.customer_id, reader),
            to_scope("site", site.pk, reader.name(site.names)),
        ],
        sections=[pieces_section(pieces, log, reader), about_site(site, reader)],
        wanted=QueueFilter(equipment_ids=tuple(piece.pk for piece in pieces)),
        log=log,
    )


def _equipment(pk: int, viewer: Person, reader: Reader) -> _Known:
    piece = archive.equipment(pk)
    standing = build_standing(piece, viewer, reader)
    site, system = piece.site, piece.system
    trail = [to_scope("customer", piece.customer_id, reader.name(piece.customer_names))]
    trail += [to_scope("site", site.pk, reader.name(site.names))] if site else []
    trail += [to_scope("system", system.pk, reader.name(system.names))] if system else []
    return _Known(
        kind=_("Equipment"),
        title=with_serial(reader.name(piece.product.names), piece.serial_number),
        trail=trail,
        sections=[
            about_equipment(piece, reader),
            *standing.sections,
            software_section(software_of(pk, viewer=viewer), reader),
            serial_chain(piece),
            unit_section(piece, viewer, reader),
            about_site(site, reader) if site else None,
            contact_section(archive.contacts_of_site(site.pk)) if site else None,
        ],
        wanted=QueueFilter(equipment_ids=(pk,)),
        log=_log_url("equipment", pk, viewer),
        terms=standing.terms,
        lines=standing.lines,
    )


def _to_customer(pk: int, reader: Reader) -> pages.Link:
    return to_scope("customer", pk, reader.name(archive.customer_names(pk)))


KNOWING: Final[Mapping[ScopeKind, Callable[[int, Person, Reader], _Known]]] = {
    ScopeKind.CUSTOMER: _customer,
    ScopeKind.SITE: _site,
    ScopeKind.SYSTEM: _system,
    ScopeKind.EQUIPMENT: _equipment,
}


def build_customers(after: str, *, reader: Reader) -> CustomersPage:
    """Return the customers by name, those after a place in the order."""
    found = archive.customers(after=after, limit=CUSTOMERS + 1)
    rows = [
        CustomerRow(
            name=reader.name(line.names),
            url=scope_url("customer", line.pk),
            detail=listed(_customer_notes(line)),
        )
        for line in found[:CUSTOMERS]
    ]
    more = f"?{urlencode({'after': found[CUSTOMERS - 1].place})}" if len(found) > CUSTOMERS else ""
    return CustomersPage(now=reader.now, rows=rows, more_url=more)


def _customer_notes(line: CustomerLine) -> Iterator[str]:
    if line.short_name:
        yield line.short_name
    if line.is_key:
        yield _("key customer")
    words = ngettext("{number} machine", "{number} machines", line.equipment_count)
    yield words.format(number=line.equipment_count)
