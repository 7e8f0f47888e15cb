"""What all pages of money need: the case, the words for sums, the way to a clause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard, case_card
from kept.records.naming import name_in
from kept.records.people.models import Role
from kept.web.common import languages
from kept.web.common.access import DESK, DeskRequest
from kept.web.common.clock_words import date_words
from kept.web.common.reading.reader import Reader
from kept.web.money.pages.sheets import Link

SELLERS: Final = (*DESK, Role.ACCOUNTANT)  # who offers something to a customer
LOOKERS: Final = (*SELLERS, Role.STORE_KEEPER)  # at price lists
PRICERS: Final = (Role.ACCOUNTANT, Role.MANAGER)  # who says what something costs
MONEY: Final = (Role.ACCOUNTANT, Role.MANAGER)  # who sees invoices and payments
DECIDERS: Final = (Role.MANAGER,)  # about what is made good
USUAL_DAYS: Final = 30  # until an invoice is due: only what stands in the field at first
FORM: Final = ["GET", "HEAD", "POST"]  # how a page with a form is asked for


def card_or_404(request: DeskRequest, number: str, reader: Reader) -> CaseCard:
    """Return a case; what this person may not see looks like what is not there."""
    card = case_card(number, viewer=request.user, at=reader.now)
    if card is None:
        raise Http404
    return card


def case_link(number: str, title: str = "") -> Link:
    """Return the way to a case."""
    return Link(label=f"{number} {title}".strip(), url=reverse("hotline:case", args=[number]))


def money_link(number: str) -> Link:
    """Return the way to all the money of a case."""
    return Link(label=number, url=reverse("money:made_good", args=[number]))


def clause_links(card: CaseCard, ids: Iterable[str]) -> list[Link]:
    """Return the way to the words of clauses; what a contract says has no page of its own."""
    page = reverse("hotline:policy", args=[card.policy_code])
    found = []
    for one in dict.fromkeys(ids):
        known = card.policy.clauses.get(one)
        is_printed = known is not None and known.place is not None
        url = f"{page}clauses/{quote(one)}/?version={card.policy_number}" if is_printed else ""
        found.append(Link(label=one, url=url))
    return found


def here(names: dict[str, str] | object) -> str:
    """Return a name in the language of this request."""
    assert isinstance(names, dict)
    return name_in(names, get_language() or "en") or next(iter(names.values()), "")


def provider_of(card: CaseCard) -> dict[str, str]:
    """Return who offers: the company by its setting, else the office of the case."""
    if settings.COMPANY:
        return dict.fromkeys(languages.NAMES, settings.COMPANY)
    return dict(card.office.names)


def case_or_404(number: str) -> Case:
    """Return a case with what its money needs. Raises Http404."""
    rows = Case.objects.select_related("customer", "contract", "office", "equipment")
    case = rows.filter(number=number).first()
    if case is None:
        raise Http404
    return case


def day(on: date) -> str:
    """Return a day as all pages write it."""
    return date_words(on)
