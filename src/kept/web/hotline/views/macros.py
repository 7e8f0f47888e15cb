"""Running a macro in a case, after seeing what it would do."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.macros import queries
from kept.records.macros.services import rehearse_macro, run_macro
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.macros import build_macro
from kept.web.hotline.forms.macros import MacroForm
from kept.web.hotline.views.case import card_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def macro(request: DeskRequest, number: str, macro: str) -> HttpResponse:
    """Show what a macro would do in a case; sent, run it."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    found = queries.macro(macro)
    if found is None or found.retired_at is not None:
        raise Http404
    form, problem = MacroForm(request.POST or None), ""
    if request.method == "POST":
        problem = _run(request, card.pk, found, form, reader)
        if not problem:
            name = found.newest.name(get_language() or "en")
            messages.success(request, _("Done: {name}.").format(name=name))
            return redirect("hotline:case", number=number)
    version = found.newest.number
    rehearsal = rehearse_macro(
        case_id=card.pk, macro=macro, version=version, by=request.user, now=reader.now
    )
    fresh = MacroForm(initial={"key": new_key(), "version": version})
    content = {"page": build_macro(card, found, rehearsal, fresh, reader), "problem": problem}
    return render(request, "hotline/macro.html", content, status=422 if problem else 200)


def _run(
    request: DeskRequest, case_id: int, macro: queries.MacroCard, form: MacroForm, reader: Reader
) -> str:
    """Run a macro; return why it was not, if so."""
    if not form.is_valid():
        return _("Please look at what it would do first.")
    key = pressed(form.cleaned_data["key"], f"macro {macro.key}", by=request.user)
    try:
        run_macro(
            case_id=case_id,
            macro=macro.key,
            version=form.cleaned_data["version"],
            by=request.user,
            now=reader.now,
            key=key,
        )
    except Refused as refused:
        return str(refused)
    return ""
