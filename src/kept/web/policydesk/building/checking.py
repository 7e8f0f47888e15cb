"""What the check says of a text, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kept.rules.policy import Finding, PolicyErrors, Severity, check, load
from kept.rules.policy.model import Policy
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
    mistakes: tuple[FoundLine, ...]

    def lines(self, language: str) -> list[FoundLine]:
        """Return everything that was found, in the order of the file."""
        return [*self.mistakes, *(found_line(one, language) for one in self.findings)]

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
        lines = [
            FoundLine(look="broken", sentence=error.message, line=error.line)
            for error in refused.errors
        ]
        return Checked(None, (), tuple(lines))
    return Checked(policy, tuple(check(policy)), ())


def found_line(finding: Finding, language: str) -> FoundLine:
    """Return a finding as a line."""
    return FoundLine(
        look=LOOKS[finding.severity],
        sentence=finding.sentence("zh-Hans" if language.startswith("zh") else "en"),
        line=finding.place.line if finding.place else None,
        code=finding.code,
    )


def verdict(found: Checked) -> tuple[str, str]:
    """Return in a few words whether a text is ready, and the look of it."""
    if found.policy is None:
        return _("cannot be read yet"), "broken"
    if found.grave:
        return _("contradicts itself"), "broken"
    return _("can be reviewed"), "met"
