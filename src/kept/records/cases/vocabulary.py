"""Whether a fact says something the policy knows, in words that say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import SKEW, NewFact
from kept.records.refusal import Refused
from kept.rules.assess.costs import ALL, components
from kept.rules.facts import Scalar, Value
from kept.rules.facts.values import is_plausible
from kept.rules.hours import Duration
from kept.rules.policy.model import Attribute, FactType, Policy

UNKNOWN = "unknown"  # an answer to any question
REASON, WAIVED = "reason", "waived"
PER_CENT = "per_cent"
MOST = 1e15  # beyond it, numbers lose their last digits
JUDGED = ("quickly_repairable",)  # nothing that one sees: somebody's judgement
LONGEST = 4_000  # characters of a text
# What is known of these comes from the archive and the contract; no fact may say otherwise.
CLOSED_PREFIXES = ("site.", "office.", "customer.", "equipment.", "contract.")
NEEDS = {
    "request.received": ("channel", "case_type"),
    "cause.found": ("cause",),
    "case.graded": ("level", "grade"),
    "grade.contested": ("level", "text"),
    "cause.disputed": ("text",),
    "visit.agreed": ("agreed_at",),
    "waiting.began": ("waiting_for",),
    "note.added": ("text",),
    "step.ended": ("step", "result"),
    "repair.judged": ("quickly_repairable", "reason"),
    "escalation.passed_on": ("to_role", "reason"),
    "miss.predicted": ("reason",),
    "software.upgraded": ("software_version",),
    "goodwill.granted": ("component", "amount", "currency", "reason"),
}
NAMED = ("step", "to_role", "informed", "component")  # texts that name something of the policy
# What we do about a request cannot have happened before it.
AFTER_THE_REQUEST = {
    "answer.given",
    "case.closed",
    "case.reopened",
    "engineer.sent",
    "escalation.accepted",
    "escalation.passed_on",
    "grade.contested",
    "last_notice.sent",
    "part.fitted",
    "part.taken_out",
    "remote.attempted",
    "reminder.received",
    "repair.finished",
    "repair.judged",
    "reply.given",
    "report.signed",
    "response.given",
    "service.restored",
    "solution.proposed",
    "spare.needed",
    "spare.received",
    "spare.shipped",
    "step.ended",
    "support.started",
    "visit.arrived",
    "visit.ended",
    "work.reported",
}


class UnknownKind(Refused):
    """The policy has no such kind of fact."""

    sentence = _("“%(kind)s” is not something that can happen under this policy.")


class UnknownValue(Refused):
    """The policy does not know an attribute, or not this value of it."""

    sentence = _("“%(value)s” is not a possible answer for “%(key)s”.")


class UnknownAttribute(Refused):
    """The policy has no such attribute, or it is not for facts to say."""

    sentence = _("“%(key)s” cannot be recorded with a fact.")


class ValueMissing(Refused):
    """A fact of this kind must say more."""

    sentence = _("Please also say “%(key)s”.")


class ReasonMissing(Refused):
    """This needs a reason, which stays on record with the name."""

    sentence = _("Please give a reason. It stays on record with your name.")


class InTheFuture(Refused):
    """What has not happened yet cannot be recorded."""

    sentence = _("That time is in the future. Only what has happened can be recorded.")


class BeforeTheRequest(Refused):
    """It cannot have happened before the customer asked."""

    sentence = _("That time is before the request was made. Please check the day and the time.")


class NoTimeZone(Refused):
    """A moment needs a time zone."""

    sentence = _("A time needs a time zone.")


def check_fact(policy: Policy, fact: NewFact, *, now: datetime, asked_at: datetime | None) -> None:
    """Raise a refusal if the policy does not know this fact, or if it cannot have been then."""
    if fact.kind not in policy.events:
        raise UnknownKind(kind=fact.kind)
    check_moment(fact.at, now=now)
    if asked_at is not None and fact.kind in AFTER_THE_REQUEST and fact.at < asked_at:
        raise BeforeTheRequest
    for key in NEEDS.get(fact.kind, ()):
        if fact.values.get(key) in (None, "", ()):
            raise ReasonMissing if key == REASON else ValueMissing(key=key)
    if needs_reason(fact.values) and not str(fact.values.get(REASON, "")).strip():
        raise ReasonMissing
    check_values(policy, fact.values)


def needs_reason(values: Mapping[str, Value]) -> bool:
    """Say whether a fact is somebody's judgement or leaves a step out: both need a reason."""
    return values.get("result") == WAIVED or any(key in values for key in JUDGED)


def check_moment(at: datetime, *, now: datetime) -> None:
    """Raise a refusal for a moment without zone or in the future (beyond what clocks differ)."""
    if at.tzinfo is None:
        raise NoTimeZone
    if at > now + SKEW:
        raise InTheFuture
    if not is_plausible(at):
        raise UnknownValue(key="at", value=at.isoformat())


def check_values(policy: Policy, values: Mapping[str, Value]) -> None:
    """Raise a refusal for attributes the policy does not know, and for values they cannot have."""
    for key, value in values.items():
        attribute = policy.attributes.get(key)
        if attribute is None or is_known_elsewhere(policy, key):
            raise UnknownAttribute(key=key)
        parts = value if isinstance(value, tuple) else (value,)
        for part in parts:
            if part != UNKNOWN and not _fits(policy, attribute, part):
                raise UnknownValue(key=key, value=part)


def is_known_elsewhere(policy: Policy, key: str) -> bool:
    """Say whether the archive or the contract knows it, so that no fact may; a meter's reading is
    told by facts alone.
    """
    return key.startswith(CLOSED_PREFIXES) and key not in {r.reading for r in policy.measures}


def _fits(policy: Policy, attribute: Attribute, value: Scalar) -> bool:
    match attribute.type:
        case FactType.YES_NO:
            return isinstance(value, bool)
        case FactType.NUMBER:
            return _is_number(attribute, value)
        case FactType.MOMENT:
            return isinstance(value, datetime) and bool(value.tzinfo) and is_plausible(value)
        case FactType.ONE_OF:
            return value in _choices(policy, attribute)
        case FactType.DURATION:
            return isinstance(value, str) and _is_duration(value)
        case FactType.TEXT:
            return isinstance(value, str) and _is_text(policy, attribute, value)


def _is_number(attribute: Attribute, value: Scalar) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value <= 100 if attribute.key == PER_CENT else abs(value) <= MOST


def _named(policy: Policy, key: str) -> set[str]:
    if key == "step":
        return {step.key for rule in policy.ladders for step in rule.steps}
    if key == "component":
        return {ALL, *components(policy)}
    return {*policy.roles, *policy.parties}


def _choices(policy: Policy, attribute: Attribute) -> set[str]:
    if attribute.key == "channel":
        return set(policy.channels)
    if attribute.key == "case_type":
        return set(policy.case_types)
    return {choice.key for choice in attribute.choices}


def _is_text(policy: Policy, attribute: Attribute, text: str) -> bool:
    """Say whether a text is readable, and whether one that names something names what there is."""
    if attribute.key in NAMED:
        return text in _named(policy, attribute.key)
    is_odd = "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    return len(text) <= LONGEST and not is_odd


def _is_duration(text: str) -> bool:
    try:
        Duration.parse(text)
    except ValueError:
        return False
    return True
