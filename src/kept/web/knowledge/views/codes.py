"""Codes of symptoms, causes and remedies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.knowledge import queries
from kept.records.knowledge.services import keep_code, retire_code
from kept.records.refusal import Refused
from kept.web.common.access import READERS, DeskRequest, for_roles, may
from kept.web.common.reading.reader import Reader
from kept.web.knowledge import pages
from kept.web.knowledge.forms import CodeForm, RetireCodeForm, causes
from kept.web.knowledge.reading import KEEPERS


@require_safe
@for_roles(*READERS)
def codes(request: DeskRequest) -> HttpResponse:
    """Show the codes as trees, with the cases that have them."""
    reader, keeps = Reader(timezone.now()), may(request.user, *KEEPERS)
    page = {"now": reader.now, "groups": list(_groups(reader, keeps=keeps)), "may_keep": keeps}
    return render(request, "knowledge/codes.html", {"page": page})


def _groups(reader: Reader, *, keeps: bool) -> Iterator[pages.CodeGroup]:
    counts, words = queries.cases_per_code(), dict(causes(reader))
    for (family, kind), lines in groupby(queries.codes(), key=lambda one: (one.family, one.kind)):
        rows = [
            pages.CodeRow(
                code=line.code,
                name=reader.name(line.names),
                depth=min(line.depth, 4),
                cause=words.get(line.policy_cause, line.policy_cause),
                cases=counts[line.code],
                edit_url=_edit_url(line.code) if keeps else "",
            )
            for line in lines
        ]
        yield pages.CodeGroup(title=f"{family or _('any machine')} · {kind.label}", rows=rows)


def _edit_url(code: str) -> str:
    return f"{reverse('knowledge:code_keep')}?{urlencode({'code': code})}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def keep(request: DeskRequest) -> HttpResponse:
    """Make a code, or name it anew."""
    reader, asked = Reader(timezone.now()), request.GET.get("code", "")
    known = {line.code: line for line in queries.codes()}.get(asked)
    initial = CodeForm.initial_of(known) if known else {"kind": "symptom"}
    form = CodeForm(request.POST or None, initial=initial, causes=causes(reader))
    if request.method == "POST" and form.is_valid():
        try:
            keep_code(
                code=form.cleaned_data["code"],
                details=form.details(),
                by=request.user,
                now=reader.now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("knowledge:codes")
    page = {
        "title": _("Code {code}").format(code=asked) if known else _("A new code"),
        "button": _("Save"),
        "back": reverse("knowledge:codes"),
        "retire": reverse("knowledge:code_retire") if known else "",
        "retired": asked,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/form.html", {"page": page, "form": form}, status=status)


@require_POST
@for_roles(*KEEPERS)
def retire(request: DeskRequest) -> HttpResponse:
    """Offer a code no more."""
    form = RetireCodeForm(request.POST)
    if form.is_valid():
        retire_code(code=form.cleaned_data["code"], by=request.user, now=timezone.now())
    return redirect("knowledge:codes")
