"""Who pays, at which price, and what is covered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kept.rules.assess import Assessment, CostLine, Outcome
from kept.rules.facts.values import Truth
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.reader import PageSpeaker


def build_pays(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> list[pages.PayLine]:
    """Return a line for each component and each answer it still may have."""
    return [line for cost in assessment.costs for line in _lines(cost, speaker, clauses)]


def _lines(cost: CostLine, speaker: PageSpeaker, clauses: Clauses) -> Iterator[pages.PayLine]:
    component = speaker.component(cost.component)
    sure_price = _sure_price(cost, speaker)
    if not any(outcome.truth is Truth.YES for outcome in cost.payers):
        yield pages.PayLine(
            component=component,
            payer=_("open") if cost.payers else _("the paper is silent: ask"),
            clause=None,
            price=sure_price,
        )
    for outcome in cost.payers:
        is_sure = outcome.truth is Truth.YES
        yield pages.PayLine(
            component=component,
            payer=speaker.party(outcome.value),
            clause=clauses.ref(outcome.reason.clauses),
            price=sure_price if is_sure else "",
            is_sure=is_sure,
            condition=_condition(outcome, speaker),
        )


def _condition(outcome: Outcome, speaker: PageSpeaker) -> str:
    """Return on what an answer rests; of a possible one, what must turn out."""
    reasons = speaker.reasons(outcome.reason.because)
    if outcome.truth is not Truth.YES:
        who = speaker.party(outcome.value)
        return _("{who}, if {reasons}").format(who=who, reasons=reasons)
    said = _("because {condition}").format(condition=reasons) if reasons else ""
    if outcome.provisional:
        return _("{reasons} (the finding is provisional)").format(reasons=said)
    return said


def _sure_price(cost: CostLine, speaker: PageSpeaker) -> str:
    """Return at which price, as far as that is sure; possible ones with their condition."""
    said = []
    for price in cost.prices:
        basis = speaker.price_basis(price.value)
        if price.truth is Truth.YES:
            said.append(basis)
        else:
            reasons = speaker.reasons(price.reason.because)
            said.append(_("possibly {basis}, if {reasons}").format(basis=basis, reasons=reasons))
    return "; ".join(said)
