"""The queue: what is owed next, first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.cases.queries import queue_version
from kept.records.people.models import Role
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.refresh import version_answer
from kept.web.hotline import pages
from kept.web.hotline.building.play import build_play
from kept.web.hotline.building.presence import build_marks
from kept.web.hotline.building.queue import build_queue, view_of
from kept.web.hotline.forms.narrow import narrow_form
from kept.web.hotline.views.case import with_marks

# Where those begin who do one thing only; whoever does more begins at the queue.
HOMES: Final[Mapping[frozenset[str], str]] = {
    frozenset({Role.POLICY_OWNER}): "hotline:policies",
    frozenset({Role.STORE_KEEPER}): "store:picks",
    frozenset({Role.ACCOUNTANT}): "money:quotes",
}


@require_safe
@for_roles(*Role)
def home(request: DeskRequest) -> HttpResponse:
    """Lead everyone to where the work is."""
    roles = frozenset(request.user.roles)
    if roles <= {Role.CUSTOMER}:
        return redirect("common:preferences")
    return redirect(HOMES.get(roles, "hotline:queue"))


@require_safe
@for_roles(*READERS)
def queue(request: DeskRequest) -> HttpResponse:
    """Show the queue without a case."""
    reader = Reader(timezone.now())
    view = view_of(request.GET, request.user)
    built = build_queue(view, viewer=request.user, reader=reader)
    if "narrow" in request.GET or view.is_narrowed:
        built = narrow_form(built, view, reader)
    page = pages.QueuePage(now=reader.now, queue=built)
    return render(request, "hotline/queue.html", {"page": page, "play": build_play(request)})


@require_safe
@for_roles(*READERS)
def version(request: DeskRequest) -> HttpResponse:
    """Say whether anything in the queue changed."""
    wanted, now = view_of(request.GET, request.user).wanted(request.user), timezone.now()
    answer = version_answer(request, queue_version(wanted, viewer=request.user, at=now), now=now)
    return with_marks(request, answer, build_marks(request.user, now=now))
