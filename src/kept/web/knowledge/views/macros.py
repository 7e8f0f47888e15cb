"""Macros as they are kept: all of them, one with who changed it."""

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

from kept.records.macros import queries
from kept.records.macros.services import keep_macro, retire_macro
from kept.records.refusal import Refused
from kept.web.common.access import READERS, DeskRequest, for_roles, may
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.knowledge import pages
from kept.web.knowledge.macro_form import MacroForm
from kept.web.knowledge.policies_words import PolicyWords
from kept.web.knowledge.reading import KEEPERS

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@for_roles(*READERS)
def macros(request: DeskRequest) -> HttpResponse:
    """Show all macros."""
    reader, keeps = Reader(timezone.now()), may(request.user, *KEEPERS)
    lines = [_line(card, reader, keeps=keeps) for card in queries.macros()]
    page = {"now": reader.now, "lines": lines, "may_keep": keeps}
    return render(request, "knowledge/macros.html", {"page": page})


def _line(card: queries.MacroCard, reader: Reader, *, keeps: bool) -> pages.ArticleLine:
    version, steps = card.newest, len(card.newest.steps)
    said = [
        ngettext("{count} step", "{count} steps", steps).format(count=steps),
        ngettext("run once", "run {count} times", card.runs).format(count=card.runs)
        if card.runs
        else _("never run"),
        _("changed by {name} {at}").format(
            name=version.written_by, at=reader.full(version.written_at)
        ),
    ]
    return pages.ArticleLine(
        url=reverse("knowledge:macro", args=[card.key]) if keeps else "",
        title=reader.name(version.names),
        detail=" · ".join(said),
        state=_("offered no more") if card.retired_at else "",
    )


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def new(request: DeskRequest) -> HttpResponse:
    """Make a macro."""
    return _kept(request, None)


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def macro(request: DeskRequest, macro: str) -> HttpResponse:
    """Show a macro with who changed it, and change it."""
    return _kept(request, card_or_404(macro))


def card_or_404(key: str) -> queries.MacroCard:
    """Return a macro."""
    card = queries.macro(key)
    if card is None:
        raise Http404
    return card


def _kept(request: DeskRequest, card: queries.MacroCard | None) -> HttpResponse:
    reader = Reader(timezone.now())
    form = MacroForm(
        request.POST or None,
        is_new=card is None,
        filled=len(card.newest.steps) if card else 0,
        words=PolicyWords(reader),
        before=card.newest if card else None,
        initial=MacroForm.initial_of(card.newest) if card else {"after": 0},
    )
    if request.method == "POST" and form.is_valid():
        key = card.key if card else form.cleaned_data["key"]
        after, details = form.cleaned_data["after"], form.details()
        try:
            keep_macro(key=key, details=details, after=after, by=request.user, now=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. From now on it does this."))
            return redirect("knowledge:macro", macro=key)
    page = _page(card, reader)
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/rows_form.html", {"page": page, "form": form}, status=status)


def _page(card: queries.MacroCard | None, reader: Reader) -> pages.RowsPage:
    plain = pages.RowsPage(
        title=_("A new macro"),
        draft="macro-new",
        now=reader.now,
        back=reverse("knowledge:macros"),
        row_word=_("Step"),
        button=_("Save"),
    )
    if card is None:
        return plain
    return replace(
        plain,
        title=_("Macro: {name}").format(name=reader.name(card.newest.names)),
        draft=f"macro-{card.key}",
        versions=[
            (
                _("version {number}, by {name} {at}").format(
                    number=one.number, name=one.written_by, at=reader.full(one.written_at)
                ),
                ngettext("run once", "run {count} times", one.runs).format(count=one.runs)
                if one.runs
                else _("never run"),
            )
            for one in card.versions
        ],
        retire="" if card.retired_at else reverse("knowledge:macro_retire", args=[card.key]),
    )


@require_POST
@for_roles(*KEEPERS)
def retire(request: DeskRequest, macro: str) -> HttpResponse:
    """Offer a macro no more."""
    refuse_unknown(request.POST, ())
    card_or_404(macro)
    retire_macro(key=macro, by=request.user, now=timezone.now())
    return redirect("knowledge:macros")
