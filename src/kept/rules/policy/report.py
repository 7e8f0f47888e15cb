"""`kept check`: what is wrong with policy files, for people and for programs."""

from __future__ import annotations

import json as json_format
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kept.rules.facts.texts import in_language
from kept.rules.policy.check import Finding, Severity, check
from kept.rules.policy.errors import PolicyError, PolicyErrors
from kept.rules.policy.load import load_file
from kept.rules.policy.model import ClauseState, Policy
from kept.rules.policy.shipped import SUFFIX
from kept.rules.said import Saying, listed, noun

GOOD, BAD = 0, 1
LANGUAGES: Final = ("en", "zh-Hans", "zh-Hant")


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
    told = Saying(
        "file-misnamed",
        "A file with the policy “{policy}” is named {expected}.",
        policy=policy.id,
        expected=expected,
    )
    return (PolicyError(str(path), 1, told),)


def _lines(one: _Checked, language: str) -> Iterable[str]:
    yield from (error.in_language(language) for error in one.errors)
    for finding in one.findings:
        place = f"{one.file}:{finding.place.line}" if finding.place else str(one.file)
        yield f"{place}: {_said(finding, language)}"
    yield f"{one.file}: {_summary(one).in_language(language)}"


def _said(finding: Finding, language: str) -> str:
    """Return a finding with the clauses by which it can be accepted, or who accepted it and why."""
    clauses = f" {', '.join(finding.clauses)}" if finding.clauses else ""
    severity = _SEVERITIES[finding.severity].in_language(language)
    said = f"{severity}: {finding.sentence(language)} [{finding.code}]{clauses}"
    accepted = finding.accepted
    if accepted is None:
        return said
    when = f", {accepted.decided_on}" if accepted.decided_on else ""
    why = in_language(accepted.text, language)
    marked = noun("accepted").in_language(language)
    return f"{marked} {said}: {why} ({accepted.decided_by}{when})"


_SEVERITIES: Final = {
    Severity.ERROR: noun("error"),
    Severity.WARNING: noun("warning"),
    Severity.NOTE: noun("note"),
}


def _summary(one: _Checked) -> Saying:
    if one.policy is None:
        return Saying("summary-no-policy", "not a policy, {mistakes}.", mistakes=_mistakes(one))
    counts = Counter(finding.severity for finding in one.counted)
    kept = Counter(clause.state for clause in one.policy.clauses.values())
    accepted = len(one.findings) - len(one.counted)
    found = [
        _errors(counts[Severity.ERROR]),
        _warnings(counts[Severity.WARNING]),
        _notes(counts[Severity.NOTE]),
        *([noun("{count} accepted", count=accepted)] if accepted else []),
    ]
    return Saying(
        "summary",
        "{found}; {clauses} ({states}), {rules}.",
        found=listed(found),
        clauses=_clauses(len(one.policy.clauses)),
        states=listed(_STATES[state](kept[state]) for state in ClauseState),
        rules=_rules(len(one.policy.rules)),
    )


def _mistakes(one: _Checked) -> Saying:
    count = len(one.errors)
    return noun("{count} mistake", count=1) if count == 1 else noun("{count} mistakes", count=count)


def _errors(count: int) -> Saying:
    return noun("{count} error", count=1) if count == 1 else noun("{count} errors", count=count)


def _warnings(count: int) -> Saying:
    return noun("{count} warning", count=1) if count == 1 else noun("{count} warnings", count=count)


def _notes(count: int) -> Saying:
    return noun("{count} note", count=1) if count == 1 else noun("{count} notes", count=count)


def _clauses(count: int) -> Saying:
    return noun("{count} clause", count=1) if count == 1 else noun("{count} clauses", count=count)


def _rules(count: int) -> Saying:
    return noun("{count} rule", count=1) if count == 1 else noun("{count} rules", count=count)


_STATES: Final[Mapping[ClauseState, Callable[[int], Saying]]] = {
    ClauseState.RULE: lambda count: noun("{count} rule", count=count),
    ClauseState.STATEMENT: lambda count: noun("{count} statement", count=count),
    ClauseState.UNSET: lambda count: noun("{count} unset", count=count),
    ClauseState.PENDING: lambda count: noun("{count} pending", count=count),
}


def _document(one: _Checked) -> dict[str, object]:
    return {
        "file": str(one.file),
        "ok": one.good,
        "policy": one.policy.id if one.policy else None,
        "version": one.policy.version if one.policy else None,
        "sha256": one.policy.sha256 if one.policy else None,
        "errors": [
            {
                "line": error.line,
                "code": error.saying.code,
                "message": error.message,
                "text": _texts(error.saying),
            }
            for error in one.errors
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "line": finding.place.line if finding.place else None,
                "clauses": list(finding.clauses),
                "text": _texts(finding.saying),
                "accepted": _accepted(finding),
            }
            for finding in one.findings
        ],
    }


def _texts(saying: Saying) -> dict[str, str]:
    return {language: saying.in_language(language) for language in LANGUAGES}


def _accepted(finding: Finding) -> dict[str, object] | None:
    accepted = finding.accepted
    if accepted is None:
        return None
    return {
        "by": accepted.decided_by,
        "on": accepted.decided_on.isoformat() if accepted.decided_on else None,
        "text": dict(accepted.text),
    }
