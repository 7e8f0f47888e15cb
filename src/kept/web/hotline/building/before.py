"""Other cases of the same machine: the same problem again, and how often repairs failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import BeforeLine, CaseCard, cases_before
from kept.records.people.models import Person
from kept.rules.assess.counters import CounterLine
from kept.rules.assess.say.conditions import value_name
from kept.rules.assess.say.counters import counter_words
from kept.rules.policy.model import Policy, Test
from kept.rules.policy.walk import walk
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.rules import STATES

PROBLEM, RESULT, SERIAL = "problem", "result", "serial"
WHO: Final = {"performer"}  # who did the work tells persons apart, not problems


def build_before(
    card: CaseCard, speaker: PageSpeaker, *, viewer: Person, reader: Reader
) -> list[pages.EarlierCase]:
    """Return the other cases of a case's machine and of those it took the place of."""
    if card.equipment is None:
        return []
    apart = problem_keys(card.policy)
    found = cases_before(card.equipment.pk, viewer=viewer, without=card.pk, keys={*apart, RESULT})
    mine = {key: _last(card, key) for key in apart}
    return [
        pages.EarlierCase(
            number=line.number,
            url=reverse("hotline:case", args=[line.number]),
            summary=line.title,
            on=reader.day(line.requested_at),
            serial="" if line.equipment_id == card.equipment.pk else line.serial_number,
            same=_same(line, mine, speaker),
            result=_result(line, speaker),
        )
        for line in found
    ]


def problem_keys(policy: Policy) -> list[str]:
    """Return the attributes by which a policy tells problems apart."""
    named = (key for rule in policy.counters for key in rule.per)
    keys = [key for key in dict.fromkeys(named) if key != SERIAL and key not in WHO]
    return keys or [PROBLEM]


def _last(card: CaseCard, key: str) -> object:
    """Return what the facts of this case say last."""
    said = (line.values[key] for line in card.timeline if line.stands and key in line.values)
    return next(said, None)


def _same(line: BeforeLine, mine: dict[str, object], speaker: PageSpeaker) -> str:
    """Return that it is the same problem, and which; empty if it is another or not known."""
    if any(value is None or line.said.get(key) != value for key, value in mine.items()):
        return ""
    what = ", ".join(value_name(speaker, key, line.said[key]) for key in mine)
    return _("same problem: {what}").format(what=what)


def _result(line: BeforeLine, speaker: PageSpeaker) -> str:
    result = line.said.get(RESULT)
    if result is None:
        return ""
    return _("repair: {result}").format(result=value_name(speaker, RESULT, result))


def build_counted(card: CaseCard, speaker: PageSpeaker, clauses: Clauses) -> list[pages.Counted]:
    """Return what is counted over the cases of a machine, and what it leads to."""
    return [
        pages.Counted(
            words=counter_words(speaker, line),
            state=STATES["counters"][line.state.value],
            clause=clauses.ref(line.reason.clauses),
            leads=list(_leads(line, card.policy, speaker, clauses)),
        )
        for line in card.assessment.counters
        if line.count
    ]


def _leads(
    line: CounterLine, policy: Policy, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[tuple[str, pages.ClauseRef | None]]:
    """Yield the rules that wait for a counter."""
    key = f"counter.{line.rule}"
    for rule in policy.rules.values():
        if any(isinstance(part, Test) and part.key == key for part in walk(rule)):
            yield speaker.text(rule.name), clauses.ref((*rule.source, *rule.see))
