"""Every line of an assessment as one sentence with its clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from kept.rules.assess.assessment import Assessment, CostLine
from kept.rules.assess.say.amounts import amount_words
from kept.rules.assess.say.assignments import assignment_words
from kept.rules.assess.say.contests import contest_words, finding_words
from kept.rules.assess.say.counters import counter_words
from kept.rules.assess.say.duties import duty_words
from kept.rules.assess.say.escalations import escalation_words, precedence_words
from kept.rules.assess.say.gates import gate_words
from kept.rules.assess.say.ladders import ladder_words
from kept.rules.assess.say.measures import measure_words
from kept.rules.assess.say.provisions import provision_words
from kept.rules.assess.say.remedies import remedy_words
from kept.rules.assess.say.schedules import schedule_words
from kept.rules.assess.say.speaker import Speaker

Said: TypeAlias = tuple[str, tuple[str, ...]]
"""A sentence and the clauses it rests on."""

# The lines of an assessment by their field, in the order in which they are read.
LINES: Final[Mapping[str, Callable[[Speaker, Any], str]]] = {
    "clocks": Speaker.clock,
    "terms": Speaker.term,
    "grades": Speaker.grade,
    "contests": contest_words,
    "cover": Speaker.cover,
    "gates": gate_words,
    "ladders": ladder_words,
    "duties": duty_words,
    "remedies": remedy_words,
    "amounts": amount_words,
    "counters": counter_words,
    "measures": measure_words,
    "schedules": schedule_words,
    "assignments": assignment_words,
    "escalations": escalation_words,
    "provisions": provision_words,
    "precedence": precedence_words,
}


def sentences(speaker: Speaker, assessment: Assessment) -> Iterator[Said]:
    """Yield what follows, line by line: promises first, then costs, then what does not apply."""
    for field, say in LINES.items():
        for line in getattr(assessment, field):
            yield say(speaker, line), line.reason.clauses
    if assessment.finding is not None:
        yield finding_words(speaker, assessment.finding), assessment.finding.reason.clauses
    for cost in assessment.costs:
        yield from _cost(speaker, cost)
    for absent in assessment.absent:
        yield speaker.absent(absent), absent.reason.clauses


def _cost(speaker: Speaker, line: CostLine) -> Iterator[Said]:
    if not line.payers:
        yield from ((sentence, ()) for sentence in speaker.cost(line))
    for payer in line.payers:
        yield speaker.payer(line.component, payer), payer.reason.clauses
    for price in line.prices:
        yield speaker.price(line.component, price), price.reason.clauses
