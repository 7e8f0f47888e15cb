"""What happened in a case, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import FactLine, Hindsight
from kept.records.cases.services.deciding import SAID
from kept.records.cases.services.outside import WEB_FORM
from kept.records.documents.kinds import DocumentKind
from kept.records.quotes.services.answering import BY_LINK
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.facts import Scalar, Value
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import capital, listed, pair
from kept.web.hotline import pages
from kept.web.hotline.building.clocks import Telling, is_answer, told_clocks
from kept.web.hotline.building.folding import (
    NEWEST,
    WITHDRAWN,
    all_facts_url,
    told_facts,
    turning_facts,
)
from kept.web.hotline.building.money_facts import OF_MONEY, money_pairs

# Said elsewhere: the grade by its names, texts without their label.
TEXTS = ("text", "reason")
GRADE = ("level", "grade", "was")
# A case cannot be without its request; what was said of a level or against it is said again.
NOT_THERE = {
    ("fact_withdraw", "request.received"),
    *(("fact_correct", kind) for kind in SAID),
}


def build_facts(
    telling: Telling, *, may_change: bool, answers: Sequence[pages.FactLine] = ()
) -> pages.FactList:
    """Return the facts of a case, the last that happened first, and how many are left out where.

    `answers` in checklists stand between them; of a long case those beside its newest facts.
    """
    told = told_facts(telling.card)
    line_of = _Lines(telling, may_change)
    shown: list[pages.FactLine] = []
    for line in told:
        if line.seq not in telling.folded:
            shown.append(line_of(line))
        else:
            shown[-1] = replace(shown[-1], folded=shown[-1].folded + 1)
    since = told[NEWEST - 1].at if telling.folded else None
    shown += [line for line in answers if since is None or line.at >= since]
    shown.sort(key=lambda line: line.at, reverse=True)  # what happened at once stays in its order
    return pages.FactList(shown=shown, count=len(told), all_url=all_facts_url(telling.card.number))


class _Lines:
    """Facts as lines: which of them turned a clock or changed an answer is asked once."""

    def __init__(self, telling: Telling, may_change: bool) -> None:
        self.telling = telling
        self.may_change = may_change
        self.turning = turning_facts(telling.card)
        self.late = {
            found.fact.seq: _late(found, telling)
            for found in telling.card.hindsights
            if any(changed.then and is_answer(changed.then) for changed in found.clocks)
        }
        self.reasons = _withdrawals(telling)

    def __call__(self, line: FactLine) -> pages.FactLine:
        telling = self.telling
        return pages.FactLine(
            number=line.seq,
            at=line.at,
            title=capital(telling.speaker.text(line.names)),
            detail=detail(line, telling),
            turns_clock=line.seq in self.turning,
            late=self.late.get(line.seq),
            is_late=line.entered_late,
            received_at=line.received_at,
            is_withdrawn=line.withdrawn,
            replaced=_replaced(line, self.reasons),
            against=line.despite,
            against_clause=telling.clauses.ref(c for _rule, ids in line.against for c in ids),
            correct_url=_url("fact_correct", line, telling) if self.may_change else "",
            withdraw_url=_url("fact_withdraw", line, telling) if self.may_change else "",
        )


def _late(found: Hindsight, telling: Telling) -> pages.LateFact:
    then, now = told_clocks(found, telling.speaker)
    return pages.LateFact(received_at=found.known_at, known_then=then, known_now=now)


def _withdrawals(telling: Telling) -> dict[int, FactLine]:
    """Return, by the number of the fact that was taken back, the fact that did it."""
    return {
        line.corrects: line
        for line in telling.card.timeline
        if line.kind == WITHDRAWN and line.corrects is not None
    }


def _replaced(line: FactLine, withdrawals: dict[int, FactLine]) -> str:
    """Return what became of a fact that does not count any more."""
    if line.withdrawn:
        told = withdrawals.get(line.seq)
        if told is None:
            return _("withdrawn")
        reason = str(told.values.get("reason", ""))
        return _("withdrawn by {person}: {reason}").format(person=told.by, reason=reason)
    if line.replaced_by is not None:
        return _("corrected by fact {number}").format(number=line.replaced_by)
    return ""


def _url(name: str, line: FactLine, telling: Telling) -> str:
    if not line.stands or (name, line.kind) in NOT_THERE:
        return ""
    return reverse(f"hotline:{name}", args=[telling.card.number, line.seq])


def detail(line: FactLine, telling: Telling) -> str:
    """Return who said it, and what else was said."""
    return " · ".join([_who(line), *_said(line, telling)])


def _who(line: FactLine) -> str:
    """Return who recorded a fact: a person by name, a door by what it is."""
    doors = {WEB_FORM.name: _("Web form"), BY_LINK.name: _("Link to a quotation")}
    return doors.get(line.by, line.by)


def _said(line: FactLine, telling: Telling) -> Iterator[str]:
    if line.corrects is not None:
        yield _("in place of fact {number}").format(number=line.corrects)
    if "grade" in line.values:
        yield grade_words(line, telling)
    yield from money_pairs(line.values, telling.speaker)
    for key, value in line.values.items():
        if key not in TEXTS and key not in GRADE and key not in OF_MONEY:
            yield pair_words(key, value, telling)
    for key in TEXTS:
        if line.values.get(key):
            yield f"“{line.values[key]}”"


def grade_words(line: FactLine, telling: Telling) -> str:
    """Return the level that a fact set, by its name."""
    scale = telling.card.policy.scales.get(f"level.{line.values.get('level')}")
    wanted = line.values.get("grade")
    if scale is None:
        return str(wanted)
    names = [telling.speaker.text(g.name) for g in scale.grades if g.key == wanted]
    return names[0] if names else str(wanted)


def pair_words(key: str, value: Value, telling: Telling) -> str:
    """Return an answer in words: "cause: quality problem"."""
    speaker = telling.speaker
    parts = value if isinstance(value, tuple) else (value,)
    said = listed(
        _("not known") if part == "unknown" else _value(speaker, key, part) for part in parts
    )
    return pair(key_name(speaker, key), said)


def _value(speaker: PageSpeaker, key: str, value: Scalar) -> str:
    """Return a value in words; what no policy names, such as a document of ours, we name."""
    said = value_name(speaker, key, value)
    is_ours = key == "document" and said == value and value in DocumentKind.values
    return str(DocumentKind(said).label) if is_ours else said
