"""Texts: what is shown to people is there in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kept.rules.facts.values import Texts
from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.model import Place, Policy
from kept.rules.policy.walk import walk
from kept.rules.said import Saying, noun

LANGUAGES = ("en", "zh-Hans")
MISSING = Kind(
    Severity.WARNING,
    Saying("translation-missing", "{what} has no text in {language}."),
)
KINDS = (MISSING,)


def texts_in_both_languages(policy: Policy) -> Iterator[Finding]:
    """Find texts that lack English or Simplified Chinese."""
    for what, text, place, clauses in _texts(policy):
        for language in LANGUAGES:
            if text and not text.get(language):
                yield MISSING.at(place, clauses, what=what, language=language)


def _texts(policy: Policy) -> Iterator[tuple[object, Texts, Place | None, tuple[str, ...]]]:
    yield noun("title"), policy.title, None, ()
    for clause in policy.clauses.values():
        for what, text in _within(clause):
            part = noun("clause {clause} {part}", clause=clause.id, part=what)
            yield part, text, clause.place, (clause.id,)
    for key, rule in (*policy.rules.items(), *policy.scales.items()):
        for what, text in _within(rule):
            yield f"{key}{what}", text, rule.place, rule.source
    for section in _named(policy):
        for key, entry in section.items():
            for what, text in _within(entry):
                yield f"{key}{what}", text, None, ()


def _named(policy: Policy) -> tuple[Mapping[str, object], ...]:
    return (
        policy.readings,
        policy.events,
        policy.attributes,
        policy.parties,
        policy.roles,
        policy.channels,
        policy.case_types,
        policy.components,
        policy.prices,
        policy.calendars,
        policy.required,
        {"work_time": policy.work_time},
    )


def _within(owner: object) -> Iterator[tuple[str, Texts]]:
    """Return every text inside a value of the model with what it is: " (name)", " (gives)"."""
    for part in walk(owner):
        for field in _TEXT_FIELDS:
            text = getattr(part, field, None)
            if isinstance(text, Mapping):
                key = getattr(part, "key", "")
                inner = f" {key}" if key and part is not owner else ""
                yield f"{inner} ({field})", text


_TEXT_FIELDS = ("name", "text", "ask", "gives", "note")
