"""Granting goodwill: a manager takes over what the customer would pay, up to so much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard, case_card
from kept.records.cases.services import (
    CaseNotFound,
    KeyReused,
    ReasonMissing,
    record_goodwill,
    touch_case,
)
from kept.records.cases.services.deciding import DecidedByManagers
from kept.records.cases.vocabulary import UnknownValue
from kept.records.claims.currency import currency_of
from kept.records.money import Money, NotMoney
from kept.records.naming import name_in
from kept.records.payments.services import AmountUnclear
from kept.records.people.models import Person, Role
from kept.records.quotes.contents import plain
from kept.records.quotes.from_work import TAGS
from kept.records.quotes.worth import takes_over
from kept.records.refusal import Refused
from kept.records.releases.models import Giving, Kind
from kept.records.releases.services import NewGiving, Waiting, ask_to_give, asked_before
from kept.records.work.unbilled import done_of_case
from kept.rules.assess.charges import GRANTED
from kept.rules.assess.costs import ALL, components
from kept.rules.facts.texts import in_language

SOURCE: Final = "web:money"
MOST: Final = Decimal(100)
ALL_NAMES: Final = {"en": "everything", "zh-hans": "全部", "zh-hant": "全部"}


class WorthUnknown(Refused):
    """Goodwill over what has no price yet needs somebody to say how far it goes."""

    sentence = _("What this comes to is not known yet. Please say up to how much we take it over.")


class GrantedAlready(Refused):
    """The same words a second time are the same decision: pressed once more after going back."""

    sentence = _(
        "You have granted the same, up to %(amount)s, for the same reason already. If more is to "
        "be taken over, please say in the reason why."
    )


@dataclass(frozen=True, kw_only=True)
class NewGoodwill:
    """How many per cent of what the customer pays of a component are taken over, and why.

    `up_to`: no more than so much, in the currency of the case; None: what it comes to by now.
    """

    case_id: int
    component: str
    per_cent: Decimal
    reason: str
    up_to: Decimal | None = None


@dataclass(frozen=True)
class Granted:
    """Goodwill is on record, up to so much."""

    giving_id: int
    up_to: Money
    repeated: bool


@transaction.atomic
def grant_goodwill(
    *, goodwill: NewGoodwill, by: Person, now: datetime, key: str
) -> Granted | Waiting:
    """Take over what the customer would pay, up to so much. Above the limit it waits.

    Safe to repeat with the same key. Raises DecidedByManagers, ReasonMissing, UnknownValue,
    GrantedAlready, WorthUnknown, AmountUnclear, KeyReused, CaseNotFound, ConcernsYou.
    """
    if Role.MANAGER not in by.roles:
        raise DecidedByManagers
    case = touch_case(case_id=goodwill.case_id, handled_by=by)
    old = asked_before(Kind.GOODWILL, by=by, key=key)
    if old is not None:
        return _repeated(old, goodwill)
    if not goodwill.reason.strip():
        raise ReasonMissing
    card = case_card(str(case.number), viewer=by, at=now)
    if card is None:
        raise CaseNotFound
    _check(card, goodwill)
    _check_ungranted(goodwill, by=by)
    money = _up_to(case, card, goodwill)
    giving = ask_to_give(_giving(case, card, goodwill, money), by=by, now=now, key=key)
    if giving.needs_second:
        return Waiting(giving.pk, False)
    _record(giving, now=now)
    return Granted(giving.pk, money, False)


def grant_released(giving: Giving, *, now: datetime) -> None:
    """Record goodwill that a second person has released, in the name of who granted it.

    Part of the caller's transaction.
    """
    _record(giving, now=now)


def worth_by_now(card: CaseCard, *, component: str, per_cent: Decimal) -> Money | None:
    """Return the most that goodwill would take over by now; None while that is not known."""
    case = Case.objects.select_related("contract").get(pk=card.pk)
    return takes_over(
        done_of_case(card),
        card,
        currency=currency_of(case),
        component=component,
        per_cent=per_cent,
    )


def _check(card: CaseCard, goodwill: NewGoodwill) -> None:
    share = goodwill.per_cent
    if not share.is_finite() or not 0 < share <= MOST or share != round(share, 2):
        raise UnknownValue(key="per_cent", value=share)
    if goodwill.component not in (ALL, *components(card.policy)):
        raise UnknownValue(key="component", value=goodwill.component)


def _check_ungranted(goodwill: NewGoodwill, *, by: Person) -> None:
    said = {f"what__{name}": value for name, value in _said(goodwill).items()}
    rows = Giving.objects.filter(
        kind=Kind.GOODWILL,
        case_id=goodwill.case_id,
        asked_by=by,
        reason=goodwill.reason.strip()[:1000],
        **said,
    )
    same = rows.first()
    if same is not None:
        raise GrantedAlready(amount=same.money)


def _said(goodwill: NewGoodwill) -> dict[str, str | None]:
    return {
        "component": goodwill.component,
        "per_cent": f"{goodwill.per_cent:f}",
        "up_to": None if goodwill.up_to is None else f"{goodwill.up_to:f}",
    }


def _up_to(case: Case, card: CaseCard, goodwill: NewGoodwill) -> Money:
    if goodwill.up_to is None:
        found = worth_by_now(card, component=goodwill.component, per_cent=goodwill.per_cent)
        if not found:
            raise WorthUnknown
        return found
    currency = currency_of(case)
    try:
        money = Money(goodwill.up_to, currency)
    except NotMoney:
        raise AmountUnclear(currency=currency) from None
    if money.amount <= 0:
        raise AmountUnclear(currency=currency)
    return money


def _giving(case: Case, card: CaseCard, goodwill: NewGoodwill, money: Money) -> NewGiving:
    what: dict[str, Any] = {**_said(goodwill), "names": _names(card, goodwill)}
    return NewGiving(
        kind=Kind.GOODWILL,
        customer=case.customer,
        case=case,
        about=f"case {case.pk}",
        money=money,
        subject=name_in(what["names"], case.customer.language),
        payee=name_in(case.customer.names, case.customer.language),
        reason=goodwill.reason,
        gives=True,
        what=what,
    )


def _names(card: CaseCard, goodwill: NewGoodwill) -> dict[str, str]:
    """Return of what how much is taken over, in each language."""
    component = card.policy.components.get(goodwill.component)
    known = ALL_NAMES
    if component is not None:
        known = {code: in_language(component.name, tag) for code, tag in TAGS.items()}
    return {code: f"{known[code]}, {plain(goodwill.per_cent)} %" for code in TAGS}


def _record(giving: Giving, *, now: datetime) -> None:
    assert giving.case_id is not None
    values = {
        "component": giving.what["component"],
        "per_cent": float(giving.what["per_cent"]),
        "amount": float(giving.amount),
        "currency": giving.currency,
        "reason": giving.reason,
    }
    fact = NewFact(kind=GRANTED, at=now, values=values, source=SOURCE)
    record_goodwill(
        case_id=giving.case_id, fact=fact, by=giving.asked_by, now=now, key=f"goodwill {giving.pk}"
    )


def _repeated(old: Giving, asked: NewGoodwill) -> Granted | Waiting:
    """Return what the same key brought before. Raises KeyReused."""
    said = (old.case_id, old.what["component"], Decimal(old.what["per_cent"]), old.what["up_to"])
    up_to = None if asked.up_to is None else f"{asked.up_to:f}"
    if said != (asked.case_id, asked.component, asked.per_cent, up_to):
        raise KeyReused
    if old.needs_second:
        return Waiting(old.pk, True)
    return Granted(old.pk, old.money, True)
