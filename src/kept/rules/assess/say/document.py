"""An assessment as a JSON document: each line with clauses, conditions, facts and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kept.rules.assess.assessment import (
    Assessment,
    Because,
    ClockLine,
    CostLine,
    Outcome,
    Promise,
    Reason,
    Stop,
    TermLine,
)
from kept.rules.assess.say.speaker import Speaker
from kept.rules.facts.values import Lang, Value
from kept.rules.policy.model import Policy

LANGUAGES: tuple[Lang, ...] = ("en", "zh-Hans")


class _Teller:
    """Tells about one policy in several languages."""

    def __init__(self, policy: Policy, zone: ZoneInfo, languages: tuple[Lang, ...]) -> None:
        self.zone = zone
        self.speakers = {lang: Speaker(policy, lang, zone) for lang in languages}

    def at(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(self.zone).isoformat()

    def value(self, value: Value | None) -> Any:
        return self.at(value) if isinstance(value, datetime) else value

    def sentences(self, method: str, line: object) -> dict[Lang, str]:
        return {lang: getattr(speaker, method)(line) for lang, speaker in self.speakers.items()}

    def because(self, because: Because) -> dict[str, Any]:
        told: dict[str, Any] = {
            "truth": because.truth.value,
            "values": {key: self.value(value) for key, value in because.values},
            "facts": list(because.facts),
            "text": self.sentences("because", because),
        }
        if because.parts:
            told["parts"] = [self.because(part) for part in because.parts]
        return told

    def reason(self, reason: Reason) -> dict[str, Any]:
        return {
            "clauses": list(reason.clauses),
            "conditions": [self.because(b) for b in reason.because],
            "facts": list(reason.facts),
            "readings": list(reason.readings),
        }

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
            "at_fault": line.at_fault.value,
            "start": self.at(line.start),
            "end": self.at(line.end),
            "base_end": self.at(line.base_end),
            "length": line.length,
            "length_source": line.length_source or "policy",
            "extended_seconds": line.extended_seconds,
            "extensions": [self.stop(stop) for stop in line.extensions],
            "evidence_missing": line.evidence_missing,
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
        }

    def outcome(self, component: str, outcome: Outcome, method: str) -> dict[str, Any]:
        told = {
            lang: getattr(speaker, method)(component, outcome)
            for lang, speaker in self.speakers.items()
        }
        return {
            method: outcome.value,
            "truth": outcome.truth.value,
            "provisional": outcome.provisional,
            "text": told,
            **self.reason(outcome.reason),
        }

    def simple(self, lines: Iterable[Any], method: str, *fields: str) -> list[dict[str, Any]]:
        """Return lines that need no more than some plain fields, a sentence and a reason."""
        return [
            {field: self._plain(getattr(line, field)) for field in fields}
            | {"text": self.sentences(method, line)}
            | self.reason(line.reason)
            for line in lines
        ]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.at(value)
        return list(value) if isinstance(value, tuple) else value


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
        "cover": tell.simple(assessment.cover, "cover", "rule", "inside", "truth", "items"),
        "costs": [tell.cost(line) for line in assessment.costs],
        "absent": tell.simple(assessment.absent, "absent", "rule"),
        "unset": list(assessment.unset),
        "statements": list(assessment.statements),
        "pending": list(assessment.pending),
        "look_at": tell.at(assessment.look_at),
    }
