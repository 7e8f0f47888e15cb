"""`kept check`: what is wrong with policy files, for people and for programs."""

from __future__ import annotations

import json as json_format
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kept.rules.facts.texts import in_language
from kept.rules.policy.check import Finding, Severity, check
from kept.rules.policy.errors import PolicyError, PolicyErrors
from kept.rules.policy.load import load_file
from kept.rules.policy.model import ClauseState, Policy
from kept.rules.policy.shipped import SUFFIX

GOOD, BAD = 0, 1


@dataclass(frozen=True, slots=True)
class _Checked:
    """The result for one file: a policy with findings, or the mistakes that make it none."""

    file: Path
    policy: Policy | None
    errors: tuple[PolicyError, ...]
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether the policy can be published."""
        return not self.errors and all(f.severity is not Severity.ERROR for f in self.findings)

    @property
    def counted(self) -> tuple[Finding, ...]:
        """Return the findings that nobody has accepted."""
        return tuple(f for f in self.findings if f.accepted is None)


def check_files(
    paths: Sequence[Path], json: bool = False, *, language: str = "en"
) -> tuple[str, int]:
    """Return what is wrong in policy files, and the exit code: 0 when all can be published, else 1.

    With `json` the text is one JSON document: {"files": [{file, ok, policy, errors, findings}]}.
    """
    checked = [_checked(Path(path)) for path in paths]
    code = GOOD if all(one.good for one in checked) else BAD
    if json:
        document = {"files": [_document(one) for one in checked]}
        return json_format.dumps(document, ensure_ascii=False, indent=2), code
    return "\n".join(line for one in checked for line in _lines(one, language)), code


def _checked(path: Path) -> _Checked:
    try:
        policy = load_file(path)
    except PolicyErrors as refused:
        return _Checked(path, None, refused.errors, ())
    return _Checked(path, policy, _misnamed(path, policy), tuple(check(policy)))


def _misnamed(path: Path, policy: Policy) -> tuple[PolicyError, ...]:
    """A file is named after the policy in it, so that nobody opens the wrong one."""
    expected = f"{policy.id}{SUFFIX}"
    if path.name == expected:
        return ()
    return (
        PolicyError(str(path), 1, f"A file with the policy “{policy.id}” is named {expected}."),
    )


def _lines(one: _Checked, language: str) -> Iterable[str]:
    yield from (str(error) for error in one.errors)
    for finding in one.findings:
        place = f"{one.file}:{finding.place.line}" if finding.place else str(one.file)
        yield f"{place}: {_said(finding, language)}"
    yield f"{one.file}: {_summary(one)}"


def _said(finding: Finding, language: str) -> str:
    """Return a finding with the clauses by which it can be accepted, or who accepted it and why."""
    clauses = f" {', '.join(finding.clauses)}" if finding.clauses else ""
    said = f"{finding.severity}: {finding.sentence(language)} [{finding.code}]{clauses}"
    accepted = finding.accepted
    if accepted is None:
        return said
    when = f", {accepted.decided_on}" if accepted.decided_on else ""
    why = in_language(accepted.text, language)
    return f"accepted {said}: {why} ({accepted.decided_by}{when})"


def _summary(one: _Checked) -> str:
    if one.policy is None:
        return f"not a policy, {_count(len(one.errors), 'mistake')}."
    counts = Counter(finding.severity for finding in one.counted)
    said = ", ".join(_count(counts[severity], severity) for severity in Severity)
    accepted = len(one.findings) - len(one.counted)
    said += f", {accepted} accepted" if accepted else ""
    kept = Counter(clause.state for clause in one.policy.clauses.values())
    states = ", ".join(f"{kept[state]} {state}" for state in ClauseState)
    clauses = _count(len(one.policy.clauses), "clause")
    return f"{said}; {clauses} ({states}), {_count(len(one.policy.rules), 'rule')}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _document(one: _Checked) -> dict[str, object]:
    return {
        "file": str(one.file),
        "ok": one.good,
        "policy": one.policy.id if one.policy else None,
        "version": one.policy.version if one.policy else None,
        "sha256": one.policy.sha256 if one.policy else None,
        "errors": [{"line": error.line, "message": error.message} for error in one.errors],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "line": finding.place.line if finding.place else None,
                "clauses": list(finding.clauses),
                "text": dict(finding.text),
                "accepted": _accepted(finding),
            }
            for finding in one.findings
        ],
    }


def _accepted(finding: Finding) -> dict[str, object] | None:
    accepted = finding.accepted
    if accepted is None:
        return None
    return {
        "by": accepted.decided_by,
        "on": accepted.decided_on.isoformat() if accepted.decided_on else None,
        "text": dict(accepted.text),
    }
