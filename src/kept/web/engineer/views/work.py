"""What was done on a case: the page, beginning work, writing it down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.cases.queries import CaseCard
from kept.records.refusal import Refused
from kept.records.work.models import Where, WorkKind
from kept.records.work.queries import EntryLine, offered, running_of, work_of_case
from kept.records.work.services import record_work, start_work
from kept.web.common.access import READERS, RECORDERS, DeskRequest, for_roles, may
from kept.web.common.moments import MOMENT
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.work import sum_words
from kept.web.engineer import pages
from kept.web.engineer.building.entries import case_row, running_words
from kept.web.engineer.forms.entries import FORMS, StartForm
from kept.web.engineer.reading import BOTH, card_or_404, work_link
from kept.web.engineer.views.forming import about_of, form_page, keep_receipt, title_of

HOUR: Final = timedelta(hours=1)


@require_safe
@for_roles(*READERS)
def case_work(request: DeskRequest, number: str) -> HttpResponse:
    """Show what was done on a case, and how more of it is written down."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    return _page(request, card, reader)


@require_POST
@for_roles(*RECORDERS)
def start(request: DeskRequest, number: str) -> HttpResponse:
    """Begin work now."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, card, reader, form)
    try:
        start_work(
            case_id=card.pk,
            where=Where(form.cleaned_data["where"]),
            component=FORMS[WorkKind.TIME].usual,
            by=request.user,
            now=reader.now,
            key=form.cleaned_data["key"],
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("engineer:case_work", number=number)


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def new_time(request: DeskRequest, number: str) -> HttpResponse:
    """Write down from when until when somebody worked."""
    return _new(request, number, WorkKind.TIME)


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def new_travel(request: DeskRequest, number: str) -> HttpResponse:
    """Write down how far or how long somebody went."""
    return _new(request, number, WorkKind.TRAVEL)


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def new_expense(request: DeskRequest, number: str) -> HttpResponse:
    """Write down what was paid."""
    return _new(request, number, WorkKind.EXPENSE)


def _new(request: DeskRequest, number: str, kind: WorkKind) -> HttpResponse:
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    about = about_of(card, request.user, reader)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[kind](*sent, initial=_initial(request, kind, reader), about=about)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            entry = keep_receipt(request, card, form, form.entry(reader.now), reader)
            record_work(entry=entry, by=request.user, now=reader.now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("engineer:case_work", number=number)
    return form_page(
        request,
        pages.FormPage(
            now=reader.now,
            title=title_of(kind),
            button=_("Write it down"),
            back=work_link(number, card.title),
            form=form,
        ),
    )


def _initial(request: DeskRequest, kind: WorkKind, reader: Reader) -> dict[str, Any]:
    """Return what stands in the form at first: the hour that is just over, or what a link says."""
    now = timezone.localtime(reader.now).replace(second=0, microsecond=0)
    usual: dict[str, Any] = {"key": new_key(), "on": now.date(), "since": now - HOUR}
    if kind is WorkKind.TIME:
        usual["until"] = now
    asked = {name: request.GET.get(name, "")[:20] for name in ("since", "until")}
    return usual | {name: text for name, text in asked.items() if text}


def _page(
    request: DeskRequest, card: CaseCard, reader: Reader, form: StartForm | None = None
) -> HttpResponse:
    viewer, lines = request.user, work_of_case(card.pk)
    records = may(viewer, *RECORDERS) and viewer.pk not in card.about
    runs = running_of(viewer.pk) if records else None
    page = pages.WorkPage(
        now=reader.now,
        case=pages.Link(f"{card.number} {card.title}", reverse("hotline:case", args=[card.number])),
        number=card.number,
        sums=sum_words(lines),
        rows=[case_row(line, card, viewer, reader) for line in lines],
        running=running_words(runs, card.number, reader),
        start=(form or StartForm(initial={"key": new_key()})) if records and not runs else None,
        visits=_visits(card, lines, request, reader) if records else (),
        acts=[_act(kind, card) for kind in WorkKind] if records else (),
        charges_url=reverse("money:charges", args=[card.number]),
    )
    status = 422 if form else 200
    return render(request, "engineer/case_work.html", {"page": page}, status=status)


def _act(kind: WorkKind, card: CaseCard) -> pages.Link:
    return pages.Link(title_of(kind), reverse(f"engineer:new_{kind.value}", args=[card.number]))


def _visits(
    card: CaseCard, lines: list[EntryLine], request: DeskRequest, reader: Reader
) -> list[pages.Link]:
    """Return the visits of the facts that nobody has written down as this person's time."""
    found = []
    for visit in offered(card, lines, person_id=request.user.pk):
        said = {
            name: timezone.localtime(at).strftime(MOMENT)
            for name, at in (("since", visit.since), ("until", visit.until))
        }
        words = f"{reader.moment(visit.since)} – {reader.moment(visit.until)}"
        url = reverse("engineer:new_time", args=[card.number])
        found.append(pages.Link(words, f"{url}?{urlencode(said)}"))
    return found
