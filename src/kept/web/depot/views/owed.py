"""Units that we hold or are owed, and settling those that were taken out."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.refusal import Refused
from kept.records.returns import queries
from kept.records.returns.models import UnitOutcome
from kept.records.returns.queries import Owed, OwedKind
from kept.records.returns.services import Settling, settle_removed
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages
from kept.web.depot.building.owed import GROUPS, build_owed
from kept.web.depot.forms.loaners import SettleForm
from kept.web.depot.reading import DECIDERS, READERS


@require_safe
@for_roles(*READERS)
def owed(request: DeskRequest) -> HttpResponse:
    """Show what is owed, by whose turn it is."""
    begins = {key: int(request.GET[key]) for key in GROUPS if _is_number(request, key)}
    page = build_owed(viewer=request.user, reader=Reader(timezone.now()), begins=begins)
    return render(request, "depot/owed.html", {"page": page})


def _is_number(request: DeskRequest, key: str) -> bool:
    said = request.GET.get(key, "")
    return said.isascii() and said.isdigit() and len(said) <= 9


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DECIDERS)
def settle(request: DeskRequest, movement: int) -> HttpResponse:
    """Decide what becomes of a unit that was taken out."""
    reader = Reader(timezone.now())
    line = _line_or_404(request, movement)
    initial = {"key": uuid4().hex, "quantity": line.quantity.normalize()}
    form = SettleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        settling = Settling(
            movement_id=movement,
            quantity=said["quantity"],
            outcome=UnitOutcome(said["outcome"]),
            reason=said["reason"],
        )
        try:
            settle_removed(settling=settling, by=request.user, now=reader.now, key=said["key"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("depot:owed")
    page = pages.FormPage(
        now=reader.now,
        title=_("What becomes of the removed unit"),
        back=reverse("depot:owed"),
        back_label=_("Owed"),
        button=_("Decide"),
        form=form,
        remarks=(f"{line.quantity.normalize():f} × {line.what}",),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "depot/form.html", {"page": page}, status=status)


def _line_or_404(request: DeskRequest, movement: int) -> Owed:
    lines = queries.owed(viewer=request.user)
    asked = (OwedKind.REMOVED, str(movement))
    found = next((line for line in lines if (line.kind, line.ref) == asked), None)
    if found is None:
        raise Http404
    return found
