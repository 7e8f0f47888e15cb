"""Who leads: the acceptance of equipment, and who has which role."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.archive.queries import equipment
from kept.records.archive.services import end_holder, name_holder
from kept.records.cases.services import accept_equipment
from kept.records.refusal import Refused
from kept.web.common.access import DESK, READERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.duty import PLANNERS
from kept.web.hotline.building.roles import asked_customer, build_roles, holder_form
from kept.web.hotline.forms.responsibility import AcceptanceForm
from kept.web.hotline.views.case import card_or_404
from kept.web.hotline.views.decisions import decision_page

LARGEST = 2**63


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def acceptance(request: DeskRequest, number: str) -> HttpResponse:
    """Record that the customer accepted the equipment; its open cases may change hands."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    if card.equipment is None:
        raise Http404
    system = equipment(card.equipment.pk).system
    form = AcceptanceForm(request.POST or None, system=reader.name(system.names) if system else "")
    if request.method == "POST" and form.is_valid():
        try:
            accept_equipment(
                equipment_id=card.equipment.pk, by=request.user, now=reader.now, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=number)
    words = (_("Acceptance"), _("Record the acceptance"))
    explains = _(
        "What counts from acceptance counts from that day, in every open case of this equipment. "
        "Where the policy then lets another side lead, the case is handed over to who has that "
        "role, and both sides and those to be informed are told."
    )
    return decision_page(request, card, form, reader, words, explains)


@require_safe
@for_roles(*READERS)
def roles(request: DeskRequest) -> HttpResponse:
    """Show who has which role."""
    customer = asked_customer(request.GET.dict())
    page = build_roles(request.user, Reader(timezone.now()), customer)
    return render(request, "hotline/roles.html", {"page": page})


@require_POST
@for_roles(*PLANNERS)
def role_name(request: DeskRequest) -> HttpResponse:
    """Name who has a role."""
    reader = Reader(timezone.now())
    customer = asked_customer(request.GET.dict())
    form = holder_form(request.POST.dict(), customer, reader)
    if form.is_valid():
        said = form.cleaned_data
        try:
            name_holder(
                role=said["role"],
                person_id=int(said["person"]),
                by=request.user,
                now=reader.now,
                **form.place(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            query = f"?customer={customer.pk}" if customer else ""
            return redirect(reverse("hotline:roles") + query)
    page = build_roles(request.user, reader, customer, form)
    return render(request, "hotline/roles.html", {"page": page}, status=422)


@require_POST
@for_roles(*PLANNERS)
def role_end(request: DeskRequest, holder: int) -> HttpResponse:
    """Say that somebody has a role no longer."""
    refuse_unknown(request.POST, ())
    if holder >= LARGEST:
        raise Http404
    end_holder(holder_id=holder, by=request.user, now=timezone.now())
    return redirect("hotline:roles")
