"""A finding that somebody accepts: with a reason and a name, written into the draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from kept.rules.policy import Finding, Severity
from kept.rules.policy.blocks import appended
from kept.rules.policy.pieces import listed, plain
from kept.web.policydesk.building.checking import Checked


def accept_url(draft: int, finding: Finding) -> str:
    """Return where a finding can be accepted; nothing for errors and what belongs to no clause."""
    may = finding.severity is not Severity.ERROR and finding.clauses and finding.accepted is None
    if not may:
        return ""
    asked = urlencode({"finding": finding.code, "clauses": ",".join(finding.clauses)})
    return f"{reverse('policydesk:accept', args=[draft])}?{asked}"


def findings_of(found: Checked, code: str, clauses: str) -> list[Finding]:
    """Return the open findings that an address names; they can only be accepted together."""
    wanted = frozenset(clauses.split(","))
    return [
        one
        for one in found.open
        if one.code == code
        and frozenset(one.clauses) == wanted
        and one.severity is not Severity.ERROR
    ]


def with_accepted(
    text: str, finding: Finding, reasons: Sequence[tuple[str, str]], *, by: str, on: date
) -> str:
    """Return the draft's text in which a finding is accepted. Raises NoBlock."""
    lines = [
        f"finding: {finding.code}",
        f"clauses: [{', '.join(plain(one) for one in finding.clauses)}]",
        *(f"{tag}: {plain(words)}" for tag, words in reasons if words),
        f"decided_by: {plain(by)}",
        f"decided_on: {on:%Y-%m-%d}",
    ]
    item = listed(["\n".join(lines)])
    return appended(text, "accepted", "\n".join(f"  {line}" for line in item.split("\n")))
