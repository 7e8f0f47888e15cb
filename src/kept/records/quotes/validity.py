"""Until when a quote holds, where the policy says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kept.records.cases.queries import CaseCard
from kept.rules.assess import Assessment, assess
from kept.rules.assess.moments import kinds_in
from kept.rules.facts import Fact
from kept.rules.policy.model import ClockRule, TermRule

SENT: Final = "quote.sent"
ANSWERS: Final = {"quote.accepted", "quote.declined"}
PROVIDER: Final = "provider"


@dataclass(frozen=True)
class Validity:
    """The last moment at which the customer can accept, and the clauses that say so."""

    until: datetime
    clauses: tuple[str, ...]


def policys_validity(card: CaseCard) -> Validity | None:
    """Return until when a quote sent now would hold by the policy; None if it does not say.

    That is a term that begins with the quote, or a time-bar: a clock of the customer's from the
    quote to the answer. The earliest counts. Each version holds from its own sending, whatever was
    sent before.
    """
    sent = Fact(id="supposed", kind=SENT, at=card.at, values={})
    others = tuple(fact for fact in card.facts.facts if fact.kind != SENT)
    answer = assess(card.policy, replace(card.facts, facts=others).with_more([sent]), card.at)
    found = [one for one in _found(card, answer) if one.until > card.at]
    return min(found, key=lambda one: one.until, default=None)


def _found(card: CaseCard, answer: Assessment) -> Iterator[Validity]:

    for term in answer.terms:
        rule = card.policy.rules[term.rule]
        if isinstance(rule, TermRule) and SENT in kinds_in(rule.start) and term.end is not None:
            yield Validity(term.end, term.reason.clauses)
    for clock in answer.clocks:
        rule = card.policy.rules[clock.rule]
        if not isinstance(rule, ClockRule) or rule.actor == PROVIDER or clock.due_at is None:
            continue
        if SENT in kinds_in(rule.start) and ANSWERS & set(kinds_in(rule.stop)):
            yield Validity(clock.due_at, clock.promises[-1].clauses or clock.reason.clauses)
