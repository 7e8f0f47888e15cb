"""The places parts lie in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.archive.cards import SiteCard
from kept.records.archive.models import Site
from kept.records.archive.queries import site as site_card
from kept.records.parts.queries import place_line, place_lines
from kept.records.parts.services import close_place, open_place
from kept.records.people.models import Role
from kept.records.people.queries import offices, people
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.catalogue import build_place, build_places
from kept.web.store.forms.catalogue import PlaceForm
from kept.web.store.roles import KEEPERS
from kept.web.store.views.moving import BOTH, show


@require_safe
@for_roles(*KEEPERS)
def places(request: DeskRequest) -> HttpResponse:
    """Show all places."""
    page = build_places(place_lines(), Reader(timezone.now()))
    return render(request, "store/places.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def place(request: DeskRequest, place: int) -> HttpResponse:
    """Show what lies in a place; sent, it is closed."""
    line, reader = place_line(place), Reader(timezone.now())
    if line is None:
        raise Http404
    if request.method == "POST":
        refuse_unknown(request.POST, ())
        try:
            close_place(place_id=place, by=request.user, at=reader.now)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("store:place", place=place)
        messages.success(request, _("The place is closed."))
        return redirect("store:places")
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 12 else 0
    return render(request, "store/place.html", {"page": build_place(line, start, reader)})


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def place_new(request: DeskRequest) -> HttpResponse:
    """Open a place, or correct it; its code tells which."""
    reader, site = Reader(timezone.now()), _site(request.GET.get("site", ""))
    form = PlaceForm(
        request.POST or None,
        offices=offices(),
        people=people(role=Role.ENGINEER),
        reader=reader,
        site=site,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = open_place(details=form.details(), by=request.user, at=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("store:place", place=made.pk)
    page = pages.FormPage(
        now=reader.now,
        title=_("New place"),
        form=form,
        button=_("Open it"),
        links=[pages.Link(label=_("Places"), url=reverse("store:places"))],
        explains=_("Parts of ours at {site}").format(site=reader.name(site.names)) if site else "",
    )
    return show(request, page)


def _site(asked: str) -> SiteCard | None:
    if not asked.isdecimal() or len(asked) > 12:
        return None
    try:
        return site_card(int(asked))
    except Site.DoesNotExist:
        return None
