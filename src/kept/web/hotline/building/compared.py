"""One policy's answer to a request that all policies are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kept.rules.assess import Assessment, CostLine
from kept.rules.assess.say.charges import payer_words
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Policy
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import capital, side_by_side
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses

PAID = ("labour", "parts", "travel")


@dataclass(frozen=True)
class Answered:
    """One policy and what follows from it."""

    code: str
    number: int
    policy: Policy
    assessment: Assessment
    speaker: PageSpeaker
    clauses: Clauses


def pay_rows(found: Sequence[Answered]) -> Iterator[pages.CompareRow]:
    """Yield who pays the usual components under each policy."""
    for component in PAID:
        cells = [_pay_cell(component, one) for one in found]
        if found:
            yield pages.CompareRow(
                label=capital(found[0].speaker.component(component)), cells=cells
            )


def _pay_cell(component: str, one: Answered) -> pages.Cell:
    line = next((c for c in one.assessment.costs if c.component == component), None)
    if line is None or not line.payers:
        return pages.Cell()
    return _payer_cell(line, one)


def _payer_cell(line: CostLine, one: Answered) -> pages.Cell:
    speaker, last = one.speaker, line.payers[-1]
    open_ones = [outcome for outcome in line.payers if outcome.truth is not Truth.YES]
    possible = [
        _("{who}, if {reasons}").format(
            who=payer_words(speaker, outcome), reasons=speaker.reasons(outcome.reason.because)
        )
        for outcome in open_ones[:2]
    ]
    is_sure = last.truth is Truth.YES
    return pages.Cell(
        words=payer_words(speaker, last) if is_sure else _("open"),
        detail=side_by_side(possible),
        clause=one.clauses.ref(last.reason.clauses),
        state=None if is_sure else "possible",
    )


def other_rows(found: Sequence[Answered]) -> Iterator[pages.CompareRow]:
    """Yield levels, zones and terms under each policy."""
    if any(one.assessment.grades for one in found):
        cells = [
            _said([(one.speaker.grade(g), g.reason.clauses) for g in one.assessment.grades], one)
            for one in found
        ]
        yield pages.CompareRow(label=_("Level and zone"), cells=cells)
    if any(one.assessment.terms for one in found):
        cells = [
            _said([(one.speaker.term(t), t.reason.clauses) for t in one.assessment.terms], one)
            for one in found
        ]
        yield pages.CompareRow(label=_("Terms"), cells=cells)


def _said(lines: Sequence[tuple[str, tuple[str, ...]]], one: Answered) -> pages.Cell:
    if not lines:
        return pages.Cell()
    sentences = [sentence for sentence, _clauses in lines]
    clauses = next((ids for _sentence, ids in lines if ids), ())
    return pages.Cell(detail=" ".join(sentences), clause=one.clauses.ref(clauses), words=" ")
