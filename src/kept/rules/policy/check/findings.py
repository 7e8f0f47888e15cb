"""What a check says, and how checks are collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from kept.rules.facts.values import Texts
from kept.rules.policy.model import Acceptance, Place, Policy


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the policy must not be published like this
    WARNING = "warning"  # somebody should look at it
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. `code` is explained in docs/policy-findings.md."""

    code: str
    severity: Severity
    place: Place | None
    clauses: tuple[str, ...]
    text: Texts
    accepted: Acceptance | None = None  # by whom and why; then it does not count

    def saying(self, language: str, sentence: str) -> Finding:
        """Return the finding with another sentence in one language."""
        return replace(self, text={**self.text, language: sentence})

    def sentence(self, language: str = "en") -> str:
        """Return the sentence in `language`; English where there is none."""
        return self.text.get(language) or self.text["en"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its code, its severity, and its sentence with named holes."""

    code: str
    severity: Severity
    en: str
    zh: str

    def at(self, place: Place | None, clauses: Iterable[str] = (), **holes: object) -> Finding:
        """Return a finding of this kind."""
        text = {"en": _filled(self.en, holes), "zh-Hans": _filled(self.zh, holes)}
        return Finding(self.code, self.severity, place, tuple(clauses), text)


def _filled(sentence: str, holes: dict[str, object]) -> str:
    """Put the words into the holes. No format language: what is put in is never read again."""
    parts = sentence.split("{")
    rest = (part.partition("}") for part in parts[1:])
    return parts[0] + "".join(f"{holes[name]}{after}" for name, _, after in rest)


Check: TypeAlias = Callable[[Policy], Iterable[Finding]]
