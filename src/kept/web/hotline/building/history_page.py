"""A page of a history, narrowed as its address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kept.records.archive.queries import serial_numbers
from kept.records.cases.queries import case_tags
from kept.records.history.models import EntryKind
from kept.records.history.queries import EntryLine, Scope, history, readable
from kept.records.people.models import Person
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.fact_pages import case_url
from kept.web.hotline.building.history_words import Known, day_of, said
from kept.web.hotline.forms.archive import HistoryForm
from kept.web.hotline.pages import archive as archive_pages


def kind_words() -> dict[EntryKind, str]:
    """Return what each kind of entry is called."""
    return {
        EntryKind.CASE: _("Case"),
        EntryKind.COMPLAINT: _("Complaint"),
        EntryKind.VISIT: _("Visit"),
        EntryKind.REPAIR: _("Repair"),
        EntryKind.PART: _("Part"),
        EntryKind.CALL: _("Call"),
        EntryKind.LETTER: _("Letter"),
        EntryKind.DOCUMENT: _("Document"),
        EntryKind.FILE: _("File"),
        EntryKind.FOLLOW_UP: _("Follow-up"),
        EntryKind.UPKEEP: _("Inspection"),
        EntryKind.TRAINING: _("Training"),
        EntryKind.CONTRACT: _("Contract"),
        EntryKind.MONEY: _("Money"),
        EntryKind.MACHINE: _("Equipment"),
        EntryKind.CHECKLIST: _("Checklist"),
        EntryKind.WORDS: _("Note"),
        EntryKind.OTHER: _("Other"),
    }


@dataclass(frozen=True)
class Looked:
    """Whose history somebody looks at, at which address, with which query."""

    scope: Scope
    address: str
    query: Mapping[str, str]


def build_history(looked: Looked, *, viewer: Person, reader: Reader) -> archive_pages.History:
    """Return the page of a history that an address asks for."""
    words = kind_words()
    kinds = [(kind.value, words[kind]) for kind in readable(viewer)]
    given = looked.query
    form = HistoryForm(given, kinds=kinds, label_suffix="")
    wanted = form.wanted()
    after = given.get("after", "")
    found = history(looked.scope, wanted, viewer=viewer, now=reader.now, after=after)
    known = Known(
        reader,
        case_tags({entry.case_id for entry in found.entries if entry.case_id}),
        serial_numbers({entry.equipment_id for entry in found.entries if entry.equipment_id}),
    )
    asked = {key: given[key] for key in ("q", "kind", "since", "until") if given.get(key)}
    older = f"?{urlencode({**asked, 'after': found.after})}#history"
    return archive_pages.History(
        form=form,
        rows=[_row(entry, looked.scope, known, words) for entry in found.entries],
        is_narrowed=bool(asked),
        all_url=f"{looked.address}#history",
        older_url=looked.address + older if found.after else "",
        newest_url=f"{looked.address}?{urlencode(asked)}#history" if after else "",
    )


def _row(
    entry: EntryLine, scope: Scope, known: Known, words: Mapping[EntryKind, str]
) -> archive_pages.HistoryRow:
    what, tag = said(entry, known), known.case_of(entry)
    case = pages.Link(label=f"{tag.number} {tag.title}", url=case_url(tag.number)) if tag else None
    is_other = (scope.kind, scope.pk) != ("equipment", entry.equipment_id)
    return archive_pages.HistoryRow(
        at=entry.at,
        kind=words[EntryKind(entry.kind)],
        title=what.title,
        url=what.url or (case.url if case else ""),
        detail=what.detail,
        case=case if entry.source != "case" else None,
        machine=known.serials.get(entry.equipment_id or 0, "") if is_other else "",
        who=entry.by,
        day=day_of(entry),
    )
