"""Loaners: the pool, and lending from it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.archive.queries import products
from kept.records.people.queries import offices
from kept.records.refusal import Refused
from kept.records.returns.models import Grade, LoanerUnit
from kept.records.returns.queries import LoanCard, pool
from kept.records.returns.services import (
    add_loaner,
    hand_over_loaner,
    release_loaner,
    reserve_loaner,
    retire_loaner,
    take_back_loaner,
)
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages
from kept.web.depot.building.loans import build_loaners, promises_kept
from kept.web.depot.forms.folded import FoldedForm
from kept.web.depot.forms.loaners import BackForm, LoanerForm, OverForm, ReserveForm
from kept.web.depot.reading import DECIDERS, LARGEST, READERS, WORKERS, case_or_404, loan_or_404

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@for_roles(*READERS)
def loaners(request: DeskRequest) -> HttpResponse:
    """Show the pool of loaners."""
    page = build_loaners(viewer=request.user, reader=Reader(timezone.now()))
    return render(request, "depot/loaners.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*DECIDERS)
def new(request: DeskRequest) -> HttpResponse:
    """Put a unit into the pool."""
    reader = Reader(timezone.now())
    form = LoanerForm(
        request.POST or None,
        products=[
            (one.pk, f"{one.brand} {one.code} {reader.name(one.names)}") for one in products()
        ],
        offices=[(one.pk, reader.name(one.names)) for one in offices()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_loaner(details=form.details(), by=request.user, now=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("depot:loaners")
    return _show(request, _page(reader, (_("A new loaner"), _("Add it")), form))


@require_http_methods(BOTH)
@for_roles(*DECIDERS)
def retire(request: DeskRequest, unit: int) -> HttpResponse:
    """Lend a unit no more, after asking."""
    reader = Reader(timezone.now())
    if unit > LARGEST or not LoanerUnit.objects.filter(pk=unit, retired_at=None).exists():
        raise Http404
    form = FoldedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            retire_loaner(unit_id=unit, by=request.user, now=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("depot:loaners")
    return _show(request, _page(reader, (_("Lend this unit no more?"), _("Lend it no more")), form))


@require_http_methods(BOTH)
@for_roles(*WORKERS)
def reserve(request: DeskRequest, number: str) -> HttpResponse:
    """Promise a loaner to a case."""
    reader = Reader(timezone.now())
    card = case_or_404(request, number, reader)
    free = [unit for unit in pool(viewer=request.user) if unit.loan is None]
    form = ReserveForm(
        request.POST or None,
        initial={"key": uuid4().hex, "grade": Grade.EQUAL},
        units=[
            (one.pk, f"{one.product} {reader.name(one.product_names)}, {one.serial_number}")
            for one in free
        ],
    )
    back = reverse("depot:of_case", args=[card.number])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            reserve_loaner(
                unit_id=said["unit"],
                case_id=card.pk,
                grade=Grade(said["grade"]),
                by=request.user,
                now=reader.now,
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(back)
    remarks = () if free else (_("No loaner is free just now."),)
    label = f"{card.number} {card.title}"
    page = _page(reader, (_("Promise a loaner"), _("Promise it")), form, back, label, remarks)
    return _show(request, page)


@require_http_methods(BOTH)
@for_roles(*WORKERS)
def over(request: DeskRequest, loan: int) -> HttpResponse:
    """Hand a loaner over."""
    reader = Reader(timezone.now())
    card = loan_or_404(request, loan)
    case = case_or_404(request, card.case_number, reader)
    form = OverForm(
        request.POST or None,
        initial={"key": uuid4().hex},
        promises=promises_kept(case, reader),
        reader=reader,
    )
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            hand_over_loaner(
                loan_id=card.pk, over=form.over(), by=request.user, now=reader.now, key=key
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, card)
    return _show(
        request, _of_loan(reader, card, (_("Hand a loaner over"), _("Hand it over")), form)
    )


@require_http_methods(BOTH)
@for_roles(*WORKERS)
def back(request: DeskRequest, loan: int) -> HttpResponse:
    """Take a loaner back."""
    reader = Reader(timezone.now())
    card = loan_or_404(request, loan)
    form = BackForm(request.POST or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            take_back_loaner(
                loan_id=card.pk,
                at=said["at"] or reader.now,
                condition=said["condition"],
                by=request.user,
                now=reader.now,
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, card)
    return _show(
        request, _of_loan(reader, card, (_("A loaner came back"), _("It came back")), form)
    )


@require_http_methods(BOTH)
@for_roles(*WORKERS)
def release(request: DeskRequest, loan: int) -> HttpResponse:
    """Give a promised loaner free, after asking."""
    reader = Reader(timezone.now())
    card = loan_or_404(request, loan)
    form = FoldedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            release_loaner(loan_id=card.pk, by=request.user, now=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, card)
    return _show(
        request, _of_loan(reader, card, (_("Give this loaner free?"), _("Give it free")), form)
    )


def _done(request: DeskRequest, card: LoanCard) -> HttpResponse:
    messages.success(request, _("It is on record."))
    return redirect("depot:of_case", number=card.case_number)


def _of_loan(
    reader: Reader, card: LoanCard, said: tuple[str, str], form: FoldedForm
) -> pages.FormPage:
    back = reverse("depot:of_case", args=[card.case_number])
    unit = f"{card.product} {card.serial_number}"
    return _page(reader, said, form, back, card.case_number, (unit,))


def _page(
    reader: Reader,
    said: tuple[str, str],
    form: FoldedForm,
    back: str = "",
    label: str = "",
    remarks: tuple[str, ...] = (),
) -> pages.FormPage:
    """Return the page of a form; `said` are its title and its button."""
    title, button = said
    return pages.FormPage(
        now=reader.now,
        title=title,
        back=back or reverse("depot:loaners"),
        back_label=label or _("Loaners"),
        button=button,
        form=form,
        remarks=remarks,
    )


def _show(request: DeskRequest, page: pages.FormPage) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "depot/form.html", {"page": page}, status=status)
