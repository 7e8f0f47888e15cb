"""Who pays the freight of a return, and how far its quotation is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.transit.foreseeing import FREIGHT
from kept.rules.assess import CostLine
from kept.rules.assess.say.charges import payer_words, price_words
from kept.rules.facts.values import Truth
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed
from kept.web.depot import pages
from kept.web.depot.building.clocks import clause_ref

QUOTES: Final = (
    *("quote.sent", "quote.explained", "quote.accepted", "quote.declined"),
    "payment.received",
)


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


def build_quotes(card: CaseCard, reader: Reader) -> list[tuple[str, str]]:
    """Return how far the quotation of a case is, and whether it was paid."""
    return list(_said(card, reader))


def _said(card: CaseCard, reader: Reader) -> Iterator[tuple[str, str]]:
    speaker = reader.speaker(card.policy)
    for fact in card.facts.standing:
        if fact.kind in QUOTES:
            yield speaker.text(card.policy.events[fact.kind].name), reader.moment(fact.at)
