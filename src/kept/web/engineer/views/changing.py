"""Stopping, correcting and withdrawing what somebody did."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.refusal import Refused
from kept.records.work.held import HeldBy, held_by
from kept.records.work.queries import EntryLine
from kept.records.work.services import correct_work, stop_work, withdraw_work
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.engineer import pages
from kept.web.engineer.building.entries import what_words, when_words
from kept.web.engineer.forms.entries import FORMS, StopForm, WithdrawForm
from kept.web.engineer.reading import BOTH, card_or_404, entry_or_404, work_link
from kept.web.engineer.views.forming import about_of, form_page, keep_receipt


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def stop(request: DeskRequest, entry: int) -> HttpResponse:
    """End what runs: now, or at a moment that has passed."""
    reader, line = Reader(timezone.now()), entry_or_404(request, entry)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        until = said["ended_at"] or reader.now
        try:
            stop_work(
                entry_id=line.pk, ended_at=until, text=said["text"], by=request.user, now=reader.now
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("engineer:case_work", number=line.case_number)
    return form_page(request, _form(line, _("Stop"), _("Stop"), form, reader))


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def withdraw(request: DeskRequest, entry: int) -> HttpResponse:
    """Take an entry back for a reason."""
    reader, line = Reader(timezone.now()), entry_or_404(request, entry)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            holders = withdraw_work(
                entry_id=line.pk, reason=reason, by=request.user, now=reader.now
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            for one in holders:
                messages.info(request, _held_words(one))
            return redirect("engineer:case_work", number=line.case_number)
    page = _form(line, _("Withdraw"), _("Withdraw it"), form, reader)
    held = [_held_words(one) for one in held_by(line.pk)]
    return form_page(request, replace(page, lead=" · ".join([page.lead, *held])))


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def correct(request: DeskRequest, entry: int) -> HttpResponse:
    """Put another entry in the place of one that was wrong."""
    reader, line = Reader(timezone.now()), entry_or_404(request, entry)
    card = card_or_404(request, line.case_number, reader)
    about = about_of(card, request.user, reader, person_id=line.person_id, corrects=True)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[line.kind](*sent, initial=_said(line), about=about)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            new = keep_receipt(request, card, form, form.entry(reader.now), reader)
            correct_work(
                entry_id=line.pk,
                entry=new,
                reason=said["reason"],
                by=request.user,
                now=reader.now,
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("engineer:case_work", number=line.case_number)
    return form_page(request, _form(line, _("Correct"), _("Put it right"), form, reader))


def _held_words(one: HeldBy) -> str:
    """Return what follows for a quote whose work is withdrawn."""
    if one.is_accepted:
        said = _(
            "The customer accepted it in the quote {quote}: they will pay what was done, and never "
            "more than they accepted."
        )
    else:
        said = _(
            "It is in the quote {quote}, which waits for the customer’s answer: please send a new "
            "version without it."
        )
    return said.format(quote=one.number)


def _form(line: EntryLine, title: str, button: str, form: Form, reader: Reader) -> pages.FormPage:
    words = f"{line.person}, {what_words(line)}, {when_words(line, reader)}"
    back = work_link(line.case_number, line.case_title)
    return pages.FormPage(
        now=reader.now, title=title, button=button, back=back, form=form, lead=words
    )


def _said(line: EntryLine) -> dict[str, object]:
    """Return what an entry says, as its form shows it."""
    return {
        "key": new_key(),
        "since": line.at,
        "until": line.ended_at,
        "on": timezone.localtime(line.at).date(),
        "where": line.where,
        "kilometres": line.kilometres,
        "trips": line.trips,
        "amount": line.money.amount if line.money else None,
        "currency": line.money.currency if line.money else "",
        "receipt": str(line.receipt_id or ""),
        "component": line.component,
        "text": line.text,
    }
