"""What somebody did in a week, on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.records.cases.queries import QueueFilter, queue
from kept.records.work.queries import EntryLine, running_of, work_of_person
from kept.rules.facts.values import is_plausible
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.clock_words import date_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.common.reading.work import sum_words
from kept.web.engineer import pages
from kept.web.engineer.building.entries import own_row, running_words
from kept.web.engineer.reading import work_link

WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


@require_safe
@for_roles(*READERS)
def mine(request: DeskRequest) -> HttpResponse:
    """Show what this person did in a week, day by day."""
    reader = Reader(timezone.now())
    monday = _monday(request, reader)
    since, until = _midnight(monday), _midnight(monday + WEEK)
    viewer = request.user
    lines = work_of_person(viewer.pk, since=since, until=until, viewer=viewer)
    last = monday + WEEK - DAY
    wanted = QueueFilter(responsible_id=viewer.pk)
    page = pages.MinePage(
        now=reader.now,
        title=f"{date_words(monday)} – {date_words(last)}",
        sums=sum_words(lines),
        days=list(_days(lines, request, reader)),
        running=running_words(running_of(viewer.pk), "", reader),
        before=_week(_("The week before"), monday - WEEK),
        after=_week(_("The week after"), monday + WEEK),
        cases=[
            work_link(row.number, row.title)
            for row in queue(wanted, viewer=viewer, at=reader.now).rows
        ],
    )
    return render(request, "engineer/mine.html", {"page": page})


def _days(
    lines: Sequence[EntryLine], request: DeskRequest, reader: Reader
) -> Iterator[pages.DayRows]:
    by_day: dict[date, list[EntryLine]] = {}
    for line in lines:
        by_day.setdefault(timezone.localtime(line.at).date(), []).append(line)
    for on, found in by_day.items():
        yield pages.DayRows(
            title=reader.day(_midnight(on)),
            total=listed(sum_words(found)),
            rows=[own_row(line, request.user, reader) for line in found],
        )


def _monday(request: DeskRequest, reader: Reader) -> date:
    """Return the Monday of the week that was asked for; of this week if none can be meant."""
    today = timezone.localtime(reader.now).date()
    try:
        on = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        on = today
    on = on if is_plausible(on) else today
    return on - on.weekday() * DAY


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def _week(label: str, monday: date) -> pages.Link:
    return pages.Link(label, f"{reverse('engineer:mine')}?week={monday.isoformat()}")
