"""An assessment as a JSON document: each line with clauses, conditions, facts and sentences."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from kept.rules.assess.assessment import (
    Assessment,
    ClockLine,
    CostLine,
    HoursCharged,
    Outcome,
    Promise,
    Stop,
    TermLine,
)
from kept.rules.assess.numbers import plainly
from kept.rules.assess.say.amounts import amount_document
from kept.rules.assess.say.assignments import assignment_document
from kept.rules.assess.say.charges import hours_words
from kept.rules.assess.say.contests import contest_document, finding_document
from kept.rules.assess.say.counters import counter_document
from kept.rules.assess.say.duties import duty_document
from kept.rules.assess.say.escalations import escalation_document, precedence_document
from kept.rules.assess.say.explained import passed_words
from kept.rules.assess.say.gates import gate_document
from kept.rules.assess.say.ladders import ladder_document
from kept.rules.assess.say.measures import measure_document
from kept.rules.assess.say.provisions import provision_document
from kept.rules.assess.say.remedies import remedy_document
from kept.rules.assess.say.schedules import schedule_document
from kept.rules.assess.say.teller import Teller
from kept.rules.facts.values import Lang
from kept.rules.policy.model import Policy

LANGUAGES: tuple[Lang, ...] = ("en", "zh-Hans")


class _Teller(Teller):
    """Tells the lines of the first forms."""

    def clock(self, line: ClockLine) -> dict[str, Any]:
        return {
            "key": line.key,
            "state": line.state.value,
            "certain": line.certain,
            "strength": line.strength.value,
            "actor": line.actor,
            "started_at": self.at(line.started_at),
            "due_at": self.at(line.due_at),
            "target_at": self.at(line.target_at),
            "done_at": self.at(line.done_at),
            "broken_at": self.at(line.broken_at),
            "ended_at": self.at(line.ended_at),
            "warn_at": [self.at(moment) for moment in line.warn_at],
            "spent_seconds": line.spent_seconds,
            "calendar": line.calendar,
            "assumed": dict(line.assumed),
            "promises": [self.promise(promise) for promise in line.promises],
            "stops": [self.stop(stop) for stop in line.stops],
            "text": self.sentences("clock", line),
            **self.reason(line.reason),
        }

    def promise(self, promise: Promise) -> dict[str, Any]:
        return {
            "since": self.at(promise.since),
            "cell": promise.cell.value,
            "limit": promise.limit or None,
            "due_at": self.at(promise.due_at),
            "target_at": self.at(promise.target_at),
            "read_at": dict(promise.keys),
            "clauses": list(promise.clauses),
            "certain": promise.certain,
            "provisional": promise.provisional,
        }

    def stop(self, stop: Stop) -> dict[str, Any]:
        return {
            "from": self.at(stop.start),
            "until": self.at(stop.end),
            "counted_seconds": stop.counted_seconds,
            "clauses": list(stop.clauses),
            "facts": list(stop.facts),
        }

    def term(self, line: TermLine) -> dict[str, Any]:
        return {
            "key": line.rule,
            "state": line.state.value,
            "certain": line.certain,
            "renewals": line.renewals,
            "at_fault": line.at_fault.value,
            "start": self.at(line.start),
            "end": self.at(line.end),
            "base_end": self.at(line.base_end),
            "length": line.length,
            "length_source": line.length_source or "policy",
            "extended_seconds": line.extended_seconds,
            "extensions": [self.stop(stop) for stop in line.extensions],
            "evidence_missing": line.evidence_missing,
            "ended_by": line.ended_by or None,
            "guarantor": line.guarantor,
            "restarted_at": self.at(line.restarted_at),
            "text": self.sentences("term", line),
            **self.reason(line.reason),
        }

    def cost(self, line: CostLine) -> dict[str, Any]:
        return {
            "component": line.component,
            "payer": line.payer,
            "payers": [self.outcome(line.component, o, "payer") for o in line.payers],
            "prices": [self.outcome(line.component, o, "price") for o in line.prices],
            "text": {lang: " ".join(s.cost(line)) for lang, s in self.speakers.items()},
            **({"hours": self.hours(line.hours)} if line.hours else {}),
        }

    def hours(self, hours: HoursCharged) -> dict[str, Any]:
        return {
            "bands": [
                {
                    "band": band.key,
                    "factor": None if band.factor is None else plainly(band.factor),
                    **self.reason(band.reason),
                }
                for band in hours.bands
            ],
            "call_out_seconds": hours.call_out.seconds if hours.call_out else None,
            "increments_seconds": hours.increments.seconds if hours.increments else None,
            "text": {
                lang: [words for words, _ in hours_words(s, hours)]
                for lang, s in self.speakers.items()
            },
            **self.reason(hours.reason),
        }

    def outcome(self, component: str, outcome: Outcome, method: str) -> dict[str, Any]:
        told = {
            lang: getattr(speaker, method)(component, outcome)
            for lang, speaker in self.speakers.items()
        }
        return {
            method: outcome.value,
            **_numbers(outcome),
            "truth": outcome.truth.value,
            "provisional": outcome.provisional,
            "text": told,
            **self.reason(outcome.reason),
        }


def _numbers(outcome: Outcome) -> dict[str, Any]:
    """Return shares and charges, where there are any; numbers are texts, to stay exact."""
    told: dict[str, Any] = {}
    if outcome.shares:
        told["shares"] = {key: None if n is None else plainly(n) for key, n in outcome.shares}
    charge = outcome.charge
    if charge is not None:
        told["fee"] = None if charge.fee is None else plainly(charge.fee)
        told["at_least"] = None if charge.at_least is None else plainly(charge.at_least)
        told["increments"] = str(charge.increments) if charge.increments else None
        told["word"], told["missing"] = charge.word or None, list(charge.missing)
    return told


def document(
    policy: Policy, assessment: Assessment, *, languages: tuple[Lang, ...] = LANGUAGES
) -> dict[str, Any]:
    """Return the assessment as values for JSON; moments are ISO 8601 in the policy's zone."""
    tell = _Teller(policy, ZoneInfo(policy.zone), languages)
    return {
        "policy": assessment.policy,
        "version": assessment.version,
        "at": tell.at(assessment.at),
        "clocks": [tell.clock(line) for line in assessment.clocks],
        "terms": [tell.term(line) for line in assessment.terms],
        "grades": tell.simple(
            assessment.grades, "grade", "scale", "value", "possible", "since", "changes_at"
        ),
        "contests": [contest_document(tell, line) for line in assessment.contests],
        "finding": finding_document(tell, assessment.finding),
        "cover": tell.simple(assessment.cover, "cover", "rule", "inside", "truth", "items"),
        "costs": [tell.cost(line) for line in assessment.costs],
        "gates": [gate_document(tell, line) for line in assessment.gates],
        "remedies": [remedy_document(tell, line) for line in assessment.remedies],
        "ladders": [ladder_document(tell, line) for line in assessment.ladders],
        "counters": [counter_document(tell, line) for line in assessment.counters],
        "provisions": [provision_document(tell, line) for line in assessment.provisions],
        "assignments": [assignment_document(tell, line) for line in assessment.assignments],
        "escalations": [escalation_document(tell, line) for line in assessment.escalations],
        "precedence": [precedence_document(tell, line) for line in assessment.precedence],
        "duties": [duty_document(tell, line) for line in assessment.duties],
        "amounts": [amount_document(tell, line) for line in assessment.amounts],
        "schedules": [schedule_document(tell, line) for line in assessment.schedules],
        "measures": [measure_document(tell, line) for line in assessment.measures],
        "absent": tell.simple(assessment.absent, "absent", "rule"),
        "passed": [
            {
                "rule": each.rule,
                "case": each.number,
                "beaten_by": list(each.beaten_by),
                "text": tell.said(passed_words, each),
                **tell.reason(each.reason),
            }
            for each in assessment.passed
        ],
        "unset": list(assessment.unset),
        "statements": list(assessment.statements),
        "pending": list(assessment.pending),
        "look_at": tell.at(assessment.look_at),
    }
