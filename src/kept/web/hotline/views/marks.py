"""What made levels, times and pauses look better: for managers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.people.models import Role
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.marks import asked_for, build_marks


@require_safe
@for_roles(Role.MANAGER, Role.ADMINISTRATOR)
def marks(request: DeskRequest) -> HttpResponse:
    """Show who made levels milder, paused, entered late, and in which cases."""
    page = build_marks(asked_for(request.GET), viewer=request.user, reader=Reader(timezone.now()))
    return render(request, "hotline/marks.html", {"page": page})
