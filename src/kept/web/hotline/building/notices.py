"""A person's notices."""

from __future__ import annotations

from django.urls import reverse

from kept.records.notices.queries import NoticeLine, notices, unread_count
from kept.records.people.models import Person
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages

PAGE = 50


def build_notices(person: Person, reader: Reader, *, before: int | None) -> pages.NoticesPage:
    """Return a page of notices, the last first."""
    found = notices(receiver=person, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    address = reverse("hotline:notices")
    return pages.NoticesPage(
        now=reader.now,
        notices=[_line(one) for one in shown],
        unread=unread_count(receiver=person),
        older_url=f"{address}?before={shown[-1].pk}" if len(found) > PAGE else "",
    )


def _line(one: NoticeLine) -> pages.NoticeRow:
    return pages.NoticeRow(
        pk=one.pk,
        subject=one.subject,
        lines=one.lines,
        url=_url(one),
        at=one.created_at,
        is_read=one.read_at is not None,
    )


def _url(one: NoticeLine) -> str:
    """Return where a notice leads: to what waits to be released, to a quote, else to its case."""
    if one.giving_id is not None:
        return reverse("money:release", args=[one.giving_id])
    if one.quote_number:
        return reverse("money:quote", args=[one.quote_number])
    return reverse("hotline:case", args=[one.case_number]) if one.case_number else ""
