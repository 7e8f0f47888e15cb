"""Checklists as they are kept: all of them, one with its versions."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.checklists import queries
from kept.records.checklists.services import (
    publish_checklist,
    retire_checklist,
    write_checklist,
)
from kept.records.refusal import Refused
from kept.web.common.access import READERS, DeskRequest, for_roles, may
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.knowledge import pages
from kept.web.knowledge.checklist_form import ChecklistForm
from kept.web.knowledge.forms import EditionForm
from kept.web.knowledge.policies_words import PolicyWords
from kept.web.knowledge.reading import KEEPERS

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@for_roles(*READERS)
def checklists(request: DeskRequest) -> HttpResponse:
    """Show all checklists."""
    reader, keeps = Reader(timezone.now()), may(request.user, *KEEPERS)
    lines = [_line(card, reader, keeps=keeps) for card in queries.checklists()]
    page = {"now": reader.now, "lines": lines, "may_keep": keeps}
    return render(request, "knowledge/checklists.html", {"page": page})


def _line(card: queries.ChecklistCard, reader: Reader, *, keeps: bool) -> pages.ArticleLine:
    version = card.published or card.newest
    items = ngettext("{count} item", "{count} items", len(version.items))
    said = [items.format(count=len(version.items)), *version.families, *version.ways]
    return pages.ArticleLine(
        url=reverse("knowledge:checklist", args=[card.key]) if keeps else "",
        title=reader.name(version.names),
        detail=" · ".join(said),
        state=_state(card),
    )


def _state(card: queries.ChecklistCard) -> str:
    if card.retired_at is not None:
        return _("offered no more")
    if card.published is None:
        return _("not published")
    is_newest = card.published.number == card.newest.number
    return "" if is_newest else _("a newer version is not published")


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def new(request: DeskRequest) -> HttpResponse:
    """Make a checklist."""
    return _written(request, None)


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def checklist(request: DeskRequest, checklist: str) -> HttpResponse:
    """Show a checklist with its versions, and write a new one."""
    return _written(request, card_or_404(checklist))


def card_or_404(key: str) -> queries.ChecklistCard:
    """Return a checklist."""
    card = queries.checklist(key)
    if card is None:
        raise Http404
    return card


def _written(request: DeskRequest, card: queries.ChecklistCard | None) -> HttpResponse:
    reader = Reader(timezone.now())
    form = ChecklistForm(
        request.POST or None,
        is_new=card is None,
        filled=len(card.newest.items) if card else 0,
        words=PolicyWords(reader),
        initial=ChecklistForm.initial_of(card.newest) if card else {"after": 0},
    )
    if request.method == "POST" and form.is_valid():
        key = card.key if card else form.cleaned_data["key"]
        after, details = form.cleaned_data["after"], form.details()
        try:
            write_checklist(key=key, details=details, after=after, by=request.user, now=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. Cases get it once it is published."))
            return redirect("knowledge:checklist", checklist=key)
    page = _page(card, form, reader)
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/rows_form.html", {"page": page, "form": form}, status=status)


def _page(
    card: queries.ChecklistCard | None, form: ChecklistForm, reader: Reader
) -> pages.RowsPage:
    plain = pages.RowsPage(
        title=_("A new checklist"),
        draft="checklist-new",
        now=reader.now,
        back=reverse("knowledge:checklists"),
        row_word=_("Item"),
        button=_("Save as a draft"),
    )
    if card is None:
        return plain
    is_out = card.published is not None and card.published.number == card.newest.number
    args = [card.key]
    return replace(
        plain,
        title=_("Checklist: {name}").format(name=reader.name(card.newest.names)),
        draft=f"checklist-{card.key}",
        versions=[
            (
                _("version {number}, by {name} {at}").format(
                    number=one.number, name=one.written_by, at=reader.full(one.written_at)
                ),
                _("published {at}").format(at=reader.full(one.published_at))
                if one.published_at
                else _("not published"),
            )
            for one in card.versions
        ],
        publish="" if is_out else reverse("knowledge:checklist_publish", args=args),
        number=card.newest.number,
        retire="" if card.retired_at else reverse("knowledge:checklist_retire", args=args),
    )


@require_POST
@for_roles(*KEEPERS)
def publish(request: DeskRequest, checklist: str) -> HttpResponse:
    """Let new cases get the version that was seen."""
    card_or_404(checklist)
    form = EditionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please look at the version first."))
        return redirect("knowledge:checklist", checklist=checklist)
    number = form.cleaned_data["number"]
    try:
        publish_checklist(key=checklist, number=number, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("knowledge:checklist", checklist=checklist)


@require_POST
@for_roles(*KEEPERS)
def retire(request: DeskRequest, checklist: str) -> HttpResponse:
    """Offer a checklist no more."""
    refuse_unknown(request.POST, ())
    card_or_404(checklist)
    retire_checklist(key=checklist, by=request.user, now=timezone.now())
    return redirect("knowledge:checklists")
