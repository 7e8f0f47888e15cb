"""Where on the screens it stands what a clause decides: a page, a block of it, its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.journeys.clauses.page import Element

Rows = Callable[[Element], Iterator[tuple[str, Element]]]
CLAUSE = re.compile(r"S\d[a-d]?-\w+(?:\.\w+)?")


@dataclass(frozen=True)
class Place:
    """A block of a page. `rows` yields each line of it with its name."""

    path: str
    rows: Rows
    who: str = "manager"


def table(heading: str) -> Rows:
    """Return the rows of the table that has such a heading."""

    def rows(page: Element) -> Iterator[tuple[str, Element]]:
        for heads in (page.all("h2"), page.all("h3")):
            for head in heads:
                if head.words == heading:
                    yield from _table(head.above("section"))

    return rows


def _table(block: Element) -> Iterator[tuple[str, Element]]:
    for row in block.all("tr"):
        first = row.first("th", scope="row") or row.first("td")
        if first is not None:
            yield first.words, row


def in_all(tag: str, css: str, name: str = "") -> Rows:
    """Return every element of a kind; its first `name` inside says how it is called."""

    def rows(page: Element) -> Iterator[tuple[str, Element]]:
        for one in page.all(tag, css):
            title = one.first(name) if name else one
            yield (title.words if title else "", one)

    return rows


def pairs(page: Element) -> Iterator[tuple[str, Element]]:
    """Return what stands beside each label."""
    name = ""
    for one in page.all():
        if one.tag == "dt":
            name = one.words
        elif one.tag == "dd":
            yield name, one


def within(heading: str, tag: str, css: str, name: str = "") -> Rows:
    """Return every element of a kind in the section that has such a heading."""

    def rows(page: Element) -> Iterator[tuple[str, Element]]:
        for section in page.headed(heading):
            yield from in_all(tag, css, name)(section)

    return rows


def inside(key: str, rows: Rows) -> Rows:
    """Return the rows of the part of a page that has such an id."""

    def found(page: Element) -> Iterator[tuple[str, Element]]:
        for one in page.all(id=key):
            yield from rows(one)

    return found


CASE, CHARGES = "/cases/{case}/", "/cases/{case}/charges/"
MADE_GOOD, QUOTE, RMA = "/cases/{case}/made-good/", "/quotes/{quote}/", "/returns/{rma}/"
PARTS = "/cases/{case}/parts/"
GROUPS = {
    "waits": "What has to wait",
    "duties": "Duties and documents",
    "rights": "Rights and remedies",
    "steps": "Step by step",
    "counted": "Counted",
    "amounts": "Amounts",
    "plans": "Planned visits and checks",
    "doers": "Who does it",
    "called": "Called in",
    "allowed": "Allowed, refused, agreed",
    "governs": "What comes first",
}
PLACES: dict[str, Place] = {
    **{
        key: Place(CASE, inside("promises", within(heading, "div", "point", "b")), "hotline")
        for key, heading in GROUPS.items()
    },
    "clocks": Place(CASE, in_all("div", "clk", "b"), "hotline"),
    "asks": Place(CASE, within("What comes next", "div", "point", "b"), "hotline"),
    "terms": Place(CASE, inside("warranty", in_all("section", "", "h2")), "hotline"),
    "side": Place(CASE, inside("equipment", table("Who pays")), "hotline"),
    "about": Place(CASE, inside("equipment", pairs), "hotline"),
    "same": Place(CASE, within("The same machine", "div", "rule-line"), "hotline"),
    "facts": Place(CASE, in_all("li", ""), "hotline"),
    "charges": Place(CHARGES, table("Who pays"), "accountant"),
    "causes": Place(CHARGES, table("What each cause would bring"), "accountant"),
    "covered": Place(CHARGES, within("What is covered", "div", "", "span"), "accountant"),
    "longer": Place(MADE_GOOD, in_all("section", "money-part", "h2")),
    "remedies": Place(MADE_GOOD, table("Rights and remedies")),
    "owed amounts": Place(MADE_GOOD, table("Amounts we may owe")),
    "decided": Place(MADE_GOOD, table("Decided")),
    "bills": Place(MADE_GOOD, table("Invoices of third parties")),
    "losses": Place("/losses/", in_all("tr", ""), "accountant"),
    "payouts": Place("/payouts/", in_all("tr", ""), "accountant"),
    "quote": Place(QUOTE, table("What it comes to")),
    "freight": Place(RMA, table("Who pays the freight"), "hotline"),
    "return": Place(RMA, in_all("div", "return-clock", "b"), "hotline"),
    "owed": Place("/owed/", in_all("li", ""), "store_keeper"),
    "parts": Place(PARTS, in_all("section", "block", "h2"), "engineer"),
    "instead": Place(
        PARTS + "{request}/", within("Of equal specification", "form", ""), "engineer"
    ),
    "shelf": Place(PARTS + "{request}/", in_all("form", "part-offer"), "engineer"),
    "picks": Place("/store/", in_all("li", ""), "store_keeper"),
    "machine": Place("/m/{label}/", in_all("p", ""), ""),
    "their rights": Place("{receipt}", within("What you may choose", "p", "", "b"), ""),
    "offer": Place("/q/{offer}/", in_all("tr", "", "td"), ""),
    "their promises": Place("/m/{label}/", table("If you ask now, we promise"), ""),
    "unset": Place("/policydesk/drafts/{draft}/unset/", in_all("li", ""), "policy_owner"),
    "required": Place("/policydesk/drafts/{draft}/publish/", in_all("li", ""), "policy_owner"),
    "clause": Place("/policies/{policy}/clauses/{row}/", in_all("main", ""), "policy_owner"),
    "archive": Place("/archive/equipment/{piece}/", in_all("section", "", "h2"), "hotline"),
}


def clauses_in(row: Element) -> set[str]:
    """Return the clauses that stand beside what a row says, whether they lead somewhere or not."""
    return set(CLAUSE.findall(row.clauses() or row.words))
