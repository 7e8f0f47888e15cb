"""Who pays, at which price, and what is covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from kept.rules.assess import Assessment, CostLine, Outcome
from kept.rules.assess.say.charges import payer_words, price_words
from kept.rules.facts.values import Truth
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, pair
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses


def build_pays(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> list[pages.PayLine]:
    """Return a line for each component and each answer it still may have."""
    lines = [line for cost in assessment.costs for line in _lines(cost, speaker, clauses)]
    together: dict[tuple[object, ...], list[pages.PayLine]] = {}
    for line in lines:
        if not line.is_sure:
            together.setdefault((line.payer, line.condition, line.clause), []).append(line)
    return [
        *(line for line in lines if line.is_sure),
        *(_joined(same) for same in together.values()),
    ]


def payers_words(cost: CostLine | None, speaker: PageSpeaker) -> str:
    """Return who pays a component, and who else may have to: "we, but perhaps the customer"."""
    outcomes = cost.payers if cost else ()
    if not outcomes:
        return _("the paper is silent: ask")
    sure = [payer_words(speaker, outcome) for outcome in outcomes if outcome.truth is Truth.YES]
    others = [payer_words(speaker, outcome) for outcome in outcomes]
    others = [who for who in others if who not in sure]
    holes = {"payers": listed(sure), "others": listed(others)}
    if not sure:
        return _("open, perhaps {others}").format(**holes)
    return (_("{payers}, but perhaps {others}") if others else "{payers}").format(**holes)


def _joined(lines: list[pages.PayLine]) -> pages.PayLine:
    """Return lines that say the same of several components as one."""
    components = tuple(line.component for line in lines)
    what = listed(components)
    said = pair(what, lines[0].condition)
    return replace(lines[0], component=what, components=components, said=said)


def _lines(cost: CostLine, speaker: PageSpeaker, clauses: Clauses) -> Iterator[pages.PayLine]:
    component = speaker.component(cost.component)
    if not any(outcome.truth is Truth.YES for outcome in cost.payers):
        yield pages.PayLine(
            component=component,
            payer=_("open") if cost.payers else _("the paper is silent: ask"),
            clause=None,
            price=_sure_price(cost, speaker),
        )
    for outcome in cost.payers:
        is_sure = outcome.truth is Truth.YES
        yield pages.PayLine(
            component=component,
            payer=payer_words(speaker, outcome),
            clause=clauses.ref(outcome.reason.clauses),
            price=_sure_price(cost, speaker) if is_sure else "",
            is_sure=is_sure,
            condition=_condition(outcome, cost, speaker),
        )


def _condition(outcome: Outcome, cost: CostLine, speaker: PageSpeaker) -> str:
    """Return on what an answer rests; of a possible one, its price and what must turn out."""
    reasons = speaker.reasons(outcome.reason.because)
    if outcome.truth is Truth.YES:
        return _("because {condition}").format(condition=reasons) if reasons else ""
    said = _possible(outcome, cost, speaker, reasons)
    if outcome.provisional:
        return _("{reasons} (so by the provisional finding)").format(reasons=said)
    return said


def _possible(outcome: Outcome, cost: CostLine, speaker: PageSpeaker, reasons: str) -> str:
    who, price = payer_words(speaker, outcome), _price_of(outcome, cost, speaker)
    if price:
        return _("{who}, {price}, if {reasons}").format(who=who, price=price, reasons=reasons)
    return _("{who}, if {reasons}").format(who=who, reasons=reasons)


def _sure_price(cost: CostLine, speaker: PageSpeaker) -> str:
    sure = next((price for price in cost.prices if price.truth is Truth.YES), None)
    return price_words(speaker, sure) if sure else ""


def _price_of(outcome: Outcome, cost: CostLine, speaker: PageSpeaker) -> str:
    """Return the price basis that comes with a possible payer: both from the same clauses."""
    same = (p for p in cost.prices if p.reason.clauses == outcome.reason.clauses)
    price = next(same, None)
    return price_words(speaker, price) if price else ""
