"""Writing down that somebody contests a level, or disputes a cause."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import CaseCard
from kept.records.cases.services import contest_level, dispute_cause
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.contests import ContestForm
from kept.web.hotline.forms.decisions import askable_levels
from kept.web.hotline.views.case import card_or_404
from kept.web.hotline.views.decisions import BOTH, decision_page


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def contest(request: DeskRequest, number: str) -> HttpResponse:
    """Write down that somebody says a level is not right."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    if not askable_levels(card):
        raise Http404
    return _asked(request, card, reader, about_cause=False)


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def dispute(request: DeskRequest, number: str) -> HttpResponse:
    """Write down that somebody says the cause is another one."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    return _asked(request, card, reader, about_cause=True)


def _asked(
    request: DeskRequest, card: CaseCard, reader: Reader, *, about_cause: bool
) -> HttpResponse:
    form = ContestForm(
        request.POST or None,
        initial={"key": new_key()},
        card=card,
        reader=reader,
        about_cause=about_cause,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, card, form, reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=card.number)
    heading = _("The cause is disputed") if about_cause else _("The level is contested")
    return decision_page(request, card, form, reader, (heading, _("Write it down")))


def _write(request: DeskRequest, card: CaseCard, form: ContestForm, reader: Reader) -> None:
    write = dispute_cause if form.about_cause else contest_level
    key = pressed(form.cleaned_data["key"], "contest", by=request.user)
    write(case_id=card.pk, contest=form.contest(), by=request.user, now=reader.now, key=key)
