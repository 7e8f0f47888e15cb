"""What every line of the document needs: moments, sentences in each language, reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from kept.rules.assess.assessment import Because, Reason
from kept.rules.assess.say.speaker import Speaker
from kept.rules.facts.values import Lang, Value
from kept.rules.policy.model import Policy

L = TypeVar("L")


class Teller:
    """Tells about one policy in several languages."""

    def __init__(self, policy: Policy, zone: ZoneInfo, languages: tuple[Lang, ...]) -> None:
        self.zone = zone
        self.speakers = {lang: Speaker(policy, lang, zone) for lang in languages}

    def at(self, moment: datetime | None) -> str | None:
        """Return a moment as ISO 8601."""
        return None if moment is None else moment.astimezone(self.zone).isoformat()

    def value(self, value: Value | None) -> Any:
        """Return a value of a fact or attribute."""
        return self.at(value) if isinstance(value, datetime) else value

    def said(self, say: Callable[[Speaker, L], str], line: L) -> dict[Lang, str]:
        """Return a line in words, by language."""
        return {lang: say(speaker, line) for lang, speaker in self.speakers.items()}

    def sentences(self, method: str, line: object) -> dict[Lang, str]:
        """Return what a method of the speaker says of a line, by language."""
        return {lang: getattr(speaker, method)(line) for lang, speaker in self.speakers.items()}

    def because(self, because: Because) -> dict[str, Any]:
        """Return one condition with its answer and values."""
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
        """Return clauses, conditions, facts and readings."""
        return {
            "clauses": list(reason.clauses),
            "conditions": [self.because(b) for b in reason.because],
            "facts": list(reason.facts),
            "readings": list(reason.readings),
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
