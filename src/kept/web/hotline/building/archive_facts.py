"""Who somebody is and what something is: the sections beside a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.records.archive import queries as archive
from kept.records.archive.cards import (
    ContactCard,
    CustomerCard,
    EquipmentCard,
    SiteCard,
    SystemCard,
)
from kept.records.archive.units import lives_of_unit
from kept.records.cases.queries import SoftwareLine
from kept.records.contracts.models import ContractKind
from kept.records.contracts.queries import ContractCard
from kept.records.parts.queries import unit_named
from kept.records.people.models import Person, Role
from kept.records.policies.queries import version_cards
from kept.web.common import clock_words, languages
from kept.web.common.access import RECORDERS, may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.hotline import pages
from kept.web.hotline.building.side import milestone_words, where
from kept.web.hotline.pages.archive import Section

WITH_PARTS = (*RECORDERS, Role.STORE_KEEPER)  # who may see what stores have
SHOWN = 12  # of the same; more are a search away


def scope_url(kind: str, pk: int) -> str:
    """Return the address of a customer's, a site's, a system's or a machine's page."""
    return reverse(f"hotline:archive_{kind}", args=[pk])


def to_scope(kind: str, pk: int, label: str) -> pages.Link:
    """Return a link to a page of the archive."""
    return pages.Link(label=label, url=scope_url(kind, pk))


def about_customer(card: CustomerCard, reader: Reader) -> Section:
    """Return who a customer is."""
    names = [name for name in card.names.values() if name != reader.name(card.names)]
    pairs = [
        *(pages.Pair(label=_("Also called"), value=name) for name in dict.fromkeys(names)),
        *([pages.Pair(label=_("Short"), value=card.short_name)] if card.short_name else []),
        pages.Pair(label=_("Language"), value=languages.NAMES[card.language]),
        *([pages.Pair(label=_("Key customer"), value=_("yes"))] if card.is_key else []),
    ]
    return Section(title=_("Customer"), pairs=pairs)


def about_site(site: SiteCard, reader: Reader) -> Section:
    """Return where a site is and who looks after it."""
    values = [
        (_("Territory"), where(site, reader)),
        (_("Address"), site.address),
        (_("Time zone"), site.time_zone),
        (_("Office"), reader.name(site.office_names)),
        (_("Access"), site.access_hours),
        (_("Directions"), site.directions),
    ]
    return Section(title=_("Site"), pairs=_pairs(values))


def about_equipment(piece: EquipmentCard, reader: Reader) -> Section:
    """Return what a machine is, and the days of its life."""
    product = piece.product
    days = [
        (label, clock_words.date_words(on))
        for kind, label in milestone_words().items()
        if (on := piece.on(kind)) is not None
    ]
    values = [
        (_("Model"), f"{product.brand} {product.code}"),
        (_("Kind"), reader.name(product.names)),
        (_("Family"), product.family),
        (_("Serial number"), piece.serial_number),
        (_("Called"), piece.label),
        (_("Specification"), product.specification),
        *days,
        (_("Delivered by"), "" if piece.supplied_by_us else _("somebody else")),
        (_("In our records"), "" if piece.recognised else _("not recognised")),
    ]
    return Section(title=_("Equipment"), pairs=_pairs(values))


def _pairs(values: Iterable[tuple[str, str]]) -> list[pages.Pair]:
    return [pages.Pair(label=label, value=value) for label, value in values if value]


def serial_chain(piece: EquipmentCard) -> Section | None:
    """Return the machines that took each other's place; None where there is only this one."""
    if piece.replaces_id is None and piece.replaced_by_id is None:
        return None
    chain = archive.serial_chain(piece.pk)
    here = [one.pk for one in chain].index(piece.pk)
    pairs = [
        pages.Pair(
            label=_("Before") if n < here else _("After") if n > here else _("This one"),
            value=one.serial_number,
            url="" if n == here else scope_url("equipment", one.pk),
            note=_("retired {day}").format(day=clock_words.date_words(one.retired_on))
            if one.retired_on
            else "",
        )
        for n, one in enumerate(chain)
    ]
    return Section(title=_("Serial numbers, one after the other"), pairs=pairs)


def unit_section(piece: EquipmentCard, viewer: Person, reader: Reader) -> Section | None:
    """Return at which customers the same unit was and is; None while only this one had it."""
    product = piece.product
    told = {"brand": product.brand, "serial": piece.serial_number}
    lives = lives_of_unit(code=product.code, **told)
    unit = unit_named(number=product.code, **told)
    if len(lives) < 2 and unit is None:
        return None
    pairs = [
        pages.Pair(
            label=_("Before") if one.left_at else _("Now"),
            value=reader.name(one.customer_names),
            url="" if one.pk == piece.pk else scope_url("equipment", one.pk),
            note=_("came to us for good on {day}").format(
                day=clock_words.date_words(one.retired_on)
            )
            if one.left_at and one.retired_on
            else "",
        )
        for one in lives
    ]
    more = None
    if unit is not None and may(viewer, *WITH_PARTS):
        url = reverse("store:unit", args=[unit])
        more = pages.Link(label=_("Where stores had it"), url=url)
    return Section(title=_("The same unit, at customers"), pairs=pairs, more=more)


