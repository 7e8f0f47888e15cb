"""Findings that somebody looked at and accepts, with a reason and a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.model import Acceptance, Policy
from kept.rules.said import Saying, listed

OF_NOTHING = Kind(
    Severity.NOTE,
    Saying(
        "acceptance-of-nothing",
        "An accepted finding, {code} of {which}, is no longer found; take it out of “accepted”.",
    ),
)
OF_AN_ERROR = Kind(
    Severity.WARNING,
    Saying(
        "acceptance-of-an-error",
        "The error {code} of {which} cannot be accepted; it has to be mended.",
    ),
)
KINDS = (OF_NOTHING, OF_AN_ERROR)


def marked(policy: Policy, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, those that were accepted marked so, and acceptances that do not fit."""
    left = dict.fromkeys(policy.accepted)
    by_what = {(each.finding, frozenset(each.clauses)): each for each in policy.accepted}
    found: list[Finding] = []
    for finding in findings:
        acceptance = by_what.get((finding.code, frozenset(finding.clauses)))
        if acceptance is None:
            found.append(finding)
            continue
        left.pop(acceptance, None)
        grave = finding.severity is Severity.ERROR
        found.append(finding if grave else replace(finding, accepted=acceptance))
        if grave:
            found.append(_told(OF_AN_ERROR, acceptance))
    return [*found, *(_told(OF_NOTHING, acceptance) for acceptance in left)]


def _told(kind: Kind, acceptance: Acceptance) -> Finding:
    which = listed(acceptance.clauses)
    return kind.at(acceptance.place, acceptance.clauses, code=acceptance.finding, which=which)
