"""Finding anything, for the field on top of every page."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.finding import found_anywhere


@require_safe
@for_roles(*READERS)
def search(request: DeskRequest) -> HttpResponse:
    """Return what the words may mean, as a page or, where that is asked for, as JSON."""
    reader = Reader(timezone.now())
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    hits = found_anywhere(words, viewer=request.user, reader=reader) if words else None
    if _wants_json(request):
        return JsonResponse({"results": [asdict(hit) for hit in hits or ()]})
    page = pages.SearchPage(now=reader.now, words=words, found=hits)
    return render(request, "hotline/search.html", {"page": page})


def _wants_json(request: DeskRequest) -> bool:
    return request.GET.get("format") == "json" or (
        request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )
