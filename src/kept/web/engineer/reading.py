"""Who works, and the case it is about."""

from __future__ import annotations

from typing import Final

from django.http import Http404
from django.urls import reverse

from kept.records.cases.queries import CaseCard, case_card
from kept.records.people.models import Person
from kept.records.work.queries import EntryLine, entry_line
from kept.records.work.services.recording import FOR_OTHERS
from kept.web.common.access import RECORDERS, DeskRequest
from kept.web.common.reading.reader import Reader
from kept.web.engineer.pages import Link

BOTH: Final = ["GET", "HEAD", "POST"]
LARGEST: Final = 2**63 - 1


def card_or_404(request: DeskRequest, number: str, reader: Reader) -> CaseCard:
    """Return a case; what this person may not see looks like what is not there."""
    card = case_card(number, viewer=request.user, at=reader.now)
    if card is None:
        raise Http404
    return card


def entry_or_404(request: DeskRequest, entry: int) -> EntryLine:
    """Return an entry that this person may change; another's looks like what is not there."""
    found = entry_line(entry, viewer=request.user) if entry <= LARGEST else None
    if found is None or not may_change(found, request.user):
        raise Http404
    return found


def may_change(line: EntryLine, viewer: Person) -> bool:
    """Say whether somebody may stop, correct or withdraw an entry."""
    is_theirs = line.person_id == viewer.pk and viewer.has_role(*RECORDERS)
    return is_theirs or viewer.has_role(*FOR_OTHERS)


def work_link(number: str, title: str = "") -> Link:
    """Return the way to what was done on a case."""
    return Link(f"{number} {title}".strip(), reverse("engineer:case_work", args=[number]))
