"""A loaner stays with the customer."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.refusal import Refused
from kept.records.returns.services import Keeping, keep_loaner
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages
from kept.web.depot.forms.loaners import KeepForm
from kept.web.depot.reading import DECIDERS, SOURCE, case_or_404, loan_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DECIDERS)
def keep(request: DeskRequest, loan: int) -> HttpResponse:
    """Let a loaner become the customer's."""
    reader = Reader(timezone.now())
    card = loan_or_404(request, loan)
    machine = case_or_404(request, card.case_number, reader).equipment
    form = KeepForm(
        request.POST or None,
        initial={"key": uuid4().hex},
        own=machine.note if machine else "",
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        keeping = Keeping(
            at=said["at"] or reader.now,
            reason=said["reason"],
            instead=bool(said.get("instead")),
            source=SOURCE,
        )
        try:
            keep_loaner(
                loan_id=card.pk, keeping=keeping, by=request.user, now=reader.now, key=said["key"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("depot:of_case", number=card.case_number)
    page = pages.FormPage(
        now=reader.now,
        title=_("A loaner stays with the customer"),
        back=reverse("depot:of_case", args=[card.case_number]),
        back_label=card.case_number,
        button=_("It stays there"),
        form=form,
        remarks=(
            f"{card.product} {card.serial_number}",
            _("It leaves the pool for good and stands among the customer’s machines."),
        ),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "depot/form.html", {"page": page}, status=status)
