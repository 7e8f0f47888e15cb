"""Working through a view: which case is next, and the line that says where one stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.records.cases.queries import queue, queue_count
from kept.records.people.models import Person
from kept.records.presence.queries import others_present
from kept.web.hotline import pages
from kept.web.hotline.building.queue import MANY, View, title_of, view_of
from kept.web.hotline.playing import Choice, Run, load


def choice(view: View, viewer: Person, now: datetime) -> Choice:
    """Return what chooses the next case of a view: the first that nobody else has open."""
    taken = {one.number for one in others_present(viewer=viewer, now=now)}

    def choose(without: tuple[str, ...]) -> str:
        wanted = replace(view.wanted(viewer), without=(*without, *taken))
        rows = queue(wanted, viewer=viewer, at=now, limit=1).rows
        return rows[0].number if rows else ""

    return choose


def build_play(request: HttpRequest) -> pages.Playing | None:
    """Return where the person stands in a view; None if none is being worked through."""
    run, viewer = load(request.session), request.user
    if run is None or not isinstance(viewer, Person):
        return None
    view = view_of(run.view, viewer)
    query = view.query()
    return pages.Playing(
        title=title_of(view),
        place=_place(run, _left(run, view, viewer)),
        url=reverse("hotline:play") + query,
        here=run.here,
        here_url=reverse("hotline:case", args=[run.here]) + query if run.here else "",
        has_previous=run.at > 0,
    )


def _left(run: Run, view: View, viewer: Person) -> int:
    wanted = replace(view.wanted(viewer), without=run.been)
    return queue_count(wanted, viewer=viewer, at=timezone.now())


def _place(run: Run, left: int) -> str:
    place, every = min(run.at + 1, len(run.been)), len(run.been) + left
    words = _("{place} of {every} or more") if left >= MANY else _("{place} of {every}")
    said = words.format(place=place, every=every)
    if not run.skipped:
        return said
    return _("{place}, {count} skipped").format(place=said, count=len(run.skipped))
