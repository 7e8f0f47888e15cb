"""Writing down what was found to be the cause, and deciding about a disputed one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import CaseCard
from kept.records.cases.services import HeldBack
from kept.records.files.queries import attachment_lines
from kept.records.knowledge.queries import codes_of_case
from kept.records.knowledge.services import find_cause_by_code
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building import fact_pages
from kept.web.hotline.building.case import around
from kept.web.hotline.forms.attributes import PREFIX
from kept.web.hotline.forms.contests import CAUSE, FindingForm
from kept.web.hotline.views.case import card_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def finding(request: DeskRequest, number: str) -> HttpResponse:
    """Write down a cause, provisional or final, with what shows it."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    if CAUSE not in card.policy.events:
        raise Http404
    form = finding_form(request, card, reader)
    is_sent = request.method == "POST" and "preview" not in request.POST
    if is_sent and form.is_valid() and _found(request, card, form, reader):
        return redirect("hotline:case", number=number)
    page = fact_pages.finding(card, form, reader)
    status = 422 if is_sent and form.errors else 200
    return render(request, "hotline/fact.html", {"page": page}, status=status)


def finding_form(request: DeskRequest, card: CaseCard, reader: Reader) -> FindingForm:
    """Return the form, with the codes of the machine's family and the files of the case."""
    piece = around(card, request.user).equipment
    told = {name: value for name, value in request.GET.items() if name.startswith(PREFIX)}
    return FindingForm(
        request.POST or None,
        initial={"key": new_key(), "kind": CAUSE, **told},
        card=card,
        reader=reader,
        codes=codes_of_case(card.pk, family=piece.product.family if piece else "").offered,
        files=attachment_lines(card.pk, viewer=request.user),
    )


def _found(request: DeskRequest, card: CaseCard, form: FindingForm, reader: Reader) -> bool:
    key = pressed(form.cleaned_data["key"], CAUSE, by=request.user)
    try:
        find_cause_by_code(
            case_id=card.pk, finding=form.found(), by=request.user, now=reader.now, key=key
        )
    except HeldBack as refused:
        form.add_error(None, str(refused))
        form.ask_despite()
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False
