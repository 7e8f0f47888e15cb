"""A macro in several cases of the queue: chosen, looked at, run, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.macros import queries
from kept.records.macros.services import (
    MOST,
    InCase,
    Rehearsal,
    rehearse_in_cases,
    run_in_cases,
)
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.queue import view_of
from kept.web.hotline.building.several import build_choosing, build_report, build_several
from kept.web.hotline.forms.several import SeveralForm, marked_in
from kept.web.hotline.reporting import Line, Report, keep, load


@require_safe
@for_roles(*RECORDERS)
def choosing(request: DeskRequest) -> HttpResponse:
    """Show the macros that can be run in the marked cases."""
    cases = queries.marked_cases(marked_in(request.GET), viewer=request.user)
    page = build_choosing(
        cases[:MOST],
        viewer=request.user,
        reader=Reader(timezone.now()),
        where=view_of(request.GET, request.user).query(),
        problem=_problem(len(cases)),
    )
    return render(request, "hotline/several_choose.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def several(request: DeskRequest, macro: str) -> HttpResponse:
    """Show what a macro would do in each of the marked cases; sent, run it in those ticked."""
    reader = Reader(timezone.now())
    found = queries.macro(macro)
    if found is None or found.retired_at is not None:
        raise Http404
    form, problem = SeveralForm(request.POST or None), ""
    if request.method == "POST":
        if form.is_valid() and form.cleaned_data["case"]:
            _run(request, found, form, reader)
            return redirect("hotline:several_report")
        problem = _("Please tick at least one case, and look at what it would do first.")
    numbers = marked_in(request.POST, "marked") or marked_in(request.GET)
    cases = queries.marked_cases(numbers, viewer=request.user)[:MOST]
    if not cases:
        return redirect("hotline:several")
    rehearsals = _rehearsed(request, found, [case.number for case in cases], reader)
    fresh = SeveralForm(initial={"key": new_key(), "version": found.newest.number})
    page = build_several(found, cases, rehearsals, fresh, viewer=request.user, reader=reader)
    content = {"page": page, "problem": problem, "back_url": _back(request)}
    return render(request, "hotline/several.html", content, status=422 if problem else 200)


@require_safe
@for_roles(*RECORDERS)
def report(request: DeskRequest) -> HttpResponse:
    """Show what became of the macro that was run last in several cases."""
    kept = load(request.session)
    if kept is None:
        return redirect("hotline:queue")
    reader = Reader(timezone.now())
    page = build_report(kept, reader, back_url=reverse("hotline:queue") + kept.back)
    return render(request, "hotline/several_report.html", {"page": page})


def _run(request: DeskRequest, macro: queries.MacroCard, form: SeveralForm, reader: Reader) -> None:
    """Run a macro in the ticked cases and keep the report; the same press is not run again."""
    said = form.cleaned_data
    key = pressed(said["key"], f"macro {macro.key}", by=request.user)
    before = load(request.session)
    if before is not None and before.key == key:
        return
    done = run_in_cases(
        numbers=said["case"],
        macro=macro.key,
        version=said["version"],
        by=request.user,
        now=reader.now,
        key=key,
    )
    found = {line.number: line for line in done}
    cases = queries.marked_cases([*said["case"], *said["marked"]], viewer=request.user)
    titles = {case.number: case.title for case in cases}
    left = [number for number in titles if number not in found]
    rehearsals = _rehearsed(request, macro, left, reader)
    lines = [_done(line, titles) for line in done]
    lines += [_left(number, titles, rehearsals) for number in left]
    report = Report(
        key=key,
        name=macro.newest.name(get_language() or "en"),
        back=view_of(request.GET, request.user).query(),
        lines=tuple(lines),
    )
    keep(request.session, report)


def _done(line: InCase, titles: Mapping[str, str]) -> Line:
    words = line.refused or (_("It had been done already.") if line.repeated else "")
    return Line(
        number=line.number,
        title=titles.get(line.number, ""),
        is_done=line.is_done,
        words=words or _("All steps were taken."),
    )


def _left(number: str, titles: Mapping[str, str], rehearsals: Mapping[str, Rehearsal]) -> Line:
    refused = rehearsals[number].refused
    return Line(
        number=number,
        title=titles[number],
        is_done=False,
        words=refused or _("You left it out."),
    )


def _rehearsed(
    request: DeskRequest, macro: queries.MacroCard, numbers: Sequence[str], reader: Reader
) -> Mapping[str, Rehearsal]:
    return rehearse_in_cases(
        numbers=numbers,
        macro=macro.key,
        version=macro.newest.number,
        by=request.user,
        now=reader.now,
    )


def _problem(marked: int) -> str:
    if not marked:
        return _("Mark cases in the queue first: tick them, or press X on their rows.")
    if marked > MOST:
        return _("These are more than {most} cases. The first {most} are taken.").format(most=MOST)
    return ""


def _back(request: DeskRequest) -> str:
    return reverse("hotline:queue") + view_of(request.GET, request.user).query()
