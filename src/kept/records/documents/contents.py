"""What stands in a document: derived from the facts, the promises, and what a person wrote.

The answer is plain JSON without fractions. It is frozen with the version: page and PDF are both
made from it, and it says what the PDF was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.cases import values
from kept.records.cases.queries import CaseCard, FactLine
from kept.records.checklists.queries import AnswerLine, ItemLine, RunCard, runs_of
from kept.records.checklists.saying import answer_words
from kept.records.documents.asking import Field, FieldEmpty, Written, duty_rule, fields_of
from kept.records.documents.heading import about_case
from kept.records.documents.kinds import DocumentKind
from kept.records.ledger.chain import canonical, moment
from kept.records.naming import name_in
from kept.rules.assess import ClockLine, ClockState
from kept.rules.assess.say import Speaker
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.facts.names import CUSTOMERS
from kept.rules.policy.model import FactType

FORMAT: Final = "kept document 1"
TAGS: Final = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
# Written for ourselves: no document shows them, nor what anybody wrote into any other fact.
INTERNAL: Final = {"note.added", "fact.withdrawn", "escalation.accepted", "request.described"}
WITH_FACTS: Final = {DocumentKind.SERVICE_REPORT, DocumentKind.FAULT_ANALYSIS}
WITH_CHECKLISTS: Final = {DocumentKind.SERVICE_REPORT}
WITH_PROMISES: Final = {*WITH_FACTS, DocumentKind.WRITTEN_EXPLANATION}
SHOWN: Final = {
    ClockState.RUNNING,
    ClockState.PAUSED,
    ClockState.MET,
    ClockState.BROKEN,
    ClockState.LATE,
}


@dataclass(frozen=True)
class Paper:
    """What a version is made of, before anything is derived."""

    number: str
    version: int
    kind: str
    duty: str
    languages: Sequence[str]
    texts: Written
    provider: Mapping[str, str]  # who issues it, by language


def contents(paper: Paper, card: CaseCard, *, at: datetime) -> dict[str, Any]:
    """Return the whole document as it is now. Raises FieldEmpty."""
    checklists = _checklists(paper, card)
    columns = [_Column(paper, card, at, code, checklists).told() for code in paper.languages]
    told: dict[str, Any] = {
        "format": FORMAT,
        "number": paper.number,
        "kind": paper.kind,
        "duty": paper.duty,
        "issued_at": moment(at),
        "provider": name_in(paper.provider, paper.languages[0]),
        "case": card.number,
        "policy": {"code": card.policy_code, "version": card.policy_number},
        "policy_sha256": card.policy.sha256,
        "facts": [_frozen(line) for line in reversed(card.timeline) if _is_shown(line)],
        "columns": columns,
        "signatures": [],
        "signed_sha256": "",
    }
    return {**told, "fingerprint": hashlib.sha256(canonical(told)).hexdigest()[:16]}


def _checklists(paper: Paper, card: CaseCard) -> list[RunCard]:
    """Return the checklists that such a document tells of; none that was set aside."""
    if paper.kind not in WITH_CHECKLISTS:
        return []
    return [run for run in runs_of(card.pk) if run.aside_at is None]


def _is_shown(line: FactLine) -> bool:
    return line.stands and line.kind not in INTERNAL


def _frozen(line: FactLine) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "kind": line.kind,
        "at": moment(line.at),
        "received_at": moment(line.received_at),
        "by": line.by,
        "values": values.for_ledger(line.values),
    }


class _Column:
    """The document in one language."""

    def __init__(
        self, paper: Paper, card: CaseCard, at: datetime, code: str, checklists: Sequence[RunCard]
    ) -> None:
        self.paper, self.card, self.at, self.code = paper, card, at, code
        self.speaker = Speaker(card.policy, TAGS[code], ZoneInfo(card.zone))
        self.duty = duty_rule(card.policy, paper.duty)
        self.checklists = checklists

    def told(self) -> dict[str, Any]:
        with translation.override(self.code):
            return {
                "lang": TAGS[self.code],
                "title": self.title(),
                "version": _("version {number}").format(number=self.paper.version),
                "page": _("page {n} of {of}"),
                "head": [list(pair) for pair in self.head()],
                "sections": list(self.sections()),
                "signing": {
                    "title": _("Signatures"),
                    "binds": _("Each party signs exactly the pages whose bytes have this SHA-256:"),
                },
            }

    def title(self) -> str:
        """Return what the policy calls it, else what such a document is called."""
        named = self.speaker.text(self.duty.name) if self.duty else ""
        return named or str(DocumentKind(self.paper.kind).label)

    def head(self) -> Iterator[tuple[str, str]]:
        card = self.card
        yield from about_case(card, self.code)
        yield _("Requested"), self.speaker.at(card.requested_at)
        yield _("Issued"), f"{self.speaker.at(self.at)} ({card.zone})"

    def sections(self) -> Iterator[dict[str, Any]]:
        for field in fields_of(self.paper.kind, self.card.policy, self.duty):
            yield from self.written(field)
        if self.paper.kind in WITH_FACTS:
            columns = (_("When"), _("What happened"), _("Recorded by"))
            yield _listed(_("What happened"), columns, (24, 46, 20), self.happened())
        yield from self.looked_at()
        if self.paper.kind in WITH_PROMISES:
            names = (_("Promise"), _("Clause"), _("Due"), _("Done"), _("Result"))
            yield _listed(_("What we promised"), names, (26, 14, 20, 20, 14), self.promised())

    def written(self, field: Field) -> Iterator[dict[str, Any]]:
        """Yield what a person wrote; what must not be silent says so where it is empty."""
        text = self.paper.texts.get(field.key, {}).get(self.code, "").strip()
        if not text and field.is_needed:
            language = translation.get_language_info(self.code)["name_local"]
            raise FieldEmpty(field=field.label(TAGS[self.code]), language=language)
        if not text and field.key == "dangers":
            text = _("None were named.")
        if text:
            yield {"title": field.label(TAGS[self.code]), "paragraphs": [text], "table": None}

    def happened(self) -> Iterator[tuple[str, ...]]:
        for line in reversed(self.card.timeline):
            if _is_shown(line):
                told = [self.speaker.text(line.names), *self.said(line)]
                yield (
                    self.speaker.at(line.at),
                    pgettext("between remarks", "; ").join(told),
                    line.by,
                )

    def looked_at(self) -> Iterator[dict[str, Any]]:
        """Yield a section for each checklist in which something was answered; notes stay inside."""
        columns = (_("What was looked at"), _("Found"), _("By"), _("When"))
        for run in self.checklists:
            rows = [self.answered(line, line.last) for line in run.lines if line.last]
            if rows:
                title = _("Checklist “{name}”").format(name=run.name(self.code))
                yield _listed(title, columns, (36, 26, 16, 20), rows)

    def answered(self, line: ItemLine, answer: AnswerLine) -> tuple[str, ...]:
        """Return what was found at an item, and whether it lies outside what is allowed."""
        words = answer_words(
            line.item, answer.outcome, answer.said, photo_is_there=answer.photo_is_there
        )
        found = _("{found} (outside the allowed range)") if answer.is_outside else "{found}"
        return (
            line.item.text(self.code),
            found.format(found=words),
            answer.by,
            self.speaker.at(answer.at),
        )

    def said(self, line: FactLine) -> Iterator[str]:
        """Yield what a fact says in choices and numbers; free words stay inside."""
        for key, value in line.values.items():
            attribute = self.card.policy.attributes.get(key)
            if attribute is None or attribute.type is FactType.TEXT:
                continue
            parts = value if isinstance(value, tuple) else (value,)
            words = ", ".join(value_name(self.speaker, key, part) for part in parts)
            label = key_name(self.speaker, key)
            pattern = pgettext("a label and its value", "{label}: {value}")
            yield pattern.format(label=label, value=words)

    def promised(self) -> Iterator[tuple[str, ...]]:
        for line in self.card.assessment.clocks:
            if line.certain and line.state in SHOWN and line.actor not in CUSTOMERS:
                yield (
                    self.speaker.text(line.name),
                    ", ".join(line.reason.clauses),
                    self.speaker.at(line.due_at),
                    self.speaker.at(line.done_at),
                    _result(line),
                )


def _result(line: ClockLine) -> str:
    return {
        ClockState.RUNNING: pgettext("a promise", "running"),
        ClockState.PAUSED: pgettext("a promise", "stopped"),
        ClockState.MET: pgettext("a promise", "kept"),
        ClockState.BROKEN: pgettext("a promise", "broken"),
        ClockState.LATE: pgettext("a promise", "late"),
    }[line.state]


def _listed(
    title: str, columns: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]
) -> dict[str, Any]:
    found = [list(row) for row in rows]
    table = {"columns": list(columns), "widths": list(widths), "rows": found}
    none = [] if found else [_("Nothing so far.")]
    return {"title": title, "paragraphs": none, "table": table if found else None}
