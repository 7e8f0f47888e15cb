"""What a document has to say, and the fact that handing it over is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.documents.kinds import FIELDS, NEEDED, DocumentKind
from kept.records.refusal import Refused
from kept.rules.facts import Facts, Texts, Value
from kept.rules.facts.texts import Named, in_language
from kept.rules.policy.model import DutyRule, Event, FactType, Op, Policy, Test, alternatives

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SIGNED: Final = "report.signed"
SENT: Final = "explanation.sent"
HANDED_OVER: Final = "document.handed_over"
NOT_BY_ISSUING: Final = {SIGNED, *OWN_SERVICE}
SOURCE: Final = "document"

Written = Mapping[str, Mapping[str, str]]
"""What a person wrote: field -> language -> text."""


class FieldEmpty(Refused):
    """The document would say nothing about what it is there for."""

    sentence = _("“%(field)s” is still empty in %(language)s. Please write it first.")


class NotKnownYet(Refused):
    """The policy wants the document to say what no fact says."""

    sentence = _("The document must say “%(what)s”, which is not known yet. Record it first.")


@dataclass(frozen=True)
class Field:
    """Something a person writes in a document."""

    key: str
    name: _StrOrPromise | Texts
    is_needed: bool

    def label(self, language: str) -> str:
        """Return its heading; `language` is a BCP 47 tag, and active."""
        if isinstance(self.name, Mapping):
            return in_language(self.name, language)
        return str(self.name)


def fields_of(kind: str, policy: Policy, duty: DutyRule | None) -> tuple[Field, ...]:
    """Return what a person writes: what such a document says, and what the policy wants in it."""
    wanted = _texts_wanted(policy, duty)
    needed = {*NEEDED[kind], *wanted}
    own = [Field(key, name, key in needed) for key, name in FIELDS[kind].items()]
    more = [Field(k, policy.attributes[k].name, True) for k in wanted if k not in FIELDS[kind]]
    return (*own, *more)


def _texts_wanted(policy: Policy, duty: DutyRule | None) -> list[str]:
    contents = duty.contents if duty else ()
    return [key for key in contents if policy.attributes[key].type is FactType.TEXT]


def duty_rule(policy: Policy, key: str) -> DutyRule | None:
    """Return the rule of a duty by the duty's key within its case; None if there is none."""
    rule = policy.rules.get(key.partition("#")[0]) if key else None
    return rule if isinstance(rule, DutyRule) else None


def likely_kind(duty: DutyRule | None) -> DocumentKind:
    """Return the kind that a duty most likely asks for; a person may choose another."""
    if duty is None:
        return DocumentKind.SERVICE_REPORT
    if any(event.kind == SENT for event in alternatives(duty.done)):
        return DocumentKind.WRITTEN_EXPLANATION
    return DocumentKind.FAULT_ANALYSIS if "cause" in duty.contents else DocumentKind.SERVICE_REPORT


def handing_over(
    kind: str, texts: Written, *, policy: Policy, duty: DutyRule | None, facts: Facts, at: datetime
) -> NewFact | None:
    """Return the fact that the document was handed over; None if only signing does the duty.

    Raises NotKnownYet for contents that no fact says.
    """
    event = _event(kind, duty)
    if event is None or event.kind not in policy.events:
        return None
    values: dict[str, Value] = {test.key: test.against[0] for test in event.where}
    values |= dict(_contents(texts, policy, duty, facts))
    return NewFact(kind=event.kind, at=at, values=values, source=SOURCE)


def _event(kind: str, duty: DutyRule | None) -> Event | None:
    """Return the event that does the duty, where saying plain values makes it one."""
    if duty is None:
        return Event(SENT) if kind == DocumentKind.WRITTEN_EXPLANATION else _plainly(kind)
    plain = (e for e in alternatives(duty.done) if e.kind not in NOT_BY_ISSUING)
    return next((e for e in plain if all(t.op is Op.ONE_OF for t in e.where)), None)


def _plainly(kind: str) -> Event:
    return Event(HANDED_OVER, (Test("document", Op.ONE_OF, (kind,)),))


def _contents(
    texts: Written, policy: Policy, duty: DutyRule | None, facts: Facts
) -> Iterator[tuple[str, Value]]:
    """Yield what the fact carries: what was written, and what was known before."""
    wanted = duty.contents if duty else ()
    for key, by_language in texts.items():
        attribute = policy.attributes.get(key)
        text = next((t for t in by_language.values() if t.strip()), "")
        if text and attribute is not None and attribute.type is FactType.TEXT:
            yield key, text
    unknown = unknown_contents(policy, duty, facts)
    if unknown:
        raise NotKnownYet(what=Named(policy.attributes[unknown[0]].name, unknown[0]))
    for key in wanted:
        if policy.attributes[key].type is not FactType.TEXT:
            yield key, _said(key, facts)[-1]


def unknown_contents(policy: Policy, duty: DutyRule | None, facts: Facts) -> list[str]:
    """Return what the policy wants the document to say that only a fact can, and none does yet."""
    wanted = duty.contents if duty else ()
    answers = (key for key in wanted if policy.attributes[key].type is not FactType.TEXT)
    return [key for key in answers if not _said(key, facts)]


def _said(key: str, facts: Facts) -> list[Value]:
    return [fact.values[key] for fact in facts.standing if key in fact.values]
