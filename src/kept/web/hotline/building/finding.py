"""Finding what a request is about, and anything else by what somebody knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.archive.cards import CustomerCard, EquipmentCard
from kept.records.archive.models import SearchKind
from kept.records.archive.queries import Hit, equipment_of_customer, search
from kept.records.cases.queries import (
    QueueFilter,
    case_version,
    open_cases_of_customer,
    queue,
)
from kept.records.people.models import Person
from kept.web.hotline import pages
from kept.web.hotline.building.reader import Reader

MOST_PIECES = 200
MOST_CASES = 5


def kind_words(kind: str) -> str:
    """Return what kind of thing was found."""
    return {
        SearchKind.EQUIPMENT.value: _("Equipment"),
        SearchKind.CUSTOMER.value: _("Customer"),
        SearchKind.CONTACT.value: _("Contact"),
        SearchKind.SITE.value: _("Site"),
        "case": _("Case"),
    }[kind]


def found(words: str, *, limit: int = 20) -> list[pages.Candidate]:
    """Return customers, contacts, sites and equipment that the words may mean, best first."""
    hits = search(words, limit=limit, language=get_language() or "en")
    return [_candidate(hit) for hit in hits]


def _candidate(hit: Hit) -> pages.Candidate:
    shown = [part for part in (hit.subtitle, hit.matched) if part and part != hit.title]
    return pages.Candidate(
        title=hit.title,
        detail=" · ".join(dict.fromkeys(shown)),
        url=f"{reverse('hotline:log')}?{hit.kind.value}={hit.pk}",
        kind=kind_words(hit.kind.value),
    )


def found_anywhere(words: str, *, viewer: Person, reader: Reader) -> list[pages.Candidate]:
    """Return cases and everything in the archive that the words may mean."""
    return [*_cases(words, viewer, reader), *found(words)]


def _cases(words: str, viewer: Person, reader: Reader) -> Iterator[pages.Candidate]:
    """Yield the case of this number, whatever its state, and open ones that hold the words."""
    number = words.strip().upper()
    wanted = QueueFilter(text=words)
    rows = queue(wanted, viewer=viewer, at=reader.now, limit=MOST_CASES).rows if number else ()
    is_new = number.startswith("K-") and number not in {row.number for row in rows}
    if is_new and case_version(number, viewer=viewer) is not None:
        yield _case(number, number, _("closed"))
    for row in rows:
        title = f"{row.number} {row.title}"
        yield _case(row.number, title, reader.name(row.customer_names))


def _case(number: str, title: str, detail: str) -> pages.Candidate:
    url = reverse("hotline:case", args=[number])
    return pages.Candidate(title=title, detail=detail, url=url, kind=kind_words("case"))


@dataclass(frozen=True)
class Asker:
    """Whose equipment to choose from."""

    customer: CustomerCard
    site_id: int | None = None
    contact_id: int | None = None

    @property
    def more(self) -> str:
        """Return the end of an address that keeps who is calling."""
        return f"&contact={self.contact_id}" if self.contact_id else ""


def pieces(asker: Asker, *, viewer: Person, reader: Reader) -> list[pages.Candidate]:
    """Return the machines of a customer to choose from, then none of them, then open cases."""
    log = reverse("hotline:log")
    cards = equipment_of_customer(asker.customer.pk, site_id=asker.site_id, limit=MOST_PIECES)
    site = f"&site={asker.site_id}" if asker.site_id else ""
    none = f"{log}?customer={asker.customer.pk}{site}&machine=none{asker.more}"
    return [
        *(_piece(card, f"{log}?equipment={card.pk}{asker.more}", reader) for card in cards),
        pages.Candidate(
            title=_("No certain machine"),
            detail=_("The request is about the customer, or the machine is not known yet."),
            url=none,
            kind=kind_words(SearchKind.CUSTOMER.value),
        ),
        *_open_cases(asker, viewer, reader),
    ]


def _piece(card: EquipmentCard, url: str, reader: Reader) -> pages.Candidate:
    product = card.product
    where = [reader.name(card.site.names)] if card.site else []
    return pages.Candidate(
        title=f"{product.brand} {product.code} {reader.name(product.names)}, {card.serial_number}",
        detail=" · ".join([*where, *([card.label] if card.label else [])]),
        url=url,
        kind=kind_words(SearchKind.EQUIPMENT.value),
    )


def _open_cases(asker: Asker, viewer: Person, reader: Reader) -> Iterator[pages.Candidate]:
    for line in open_cases_of_customer(asker.customer.pk, viewer=viewer, limit=MOST_CASES):
        asked = _("open since {moment}").format(moment=reader.moment(line.requested_at))
        yield _case(line.number, f"{line.number} {line.title}", asked)
