"""What the check says of a text, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kept.rules.facts.texts import in_language
from kept.rules.policy import Finding, PolicyError, PolicyErrors, Severity, check, load
from kept.rules.policy.model import Policy
from kept.web.common.languages import said
from kept.web.policydesk.pages import FoundLine, Grave

LOOKS: dict[Severity, Grave] = {
    Severity.ERROR: "broken",
    Severity.WARNING: "soon",
    Severity.NOTE: "unset",
}


@dataclass(frozen=True)
class Checked:
    """A text and what it is: a policy with findings, or none, with the mistakes that prevent it."""

    policy: Policy | None
    findings: tuple[Finding, ...]
    mistakes: tuple[PolicyError, ...]

    def lines(self, language: str) -> list[FoundLine]:
        """Return everything that is open, in the order of the file."""
        return [*self.mistake_lines(language), *(found_line(one, language) for one in self.open)]

    def mistake_lines(self, language: str) -> list[FoundLine]:
        """Return what prevents that the text is a policy, by line."""
        return [
            FoundLine(look="broken", sentence=one.sentence(language), line=one.line)
            for one in self.mistakes
        ]

    def accepted(self, language: str) -> list[FoundLine]:
        """Return what somebody has accepted, in the order of the file."""
        return [found_line(one, language) for one in self.findings if one.accepted]

    @property
    def open(self) -> list[Finding]:
        """Return the findings that nobody has accepted."""
        return [one for one in self.findings if one.accepted is None]

    @property
    def grave(self) -> int:
        """Return how many mistakes stand in the way of a review."""
        errors = sum(one.severity is Severity.ERROR for one in self.findings)
        return len(self.mistakes) + errors


def checked(text: str, code: str) -> Checked:
    """Return what the check says of a text."""
    try:
        policy = load(text, file=code)
    except PolicyErrors as refused:
        return Checked(None, (), refused.errors)
    return Checked(policy, tuple(check(policy)), ())


def policy_of(text: str, code: str) -> Policy | None:
    """Return the policy that a text is; None while it cannot be read."""
    try:
        return load(text, file=code)
    except PolicyErrors:
        return None


def why_worse(before: str, after: str, code: str) -> str:
    """Return why a text must not be saved: it could be read before, and could not any more."""
    if policy_of(before, code) is None:
        return ""
    try:
        load(after, file=code)
    except PolicyErrors as refused:
        first, *others = (error.saying for error in refused.errors[:3])
        return said(first.then(*others))
    return ""


def found_line(
    finding: Finding, language: str, accept_url: str = "", rule_url: str = ""
) -> FoundLine:
    """Return a finding as a line."""
    return FoundLine(
        look=LOOKS[finding.severity],
        sentence=finding.sentence(language),
        line=finding.place.line if finding.place else None,
        code=finding.code,
        accepted=_accepted(finding, language),
        accept_url=accept_url,
        rule_url=rule_url,
    )


def _accepted(finding: Finding, language: str) -> str:
    """Return why a finding is accepted, by whom and when; nothing while it is open."""
    one = finding.accepted
    if one is None:
        return ""
    who = f"{one.decided_by}, {one.decided_on:%Y-%m-%d}" if one.decided_on else one.decided_by
    return f"{in_language(one.text, language)} ({who})"


def verdict(found: Checked) -> tuple[str, str]:
    """Return in a few words whether a text is ready, and the look of it."""
    if found.policy is None:
        return _("cannot be read yet"), "broken"
    if found.grave:
        return _("contradicts itself"), "broken"
    return _("can be reviewed"), "met"
