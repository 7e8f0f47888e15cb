"""Who pays the freight of a return, and how far its quotation is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.held_back import HeldBack, Holding
from kept.records.cases.owing import TO_DECIDE
from kept.records.cases.queries import CaseCard
from kept.records.payments.queries import invoices
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.records.transit.foreseeing import FREIGHT
from kept.rules.assess import CostLine
from kept.rules.assess.say.charges import payer_words, price_words
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Event, GateRule, What
from kept.rules.policy.walk import walk
from kept.web.common.access import may
from kept.web.common.reading.amounts import amount_state_words
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed
from kept.web.depot import pages
from kept.web.depot.building.clocks import clause_ref
from kept.web.depot.reading import MONEY

QUOTES: Final = (
    *("quote.sent", "quote.explained", "quote.accepted", "quote.declined"),
    "payment.received",
)
PAID: Final = ("payment.received", "payment.part_received")


def build_pays(card: CaseCard, reader: Reader) -> list[pages.PayRow]:
    """Return who pays for the way to us and for the way back, with the clause that says so."""
    speaker = reader.speaker(card.policy)
    costs = {cost.component: cost for cost in card.assessment.costs}
    return [_row(name, costs.get(name), card, speaker) for name in FREIGHT]


def _row(
    component: str, cost: CostLine | None, card: CaseCard, speaker: PageSpeaker
) -> pages.PayRow:
    outcomes = cost.payers if cost else ()
    sure = [one for one in outcomes if one.truth is Truth.YES]
    first = next(iter(sure or outcomes), None)
    price = next((one for one in cost.prices if one.truth is Truth.YES), None) if cost else None
    return pages.PayRow(
        component=speaker.component(component),
        payer=_payers(cost, speaker),
        price=price_words(speaker, price) if price else "",
        clause=clause_ref(
            first.reason.clauses if first else (),
            policy=card.policy,
            code=card.policy_code,
            number=card.policy_number,
        ),
    )


def _payers(cost: CostLine | None, speaker: PageSpeaker) -> str:
    outcomes = cost.payers if cost else ()
    if not outcomes:
        return _("the paper is silent: ask")
    sure = [payer_words(speaker, one) for one in outcomes if one.truth is Truth.YES]
    if sure:
        return listed(sure)
    return _("open, perhaps {others}").format(
        others=listed(payer_words(speaker, one) for one in outcomes)
    )


def build_refunds(card: CaseCard, viewer: Person, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield what of the price the policy gives back, with its clauses, and where it is decided."""
    for line in card.assessment.amounts:
        if line.what is not What.REFUND or line.payer != "provider":
            continue
        state = amount_state_words(line.state)
        said = f"{reader.text(line.name)} ({', '.join(line.reason.clauses)}) · {state}"
        name, args = "money:made_good", [card.number]
        if may(viewer, Role.MANAGER) and line.state in TO_DECIDE:
            name, args = "money:claim_decide", [card.number, line.rule]
        yield said, reverse(name, args=args)


def open_bills(
    refused: Refused, card: CaseCard, viewer: Person, reader: Reader
) -> list[tuple[str, str]]:
    """Return the way to what is still to be paid, where the policy waits for a payment.

    Only for who may see bills; where nothing is billed yet, to what would be.
    """
    if not isinstance(refused, HeldBack) or not may(viewer, *MONEY):
        return []
    if not any(_waits_for_money(card, line) for line in refused.lines):
        return []
    words = _("Invoice {number}: {amount} open")
    owed = (one for one in invoices(case_id=card.pk, only_open=True) if one.is_owed)
    found = [
        (
            words.format(number=one.number, amount=one.open),
            reverse("money:invoice", args=[one.number]),
        )
        for one in owed
    ]
    charges = (
        _("Nothing is billed yet: who pays what"),
        reverse("money:charges", args=[card.number]),
    )
    return found or [charges]


def _waits_for_money(card: CaseCard, line: Holding) -> bool:
    rule = card.policy.rules.get(line.rule)
    needs = rule.needs if isinstance(rule, GateRule) else ()
    return any(isinstance(part, Event) and part.kind in PAID for part in walk(needs))


def build_quotes(card: CaseCard, reader: Reader) -> list[tuple[str, str]]:
    """Return how far the quotation of a case is, and whether it was paid."""
    return list(_said(card, reader))


def _said(card: CaseCard, reader: Reader) -> Iterator[tuple[str, str]]:
    speaker = reader.speaker(card.policy)
    for fact in card.facts.standing:
        if fact.kind in QUOTES:
            yield speaker.text(card.policy.events[fact.kind].name), reader.moment(fact.at)
