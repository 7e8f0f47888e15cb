"""Finding what a request is about, and anything else by what somebody knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.archive import queries as archive
from kept.records.archive.cards import ContactCard, CustomerCard, EquipmentCard, SiteCard
from kept.records.archive.models import SearchKind
from kept.records.archive.queries import Hit, equipment_of_customer, search
from kept.records.cases.queries import (
    QueueFilter,
    case_version,
    open_cases_of_customer,
    queue,
)
from kept.records.people.models import Person
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed, with_serial
from kept.web.hotline import pages

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


def found(words: str, *, limit: int = 20, more: str = "") -> list[pages.Candidate]:
    """Return customers, contacts, sites and equipment that the words may mean, best first.

    `more` is the end of their addresses: what is kept while one looks.
    """
    hits = search(words, limit=limit, language=get_language() or "en")
    return [_candidate(hit, more) for hit in hits]


def _candidate(hit: Hit, more: str = "") -> pages.Candidate:
    """Return what was found; what it was found by is shown where nothing else shows it."""
    says_why = hit.matched in hit.title or hit.matched in hit.subtitle
    shown = [hit.subtitle, "" if says_why else hit.matched]
    return pages.Candidate(
        title=hit.title,
        detail=" · ".join(filter(None, shown)),
        url=f"{reverse('hotline:log')}?{hit.kind.value}={hit.pk}{more}",
        kind=kind_words(hit.kind.value),
    )


def found_anywhere(words: str, *, viewer: Person, reader: Reader) -> list[pages.Candidate]:
    """Return cases and everything in the archive that the words may mean, where it is at home."""
    hits = search(words, limit=20, language=get_language() or "en")
    known = (replace(_candidate(hit), url=_home(hit)) for hit in hits)
    return [*_cases(words, viewer, reader), *known]


def _home(hit: Hit) -> str:
    """Return the page of what was found; a contact is on the customer's."""
    if hit.kind is SearchKind.CONTACT:
        return reverse("hotline:archive_customer", args=[hit.customer_id])
    return reverse(f"hotline:archive_{hit.kind.value}", args=[hit.pk])


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
    site: SiteCard | None = None
    contact: ContactCard | None = None
    call_id: int | None = None
    letter_id: int | None = None

    @property
    def more(self) -> str:
        """Return the end of an address that keeps who is calling."""
        return (f"&contact={self.contact.pk}" if self.contact else "") + self.call

    @property
    def call(self) -> str:
        """Return the end of an address that keeps the call or the letter."""
        return "".join(f"&{name}={key}" for name, key in self.ways)

    @property
    def ways(self) -> list[tuple[str, int]]:
        """Return the call or the letter by which it is told, as an address names it."""
        told = (("call", self.call_id), ("letter", self.letter_id))
        return [(name, key) for name, key in told if key]

    def shown(self, reader: Reader) -> pages.Asking:
        """Return the same for the page, with what its form sends along."""
        named = {"customer": self.customer, "site": self.site, "contact": self.contact}
        who = self.contact
        phone = str(who.phones[0]) if who and who.phones else ""
        caller = [who.name, who.position, phone] if who else []
        place = [reader.name(self.site.names)] if self.site else []
        return pages.Asking(
            customer=reader.name(self.customer.names),
            detail=listed(part for part in (*caller, *place) if part),
            keeps=[
                *((name, card.pk) for name, card in named.items() if card),
                *self.ways,
            ],
        )


def asker_of(named: Mapping[str, int]) -> Asker | None:
    """Return whom an address names. Raises DoesNotExist of what is not in the archive."""
    site = archive.site(named["site"]) if "site" in named else None
    contact = archive.contact(named["contact"]) if "contact" in named else None
    known = site or contact
    owner = known.customer_id if known else named.get("customer")
    if owner is None:
        return None
    if contact is not None and contact.customer_id != owner:
        contact = None
    return Asker(archive.customer(owner), site, contact, named.get("call"), named.get("letter"))


def pieces(asker: Asker, words: str, *, viewer: Person, reader: Reader) -> list[pages.Candidate]:
    """Return a customer's open cases and machines, or what of it the words mean; then no machine.

    Who calls may well be calling about a case that is open: those come first.
    """
    site = f"&site={asker.site.pk}" if asker.site else ""
    none = f"?customer={asker.customer.pk}{site}&machine=none{asker.more}"
    if words:
        found_here = list(_found_at(asker, words))
    else:
        found_here = [*_open_cases(asker, viewer, reader), *_machines(asker, reader)]
    nothing = pages.Candidate(
        title=_("No certain machine"),
        detail=_("The request is about the customer, or the machine is not known yet."),
        url=reverse("hotline:log") + none,
        kind=kind_words(SearchKind.CUSTOMER.value),
    )
    return [*found_here, nothing]


def _found_at(asker: Asker, words: str) -> Iterator[pages.Candidate]:
    """Yield what the words mean at one customer; who is calling stays who is calling."""
    hits = search(words, language=get_language() or "en", customer_id=asker.customer.pk)
    for hit in hits:
        if hit.kind is not SearchKind.CUSTOMER:
            yield _candidate(hit, asker.call if hit.kind is SearchKind.CONTACT else asker.more)


def _machines(asker: Asker, reader: Reader) -> Iterator[pages.Candidate]:
    site_id = asker.site.pk if asker.site else None
    log = reverse("hotline:log")
    for card in equipment_of_customer(asker.customer.pk, site_id=site_id, limit=MOST_PIECES):
        yield _piece(card, f"{log}?equipment={card.pk}{asker.more}", reader)


def _piece(card: EquipmentCard, url: str, reader: Reader) -> pages.Candidate:
    product = card.product
    model = f"{product.brand} {product.code} {reader.name(product.names)}"
    where = [reader.name(card.site.names)] if card.site else []
    return pages.Candidate(
        title=with_serial(model, card.serial_number),
        detail=" · ".join([*where, *([card.label] if card.label else [])]),
        url=url,
        kind=kind_words(SearchKind.EQUIPMENT.value),
    )


def _open_cases(asker: Asker, viewer: Person, reader: Reader) -> Iterator[pages.Candidate]:
    for line in open_cases_of_customer(asker.customer.pk, viewer=viewer, limit=MOST_CASES):
        asked = _("open since {moment}").format(moment=reader.moment(line.requested_at))
        yield _case(line.number, f"{line.number} {line.title}", asked)
