"""What happened, entry by entry, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseTag
from kept.records.cases.running import running_policy
from kept.records.checklists.items import Outcome as Answered
from kept.records.checklists.items import from_json
from kept.records.checklists.saying import answer_words
from kept.records.documents.kinds import DocumentKind
from kept.records.followups.models import Outcome
from kept.records.history.queries import EntryLine
from kept.rules.facts.vocabulary import EVENTS
from kept.web.common.clock_words import date_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital
from kept.web.hotline.building.checklists import answered
from kept.web.hotline.building.follow_ups import outcome_words
from kept.web.hotline.building.side import milestone_words


@dataclass(frozen=True)
class Known:
    """What is known around the entries of one page."""

    reader: Reader
    cases: Mapping[int, CaseTag]
    serials: Mapping[int, str]

    def case_of(self, entry: EntryLine) -> CaseTag | None:
        """Return the case an entry is part of."""
        return self.cases.get(entry.case_id or 0)


@dataclass(frozen=True)
class Said:
    """An entry in words: what happened, more of it, and where it stands."""

    title: str
    detail: str = ""
    url: str = ""


def said(entry: EntryLine, known: Known) -> Said:
    """Return what an entry says."""
    return SAYING[entry.source](entry, known)


def _case(entry: EntryLine, known: Known) -> Said:
    tag = known.case_of(entry)
    number = tag.number if tag else ""
    beyond = entry.body.removeprefix(entry.title)
    return Said(f"{number} {entry.title}", _first(beyond), _case_url(tag))


def _fact(entry: EntryLine, known: Known) -> Said:
    kind, tag = str(entry.data["kind"]), known.case_of(entry)
    texts = EVENTS[kind][0] if kind in EVENTS else {"en": kind}
    if kind not in EVENTS and tag is not None:
        policy = running_policy(tag.version_id, (), sha256=tag.sha256).policy
        texts = policy.events[kind].name if kind in policy.events else texts
    return Said(capital(known.reader.text(texts)), _first(entry.body))


def _call(entry: EntryLine, known: Known) -> Said:
    number = entry.title or str(entry.data.get("number", ""))
    is_in = entry.data["direction"] == "in"
    if not entry.data["answered"]:
        title = _("Call from {who}, missed") if is_in else _("Call to {who}, not answered")
    else:
        title = _("Call from {who}") if is_in else _("Call to {who}")
    detail = str(entry.data.get("number", "")) if entry.title else ""
    return Said(title.format(who=number), detail, reverse("hotline:call", args=[entry.object_id]))


def _letter(entry: EntryLine, known: Known) -> Said:
    _sender, _newline, text = entry.body.partition("\n")
    subject = entry.title or _("without subject")
    return Said(subject, _first(text), reverse("hotline:letter", args=[entry.object_id]))


def _version(entry: EntryLine, known: Known) -> Said:
    title = _("{document} {number}, version {version}, issued").format(
        document=DocumentKind(entry.data["kind"]).label,
        number=entry.title,
        version=entry.data["version"],
    )
    return Said(title, _first(entry.body), _paper_url(entry, known))


def _signature(entry: EntryLine, known: Known) -> Said:
    sentence = {
        "signed": _("{name} signed: {document} {number}"),
        "refused": _("{name} refused to sign: {document} {number}"),
        "absent": _("{name} was not there to sign: {document} {number}"),
    }[entry.data["outcome"]]
    title = sentence.format(
        name=entry.data["name"],
        document=DocumentKind(entry.data["kind"]).label,
        number=entry.title,
    )
    return Said(title, "", _paper_url(entry, known))


def _attachment(entry: EntryLine, known: Known) -> Said:
    tag = known.case_of(entry)
    url = reverse("hotline:files", args=[tag.number]) if tag else ""
    taken_back = _("taken back") if entry.data["withdrawn"] else ""
    return Said(entry.title, " · ".join(filter(None, [taken_back, _first(entry.body)])), url)


def _follow_up(entry: EntryLine, known: Known) -> Said:
    data, tag = entry.data, known.case_of(entry)
    words, _newline, _asked = entry.body.rpartition("\n")
    outcome = outcome_words(Outcome(data["outcome"]), data.get("is_gone"), data.get("score"))
    who = f"{data['asked']}: " if data.get("asked") else ""
    url = reverse("hotline:follow_up", args=[tag.number]) if tag else ""
    return Said(_("Follow-up call: {outcome}").format(outcome=outcome), who + words, url)


def _contract(entry: EntryLine, known: Known) -> Said:
    data = entry.data
    sentence = {
        "signed": _("Contract {number} signed"),
        "ended": _("Contract {number} ended"),
        "covers": _("Contract {number} covers {what}"),
        "differs": _("Contract {number} differs from its policy"),
    }[data["what"]]
    title = sentence.format(number=entry.title, what=_covered(entry, known))
    return Said(title, entry.body.replace("\n", ": "))


def _covered(entry: EntryLine, known: Known) -> str:
    return {
        "equipment": known.serials.get(entry.equipment_id or 0, ""),
        "system": _("a system"),
        "site": _("a site"),
        "customer": _("all of the customer's equipment"),
    }.get(str(entry.data.get("covers")), "")


def _milestone(entry: EntryLine, known: Known) -> Said:
    serial = known.serials.get(entry.equipment_id or 0, "")
    title = f"{milestone_words()[entry.data['kind']]}: {serial}"
    return Said(title, str(entry.data.get("evidence", "")))


def _replacement(entry: EntryLine, known: Known) -> Said:
    sentence = _("{newer} took the place of {older}")
    return Said(sentence.format(newer=entry.data["newer"], older=entry.data["older"]))


def _answers(entry: EntryLine, known: Known) -> Said:
    data, tag = entry.data, known.case_of(entry)
    title = _("Checklist “{name}”").format(name=known.reader.name(data["names"]))
    url = reverse("hotline:checklist", args=[tag.number, data["run"]]) if tag else ""
    return Said(title, " · ".join(_answer(one) for one in data["answers"]), url)


def _answer(one: Mapping[str, Any]) -> str:
    """Return an answer as it was given, and what was found at once to be wrong with it."""
    item = from_json(one["item"])
    words = answer_words(item, Answered(one["outcome"]), one["said"])
    return answered(item, words, is_outside=one["outside"], text=one["text"])


SAYING: Final[Mapping[str, Callable[[EntryLine, Known], Said]]] = {
    "case": _case,
    "fact": _fact,
    "call": _call,
    "letter": _letter,
    "version": _version,
    "signature": _signature,
    "attachment": _attachment,
    "follow_up": _follow_up,
    "contract": _contract,
    "contract_end": _contract,
    "contract_line": _contract,
    "override": _contract,
    "milestone": _milestone,
    "replacement": _replacement,
    "answers": _answers,
}


def day_of(entry: EntryLine) -> str:
    """Return the day of an entry that has no time; empty if it has one."""
    day = entry.data.get("day")
    return date_words(date.fromisoformat(day)) if day else ""


def _case_url(tag: CaseTag | None) -> str:
    return reverse("hotline:case", args=[tag.number]) if tag else ""


def _paper_url(entry: EntryLine, known: Known) -> str:
    tag = known.case_of(entry)
    return reverse("hotline:paper", args=[tag.number, entry.title]) if tag else ""


def _first(text: str) -> str:
    """Return the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:157].rstrip() + "…"