def software_section(versions: Sequence[SoftwareLine], reader: Reader) -> Section | None:
    """Return which version a machine's software has and had; None while no case told of one."""
    if not versions:
        return None
    pairs = [
        pages.Pair(
            label=_("Before") if nth else _("Now"),
            value=line.version,
            url=reverse("hotline:case", args=[line.case]),
            note=_("since {at}, {case}").format(at=reader.moment(line.at), case=line.case),
        )
        for nth, line in enumerate(versions)
    ]
    return Section(title=_("Software inside"), pairs=pairs)


def contact_section(contacts: Sequence[ContactCard]) -> Section:
    """Return whom to talk to, those who have left last and said to have."""
    pairs = [
        pages.Pair(
            label=contact.name,
            value=listed([*map(str, contact.phones), *contact.emails])
            or pgettext("a telephone", "no number"),
            note=_("has left") if contact.has_left else contact.position,
            is_unknown=contact.has_left,
        )
        for contact in contacts[:SHOWN]
    ]
    return Section(title=_("Contacts"), pairs=pairs, empty=_("No contact is registered."))


def site_section(sites: Sequence[SiteCard], reader: Reader) -> Section:
    """Return the sites of a customer."""
    pairs = [
        pages.Pair(
            label=reader.name(site.territory[-1].names),
            value=reader.name(site.names),
            url=scope_url("site", site.pk),
        )
        for site in sites[:SHOWN]
    ]
    return Section(title=_("Sites"), pairs=pairs, empty=_("No site is registered."))


def system_section(systems: Sequence[SystemCard], reader: Reader) -> Section | None:
    """Return systems; None where there are none."""
    pairs = [
        pages.Pair(
            label=system.code or _("System"),
            value=reader.name(system.names),
            url=scope_url("system", system.pk),
        )
        for system in systems[:SHOWN]
    ]
    return Section(title=_("Systems"), pairs=pairs) if pairs else None


def pieces_section(pieces: Sequence[EquipmentCard], more_url: str, reader: Reader) -> Section:
    """Return machines, the first ones where there are many; `more_url` leads to all, if it may."""
    pairs = [
        pages.Pair(
            label=piece.serial_number,
            value=f"{piece.product.brand} {piece.product.code}",
            url=scope_url("equipment", piece.pk),
            note=_("retired") if piece.retired_on else piece.label,
        )
        for piece in pieces[:SHOWN]
    ]
    is_cut = len(pieces) > SHOWN and more_url
    more = pages.Link(label=_("All machines"), url=more_url) if is_cut else None
    title, empty = _("Machines"), _("No machine is registered.")
    return Section(title=title, pairs=pairs, more=more, empty=empty)


def contract_section(contracts: Sequence[ContractCard], reader: Reader) -> Section:
    """Return contracts with the policies that they bind, those that hold first."""
    versions = version_cards({contract.version_id for contract in contracts[:SHOWN]})
    today = timezone.localdate(reader.now)
    by_force = sorted(contracts[:SHOWN], key=lambda one: not _is_in_force(one, today))
    pairs = [
        pages.Pair(
            label=contract.number,
            value=_("policy {code}, version {number}").format(
                code=versions[contract.version_id].policy_code,
                number=versions[contract.version_id].number,
            ),
            url=policy_url(
                versions[contract.version_id].policy_code, versions[contract.version_id].number
            ),
            note=listed(_contract_notes(contract)),
            is_unknown=not _is_in_force(contract, today),
        )
        for contract in by_force
    ]
    empty = _("No contract; the company's own choice of policy holds.")
    return Section(title=_("Contracts"), pairs=pairs, empty=empty)


def policy_url(code: str, number: int) -> str:
    """Return the address of a version of a policy."""
    return f"{reverse('hotline:policy', args=[code])}?version={number}"


def _is_in_force(contract: ContractCard, today: date) -> bool:
    return contract.starts_on <= today and (contract.ends_on is None or today <= contract.ends_on)


def _contract_notes(contract: ContractCard) -> Iterator[str]:
    yield _("supply") if contract.kind == ContractKind.SUPPLY else _("service")
    if contract.tier:
        yield _("service level {tier}").format(tier=contract.tier)
    yield _("since {day}").format(day=clock_words.date_words(contract.starts_on))
    if contract.ends_on is not None:
        yield _("until {day}").format(day=clock_words.date_words(contract.ends_on))
    differs = len(contract.overrides)
    if differs:
        words = ngettext(
            "{number} value differs from the policy",
            "{number} values differ from the policy",
            differs,
        )
        yield words.format(number=differs)
