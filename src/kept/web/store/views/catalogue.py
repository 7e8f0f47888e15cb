"""The catalogue: finding parts, one part, registering it, what may stand in for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.parts.queries import PartCard, find_parts, part_card, part_families
from kept.records.parts.services import name_substitute, register_part
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles, may
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.catalogue import build_part, part_row, part_url
from kept.web.store.building.moving import part_numbers
from kept.web.store.families import family_names, named
from kept.web.store.forms.catalogue import PartForm, SubstituteForm
from kept.web.store.roles import KEEPERS, WITH_PARTS
from kept.web.store.views.moving import BOTH, show


@require_safe
@for_roles(*WITH_PARTS)
def catalogue(request: DeskRequest) -> HttpResponse:
    """Show the parts in which the words that were asked for stand."""
    reader = Reader(timezone.now())
    asked = request.GET.get("q", "")[:100].replace("\x00", "")
    names, keys = family_names(reader), part_families()
    family = request.GET.get("family", "")
    family = family if family in keys else ""
    page = pages.CataloguePage(
        now=reader.now,
        asked=asked,
        family=family,
        families=list(zip(keys, named(keys, names), strict=True)),
        rows=[part_row(line, reader, families=names) for line in find_parts(asked, family=family)],
        may_keep=may(request.user, *KEEPERS),
    )
    return render(request, "store/catalogue.html", {"page": page})


@require_safe
@for_roles(*WITH_PARTS)
def part(request: DeskRequest, part: int) -> HttpResponse:
    """Show a part."""
    card, reader = part_or_404(part), Reader(timezone.now())
    page = build_part(card, viewer=request.user, reader=reader)
    return render(request, "store/part.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def substitute(request: DeskRequest, part: int) -> HttpResponse:
    """Say that another part may stand in for a part."""
    card, reader = part_or_404(part), Reader(timezone.now())
    form = SubstituteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        named = {"part_id": part, "instead_id": said["instead"].pk, "evidence": said["evidence"]}
        try:
            name_substitute(**named, by=request.user, at=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("store:part", part=part)
    page = pages.FormPage(
        now=reader.now,
        title=_("A part that may stand in for {part}").format(part=card.part.label),
        form=form,
        button=_("Name it"),
        links=[pages.Link(label=card.part.label, url=part_url(part))],
        explains=_("It goes into a machine once the customer has approved it."),
        parts=part_numbers(),
    )
    return show(request, page)


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def part_new(request: DeskRequest) -> HttpResponse:
    """Register a part."""
    form = PartForm(request.POST or None)
    return _part_form(request, form, _("New part"))


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def part_edit(request: DeskRequest, part: int) -> HttpResponse:
    """Correct what is known of a part."""
    known = part_or_404(part).part
    form = PartForm(request.POST or None, part=known, initial=PartForm.initial_of(known))
    return _part_form(request, form, _("Correct {part}").format(part=known.label))


def _part_form(request: DeskRequest, form: PartForm, title: str) -> HttpResponse:
    reader = Reader(timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            made = register_part(details=form.details(), by=request.user, at=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("store:part", part=made.pk)
    page = pages.FormPage(
        now=reader.now,
        title=title,
        form=form,
        button=_("Keep it"),
        links=[pages.Link(label=_("Spare parts"), url=reverse("store:catalogue"))],
    )
    return show(request, page)


def part_or_404(pk: int) -> PartCard:
    """Return a part, or answer that it is not there."""
    card = part_card(pk)
    if card is None:
        raise Http404
    return card
