"""Turning what the archive holds into rows that can be found."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kept.records.archive.models import (
    Contact,
    Customer,
    Equipment,
    MilestoneKind,
    SearchKind,
    Site,
)
from kept.records.archive.models.equipment import Milestone
from kept.records.archive.search.folding import IDEOGRAPH, compact
from kept.records.archive.search.lines import (
    Line,
    distinct,
    name_lines,
    person_lines,
    phone_line,
    text_lines,
)
from kept.records.naming import LANGUAGES, name_in
from kept.records.people.phones import Phone

APART = " · "


class Row(NamedTuple):
    """What is stored of one thing; texts where the table has JSON and an array."""

    kind: str
    object_id: int
    customer_id: int
    titles: str
    subtitles: str
    weight: int
    serial: str
    shown: str
    folded: str
    grams: str  # with blanks between them


@dataclass(frozen=True)
class Findable:
    """One thing that can be found, before it becomes a row."""

    kind: SearchKind
    pk: int
    customer_id: int
    titles: dict[str, str]
    subtitles: dict[str, str]
    own: list[Line]
    context: list[Line] = field(default_factory=list)  # found by these only beside own ones
    weight: int = 0
    serial: str = ""

    def row(self) -> Row:
        """Return the row to store."""
        own = distinct(self.own)
        known = {line.folded for line in own}
        context = [line for line in distinct(self.context) if line.folded not in known]
        lines = own + context
        grams = frozenset[str]().union(*(line.grams() for line in lines))
        return Row(
            kind=self.kind,
            object_id=self.pk,
            customer_id=self.customer_id,
            titles=json.dumps(self.titles, ensure_ascii=False),
            subtitles=json.dumps(self.subtitles, ensure_ascii=False),
            weight=self.weight,
            serial=self.serial,
            shown="\n".join(line.shown for line in own),
            folded="\n".join(line.folded for line in lines),
            grams=" ".join(sorted(grams)),
        )


def rows(kind: SearchKind, ids: Collection[int]) -> list[Row]:
    """Return the rows of some customers, contacts, sites or pieces of equipment."""
    return [found.row() for found in FINDABLE[kind](ids)]


def _customers(ids: Collection[int]) -> Iterable[Findable]:
    for customer in Customer.objects.filter(pk__in=ids):
        yield Findable(
            kind=SearchKind.CUSTOMER,
            pk=customer.pk,
            customer_id=customer.pk,
            titles=_each(customer.names),
            subtitles=_joined([customer.short_name], _others(customer.names)),
            own=[*text_lines(customer.short_name), *name_lines(customer.names)],
            weight=int(customer.is_key),
        )


def _contacts(ids: Collection[int]) -> Iterable[Findable]:
    found = Contact.objects.filter(pk__in=ids).select_related("customer")
    for contact in found.prefetch_related("phones", "emails"):
        phones = [phone_line(Phone(row.number, row.extension)) for row in contact.phones.all()]
        reached = [line.shown for line in phones[:1]]
        mails = [Line(row.address, row.address) for row in contact.emails.all()]
        yield Findable(
            kind=SearchKind.CONTACT,
            pk=contact.pk,
            customer_id=contact.customer_id,
            titles=_each({"en": contact.name}),
            subtitles=_joined([contact.position], _short(contact.customer), reached),
            own=[*person_lines(contact.name), *phones, *mails],
            context=_customer_lines(contact.customer),
            weight=-1 if contact.left_at else 0,
        )


def _sites(ids: Collection[int]) -> Iterable[Findable]:
    for site in Site.objects.filter(pk__in=ids).select_related("customer"):
        yield Findable(
            kind=SearchKind.SITE,
            pk=site.pk,
            customer_id=site.customer_id,
            titles=_each(site.names),
            subtitles=_joined(_short(site.customer), [site.address]),
            own=[*name_lines(site.names), *text_lines(site.address)[:1]],
            context=_customer_lines(site.customer),
        )


def _equipment(ids: Collection[int]) -> Iterable[Findable]:
    found = Equipment.objects.filter(pk__in=ids)
    gone = Milestone.objects.filter(kind=MilestoneKind.RETIRED, superseded_at=None)
    retired = set(gone.filter(equipment__in=ids).values_list("equipment_id", flat=True))
    for piece in found.select_related("product", "customer", "site", "system"):
        yield _piece(piece, retired=piece.pk in retired)


def _piece(piece: Equipment, *, retired: bool) -> Findable:
    product = piece.product
    place = [_each(part.names) for part in (piece.system, piece.site) if part is not None]
    code = Line(str(product), product.code)
    return Findable(
        kind=SearchKind.EQUIPMENT,
        pk=piece.pk,
        customer_id=piece.customer_id,
        titles=_each({"en": piece.serial_number}),
        subtitles=_joined(
            [str(product)], _each(product.names), _short(piece.customer), *place, [piece.label]
        ),
        own=[
            Line(piece.serial_number, piece.serial_number),
            *text_lines(piece.label),
            code,
            *name_lines(product.names),
        ],
        context=[
            Line(product.brand, product.brand),
            *_customer_lines(piece.customer),
            *(line for names in place for line in [Line(n, n) for n in names.values()]),
        ],
        weight=-1 if retired else 0,
        serial=compact(piece.serial_number)[:80],
    )


FINDABLE: dict[SearchKind, Callable[[Collection[int]], Iterable[Findable]]] = {
    SearchKind.CUSTOMER: _customers,
    SearchKind.CONTACT: _contacts,
    SearchKind.SITE: _sites,
    SearchKind.EQUIPMENT: _equipment,
}


def _customer_lines(customer: Customer) -> list[Line]:
    return [*text_lines(customer.short_name), *(Line(n, n) for n in customer.names.values())]


def _each(names: Mapping[str, str]) -> dict[str, str]:
    return {language: name_in(names, language) for language in LANGUAGES}


def _short(customer: Customer) -> dict[str, str]:
    """Return a customer's short name; who reads no Chinese gets the English name instead."""
    short = customer.short_name
    if not short:
        return _each(customer.names)
    if not IDEOGRAPH.search(short):
        return _each({"en": short})
    return _each({"en": customer.names.get("en", short), "zh-hans": short})


def _others(names: Mapping[str, str]) -> dict[str, str]:
    """Return for each language the name in the other script."""
    return {
        language: name_in(names, "zh-hans" if language == "en" else "en")
        for language in LANGUAGES
        if len(names) > 1
    }


def _joined(*parts: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """Return a line in each language from texts and from names by language."""
    lines = {}
    for language in LANGUAGES:
        texts = [
            text
            for part in parts
            for text in ([part.get(language, "")] if isinstance(part, Mapping) else part)
        ]
        lines[language] = APART.join(dict.fromkeys(text for text in texts if text))
    return lines
