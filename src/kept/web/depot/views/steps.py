"""Asking for a return, and recording what happens to it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.archive.queries import equipment
from kept.records.cases.queries import CaseCard
from kept.records.refusal import Refused
from kept.records.returns.queries import RmaCard
from kept.records.returns.services import OpenAlready, open_rma
from kept.records.returns.services.checking import BY_OTHERS
from kept.records.returns.standing import Kind
from kept.records.transit.services import record_step
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages
from kept.web.depot.building.pays import open_bills
from kept.web.depot.building.rma import about_return, possible
from kept.web.depot.forms.steps import AskForm, StepForm
from kept.web.depot.forms.stocking import shelves_for
from kept.web.depot.reading import WORKERS, case_or_404, may_record, rma_or_404
from kept.web.depot.words import step_words

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*WORKERS)
def ask(request: DeskRequest, number: str) -> HttpResponse:
    """Ask for a return in a case."""
    reader = Reader(timezone.now())
    card = case_or_404(request, number, reader)
    piece = equipment(card.equipment.pk) if card.equipment else None
    links: list[tuple[str, str]] = []
    form = AskForm(
        request.POST or None,
        initial={"key": uuid4().hex},
        card=card,
        piece=piece,
        reader=reader,
    )
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            rma = open_rma(asked=form.asked(), by=request.user, now=reader.now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
            links = open_one(refused)
        else:
            messages.success(request, _("Return {number} is open.").format(number=rma.number))
            return redirect("depot:rma", rma=rma.number)
    page = pages.FormPage(
        now=reader.now,
        title=_("A new return"),
        back=reverse("depot:of_case", args=[card.number]),
        back_label=f"{card.number} {card.title}",
        button=_("Open the return"),
        form=form,
        links=links,
    )
    return _show(request, page)


@require_http_methods(BOTH)
@for_roles(*WORKERS)
def step(request: DeskRequest, rma: str, step: str) -> HttpResponse:
    """Record a step of a return."""
    reader = Reader(timezone.now())
    card = rma_or_404(request, rma)
    kind = next((one for one in Kind if one.value == step), None)
    if kind is None or kind is Kind.ASKED or kind in BY_OTHERS:
        raise Http404
    if not may_record(request.user, kind):
        raise PermissionDenied
    if not possible(card, kind) and request.method != "POST":
        messages.info(request, _("That does not fit how this return stands now."))
        return redirect("depot:rma", rma=rma)
    case = case_or_404(request, card.case_number, reader)
    form = StepForm(
        request.POST or None,
        initial={"key": uuid4().hex, "at": _when(card, kind)},
        kind=kind,
        card=card,
        causes=_causes(case, reader),
        reader=reader,
        shelves=shelves_for(card, kind, reader),
    )
    links: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            record_step(
                rma_id=card.pk, event=form.event(), by=request.user, now=reader.now, key=key
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            links = open_bills(refused, case, request.user, reader)
        else:
            messages.success(request, _("It is on record."))
            return redirect("depot:rma", rma=rma)
    page = pages.FormPage(
        now=reader.now,
        title=step_words()[kind],
        back=reverse("depot:rma", args=[rma]),
        back_label=card.number,
        button=step_words()[kind],
        form=form,
        links=links,
        remarks=(about_return(card, reader),),
    )
    return _show(request, page)


def open_one(refused: Refused) -> list[tuple[str, str]]:
    """Return the way to the return that is still open, where that is why another is refused."""
    if not isinstance(refused, OpenAlready):
        return []
    number = str(refused.holes["number"])
    words = _("Go on with return {number}").format(number=number)
    return [(words, reverse("depot:rma", args=[number]))]


def _when(card: RmaCard, kind: Kind) -> datetime | None:
    """Return when goods were handed in, by who scanned their label, for whoever takes them in."""
    is_first = kind is Kind.RECEIVED and Kind.RECEIVED not in card.standing.last
    return card.standing.last.get(Kind.HANDED_IN) if is_first else None


def _causes(case: CaseCard, reader: Reader) -> dict[str, str]:
    attribute = case.policy.attributes["cause"]
    return {choice.key: reader.text(choice.name) for choice in attribute.choices}


def _show(request: DeskRequest, page: pages.FormPage) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "depot/form.html", {"page": page}, status=status)
