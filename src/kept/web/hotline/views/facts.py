"""Recording what happened, correcting it, taking it back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.records.cases.asking import SKEW
from kept.records.cases.queries import CaseCard
from kept.records.cases.services import HeldBack, ReasonMissing, withdraw_fact
from kept.records.cases.services.deciding import SAID
from kept.records.refusal import Refused
from kept.web.common.access import DESK, RECORDERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building import fact_pages
from kept.web.hotline.building.changes import build_then
from kept.web.hotline.building.next_facts import build_next
from kept.web.hotline.building.queue import view_of
from kept.web.hotline.forms.attributes import PREFIX
from kept.web.hotline.forms.contests import CAUSE
from kept.web.hotline.forms.facts import FactForm, WithdrawForm, needs_form
from kept.web.hotline.forms.when import parse_when
from kept.web.hotline.recording import Recorder
from kept.web.hotline.views.case import card_or_404, show
from kept.web.hotline.views.findings import finding_form

BOTH = ["GET", "HEAD", "POST"]


@require_POST
@for_roles(*RECORDERS)
def facts(request: DeskRequest, number: str) -> HttpResponse:
    """Record what happened: one press on the case's page, or the form of its own."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    kind = request.POST.get("kind", "")[:60]
    form = FactForm(request.POST, policy=card.policy, kind=kind, reader=reader)
    if "preview" in request.POST:
        return _form_page(request, fact_pages.recording(card, kind, form, reader), form)
    if form.is_valid():
        try:
            Recorder(card.pk, request.user, reader.now).record(form)
        except HeldBack as refused:
            form.add_error(None, str(refused))
            return _held_page(request, card, form, reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(request, number)
    if "full" in request.POST or needs_form(card.policy, kind):
        return _form_page(request, fact_pages.recording(card, kind, form, reader), form)
    return show(request, card, reader, form)


@require_http_methods(["GET", "HEAD"])
@for_roles(*RECORDERS)
def fact_new(request: DeskRequest, number: str) -> HttpResponse:
    """Ask what happened, and then what there is to know about it."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    kind = request.GET.get("kind", "")
    if not kind:
        page = fact_pages.choosing(card, reader, request.GET.get("q", "")[:60])
        return render(request, "hotline/kinds.html", {"page": page})
    if kind not in card.policy.events:
        raise Http404
    if kind == CAUSE:
        return redirect(f"{reverse('hotline:finding', args=[number])}{_question(request)}")
    initial = {**_told(request.GET), "key": new_key(), "kind": kind}
    form = FactForm(initial=initial, policy=card.policy, kind=kind, reader=reader)
    page = fact_pages.recording(card, kind, form, reader)
    if page.changes and page.changes.held_back and fact_pages.may_pass(kind, request.user):
        form.ask_despite()
    return _page(request, page)


@require_POST
@for_roles(*RECORDERS)
def fact_preview(request: DeskRequest, number: str) -> HttpResponse:
    """Say what a fact would change; nothing is written."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    kind = request.POST.get("kind", "")[:60]
    corrects = request.POST.get("corrects", "")
    form = (
        finding_form(request, card, reader)
        if kind == CAUSE
        else FactForm(request.POST, policy=card.policy, kind=kind, reader=reader)
    )
    is_number = corrects.isascii() and corrects.isdigit() and len(corrects) < 10
    seq = int(corrects) if is_number else None
    changes = fact_pages.changes_of(card, form, reader, corrects=seq)
    return render(request, "hotline/parts/changes.html", {"changes": changes})


@require_POST
@for_roles(*RECORDERS)
def fact_then(request: DeskRequest, number: str) -> HttpResponse:
    """Say what each press would change at the time that was typed; nothing is written."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    refuse_unknown(request.POST, {"key", "kind", "when", "note"})
    text, then, problem = request.POST.get("when", "").strip(), [], ""
    try:
        at = parse_when(text, now=reader.now)
    except ValidationError as wrong:
        problem = " ".join(wrong.messages)
    else:
        offered = build_next(card, reader.speaker(card.policy), viewer=request.user)
        then = build_then(card, offered, at, reader) if text and at <= reader.now else []
        problem = _("That time is still to come.") if at > reader.now + SKEW else ""
    content = {"then": then, "problem": problem, "at": text}
    return render(request, "hotline/parts/then.html", content)


@require_http_methods(BOTH)
@for_roles(*DESK)
def fact_correct(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Put another time or other values in the place of what was recorded."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    line = fact_pages.correctable(card, seq, is_sent=request.method == "POST")
    if line is None or line.kind in SAID:  # that is said again
        raise Http404
    form = fact_pages.correction_form(card, line, reader, request.POST or None)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            Recorder(card.pk, request.user, reader.now).correct(line, form)
        except ReasonMissing as refused:
            form.add_error(None, str(refused))
            form.ask_reason()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(request, number)
    return _form_page(request, fact_pages.correcting(card, line, form, reader), form)


@require_http_methods(BOTH)
@for_roles(*DESK)
def fact_withdraw(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Take an entry back, for a reason."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    line = fact_pages.correctable(card, seq, is_sent=request.method == "POST")
    if line is None:
        raise Http404
    form = WithdrawForm(request.POST or None, initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        try:
            _withdraw(request, card, seq, form, reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(request, number)
    return _form_page(request, fact_pages.withdrawing(card, line, form, reader), form)


def _withdraw(
    request: DeskRequest, card: CaseCard, seq: int, form: WithdrawForm, reader: Reader
) -> None:
    withdraw_fact(
        case_id=card.pk,
        seq=seq,
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=reader.now,
        key=pressed(form.cleaned_data["key"], f"withdraw {seq}", by=request.user),
    )


def _question(request: DeskRequest) -> str:
    """Return what a link fills in, as the question of an address."""
    told = _told(request.GET)
    return f"?{urlencode(told)}" if told else ""


def _told(query: QueryDict) -> dict[str, str]:
    """Return what a link fills in: answers to the policy's questions."""
    return {name: query.get(name, "") for name in query if name.startswith(PREFIX)}


def _held_page(
    request: DeskRequest, card: CaseCard, form: FactForm, reader: Reader
) -> HttpResponse:
    """Ask why it happened nevertheless, of those who may say so."""
    kind = form.cleaned_data["kind"]
    if fact_pages.may_pass(kind, request.user):
        form.ask_despite()
    return _form_page(request, fact_pages.recording(card, kind, form, reader), form)


def _back(request: DeskRequest, number: str) -> HttpResponse:
    """Return to the case, with the same queue beside it."""
    query = view_of(request.GET, request.user).query() if request.GET else ""
    return redirect(f"{fact_pages.case_url(number)}{query}")


def _page(request: DeskRequest, page: pages.FactPage) -> HttpResponse:
    return render(request, "hotline/fact.html", {"page": page})


def _form_page(
    request: DeskRequest, page: pages.FactPage, form: FactForm | WithdrawForm
) -> HttpResponse:
    status = 422 if form.errors and "preview" not in request.POST else 200
    return render(request, "hotline/fact.html", {"page": page}, status=status)
