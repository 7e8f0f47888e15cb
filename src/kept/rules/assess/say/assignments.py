"""Assignments in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from kept.rules.assess.assignments import AssignmentLine
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import key_name
from kept.rules.assess.say.people import whom
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, texts
from kept.rules.facts.values import Texts, Truth

ASSIGNMENT: Final[dict[str, Texts]] = {
    "line": texts("{name}: {parts}.", "{name}：{parts}。", "{name}：{parts}。"),
    "lead": texts("led by {who}", "由{who}牵头", "由{who}牽頭"),
    "helpers": texts("helped by {who}", "{who}协助", "{who}協助"),
    "informed": texts("tell {who}", "告知{who}", "告知{who}"),
    "may_close": texts("closed only by {who}", "仅由{who}结案", "僅由{who}結案"),
    "needs": texts("it takes {who}", "须具备{who}", "須具備{who}"),
    "licence_valid": texts("with a valid licence", "证照须在有效期内", "證照須在有效期內"),
    "of": texts("only people from {who}", "仅限{who}人员", "僅限{who}人員"),
    "same": texts(
        "the same person as for “{event}”: {who}",
        "与“{event}”为同一人：{who}",
        "與「{event}」為同一人：{who}",
    ),
    "same_later": texts(
        "from then on the same person as for “{event}”",
        "此后与“{event}”为同一人",
        "此後與「{event}」為同一人",
    ),
}
PARTS: Final = texts("; ", "，", "，")


def assignment_words(speaker: Speaker, line: AssignmentLine) -> str:
    """Return who does the work and what the people need."""
    parts = speaker.text(PARTS).join(_parts(speaker, line))
    sentence = speaker.fill(ASSIGNMENT["line"], name=speaker.text(line.name), parts=parts)
    if line.truth is Truth.YES:
        return sentence
    return speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)


def assignment_document(tell: Teller, line: AssignmentLine) -> dict[str, Any]:
    """Return an assignment as values for JSON."""
    return {
        "rule": line.rule,
        "lead": line.lead or None,
        "helpers": list(line.helpers),
        "informed": list(line.informed),
        "may_close": list(line.may_close),
        "needs": list(line.needs),
        "licence_valid": line.licence_valid,
        "from": list(line.of),
        "same_as": line.same_as.kind if line.same_as else None,
        "same_person": line.same_person or None,
        "truth": line.truth.value,
        "text": tell.said(assignment_words, line),
        **tell.reason(line.reason),
    }


def _parts(speaker: Speaker, line: AssignmentLine) -> Iterator[str]:
    people = {
        "lead": (line.lead,) if line.lead else (),
        "helpers": line.helpers,
        "informed": line.informed,
        "of": line.of,
        "may_close": line.may_close,
    }
    for key, keys in people.items():
        if keys:
            who = _listed(speaker, (whom(speaker, person) for person in keys))
            yield speaker.fill(ASSIGNMENT[key], who=who)
    if line.needs:
        needs = _listed(speaker, (key_name(speaker, need) for need in line.needs))
        yield speaker.fill(ASSIGNMENT["needs"], who=needs)
    if line.licence_valid:
        yield speaker.text(ASSIGNMENT["licence_valid"])
    if line.same_as is not None:
        phrase = "same" if line.same_person else "same_later"
        event = speaker.moment_of(line.same_as)
        yield speaker.fill(ASSIGNMENT[phrase], event=event, who=line.same_person)


def _listed(speaker: Speaker, names: Iterable[str]) -> str:
    return speaker.text(LIST).join(names)
