"""Ready words."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.knowledge import queries
from kept.records.knowledge.services import keep_ready_text, retire_ready_text
from kept.records.naming import name_in
from kept.records.refusal import Refused
from kept.web.common import languages
from kept.web.common.access import READERS, DeskRequest, for_roles, may
from kept.web.common.forms import refuse_unknown
from kept.web.knowledge import pages
from kept.web.knowledge.forms import ReadyTextForm
from kept.web.knowledge.reading import KEEPERS

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@for_roles(*READERS)
def ready_texts(request: DeskRequest) -> HttpResponse:
    """Show all ready words."""
    keeps = may(request.user, *KEEPERS)
    lines = [_line(one, keeps=keeps) for one in queries.ready_texts()]
    page = {"now": timezone.now(), "lines": lines, "may_keep": keeps}
    return render(request, "knowledge/ready_texts.html", {"page": page})


def _line(words: queries.ReadyWords, *, keeps: bool) -> pages.WordsLine:
    return pages.WordsLine(
        key=words.key,
        name=name_in(words.names, get_language() or "en"),
        texts=[(languages.tag(code), text) for code, text in words.texts.items()],
        url=reverse("knowledge:ready_text", args=[words.key]) if keeps else "",
    )


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def new(request: DeskRequest) -> HttpResponse:
    """Make ready words."""
    form = ReadyTextForm(request.POST or None, is_new=True)
    return _kept(request, form, str(form["key"].value() or ""), _("New ready words"))


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def ready_text(request: DeskRequest, words: str) -> HttpResponse:
    """Put other words in the place of ready ones."""
    found = {one.key: one for one in queries.ready_texts()}.get(words)
    if found is None:
        raise Http404
    form = ReadyTextForm(request.POST or None, initial=ReadyTextForm.initial_of(found))
    return _kept(request, form, words, _("Ready words /{key}").format(key=words))


def _kept(request: DeskRequest, form: ReadyTextForm, key: str, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            keep_ready_text(key=key, details=form.details(), by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("knowledge:ready_texts")
    is_new = "key" in form.fields
    page = {
        "title": title,
        "button": _("Save"),
        "back": reverse("knowledge:ready_texts"),
        "retire": "" if is_new else reverse("knowledge:ready_text_retire", args=[key]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/form.html", {"page": page, "form": form}, status=status)


@require_POST
@for_roles(*KEEPERS)
def retire(request: DeskRequest, words: str) -> HttpResponse:
    """Offer ready words no more."""
    refuse_unknown(request.POST, ())
    if not retire_ready_text(key=words, by=request.user, now=timezone.now()):
        raise Http404
    return redirect("knowledge:ready_texts")
