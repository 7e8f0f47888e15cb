"""What a person was told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kept.records.notices.services import mark_read
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.notices import build_notices

LARGEST = 10**15


@require_safe
@for_roles(*READERS)
def notices(request: DeskRequest) -> HttpResponse:
    """List a person's notices, the last first."""
    before = request.GET.get("before", "")
    page = build_notices(
        request.user, Reader(timezone.now()), before=_number(before) if before else None
    )
    return render(request, "hotline/notices.html", {"page": page})


@require_POST
@for_roles(*READERS)
def read(request: DeskRequest) -> HttpResponse:
    """Mark notices as read: those named, or all."""
    refuse_unknown(request.POST, {"notice"})
    told = request.POST.getlist("notice")
    named = [number for one in told if (number := _number(one))]
    mark_read(by=request.user, now=timezone.now(), ids=named if told else None)
    return redirect("hotline:notices")


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 16
    return int(text) if is_number else None
