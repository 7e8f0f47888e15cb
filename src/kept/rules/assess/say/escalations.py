"""Escalations and precedence in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kept.rules.assess.escalations import EscalationLine
from kept.rules.assess.precedence import PrecedenceLine
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.assess.say.people import whom
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, SENTENCES, texts
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import PrecedenceRule

ESCALATION: Final[dict[str, Texts]] = {
    "called": texts(
        "{name}: call in {to}, since {since}.",
        "{name}：自 {since} 起须报{to}。",
        "{name}：自 {since} 起須報{to}。",
    ),
    "possible": texts(
        "{name}: call in {to}, if {reasons}.",
        "{name}：若{reasons}，则须报{to}。",
        "{name}：若{reasons}，則須報{to}。",
    ),
    "accepted": texts(
        "{name}: called in {to}, taken on at {accepted}.",
        "{name}：已报{to}，并于 {accepted} 接手。",
        "{name}：已報{to}，並於 {accepted} 接手。",
    ),
    "passed_on": texts(
        "Passed on to {to} at {at}: {reason}.",
        "已于 {at} 转交{to}：{reason}。",
        "已於 {at} 轉交{to}：{reason}。",
    ),
    "raises": texts("It raises {key} to {value}.", "{key}升为{value}。", "{key}升為{value}。"),
}
PRECEDENCE: Final[dict[str, Texts]] = {
    "line": texts("{name}: {orders}", "{name}：{orders}", "{name}：{orders}"),
    "ranks": texts("{ranks}, in this order.", "依次为{ranks}。", "依次為{ranks}。"),
    "rules": texts(
        "Of several rules for the same thing the first counts: {rules}.",
        "同一事项有多条规则时，依次以{rules}为先。",
        "同一事項有多條規則時，依次以{rules}為先。",
    ),
    "version": texts(
        "The version in force on {date} counts (“{event}”).",
        "以 {date}（“{event}”）有效的版本为准。",
        "以 {date}（「{event}」）有效的版本為準。",
    ),
    "version_open": texts(
        "The version in force at “{event}” counts.",
        "以“{event}”时有效的版本为准。",
        "以「{event}」時有效的版本為準。",
    ),
}


def escalation_words(speaker: Speaker, line: EscalationLine) -> str:
    """Return who is called in and since when."""
    phrase = "called" if line.accepted_at is None else "accepted"
    sentence = speaker.fill(
        ESCALATION[phrase if line.truth is Truth.YES else "possible"],
        name=speaker.text(line.name),
        to=speaker.text(LIST).join(whom(speaker, key) for key in line.to),
        since=speaker.at(line.since),
        accepted=speaker.at(line.accepted_at),
        reasons=speaker.reasons(line.reason.because),
    )
    raises = (
        speaker.fill(
            ESCALATION["raises"], key=key_name(speaker, key), value=value_name(speaker, key, grade)
        )
        for key, grade in line.raises.items()
        if line.truth is Truth.YES
    )
    passed = (
        speaker.fill(
            ESCALATION["passed_on"],
            to=whom(speaker, one.to),
            at=speaker.at(one.at),
            reason=one.reason.rstrip(".。"),
        )
        for one in line.passed_on
    )
    return speaker.text(SENTENCES).join((sentence, *passed, *raises))


def escalation_document(tell: Teller, line: EscalationLine) -> dict[str, Any]:
    """Return an escalation as values for JSON."""
    return {
        "rule": line.rule,
        "step": line.number,
        "to": list(line.to),
        "passed_on": [
            {"at": tell.at(one.at), "by": one.by, "to": one.to, "reason": one.reason}
            for one in line.passed_on
        ],
        "since": tell.at(line.since),
        "truth": line.truth.value,
        "accepted_at": tell.at(line.accepted_at),
        "accepted_by": line.accepted_by or None,
        "raises": dict(line.raises),
        "text": tell.said(escalation_words, line),
        **tell.reason(line.reason),
    }


def precedence_words(speaker: Speaker, line: PrecedenceLine) -> str:
    """Return what comes first."""
    orders = speaker.text(SENTENCES).join(_orders(speaker, line))
    sentence = speaker.fill(PRECEDENCE["line"], name=speaker.text(line.name), orders=orders)
    if line.truth is Truth.YES:
        return sentence
    return speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)


def precedence_document(tell: Teller, line: PrecedenceLine) -> dict[str, Any]:
    """Return a precedence as values for JSON."""
    return {
        "rule": line.rule,
        "ranks": [dict(rank) for rank in line.ranks],
        "rules": list(line.rules),
        "version_at": tell.at(line.version_at),
        "truth": line.truth.value,
        "text": tell.said(precedence_words, line),
        **tell.reason(line.reason),
    }


def _orders(speaker: Speaker, line: PrecedenceLine) -> Iterator[str]:
    between = speaker.text(LIST)
    if line.ranks:
        ranks = between.join(speaker.text(rank) for rank in line.ranks)
        yield speaker.fill(PRECEDENCE["ranks"], ranks=ranks)
    if line.rules:
        rules = between.join(speaker.rule(key) for key in line.rules)
        yield speaker.fill(PRECEDENCE["rules"], rules=rules)
    rule = speaker.policy.rules[line.rule]
    if isinstance(rule, PrecedenceRule) and rule.version_by is not None:
        event = speaker.moment_of(rule.version_by)
        phrase = "version" if line.version_at is not None else "version_open"
        date = speaker.date(line.version_at)
        yield speaker.fill(PRECEDENCE[phrase], date=date, event=event)
