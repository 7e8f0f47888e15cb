"""Writing to a customer from a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.documents.queries import who_can_be_told
from kept.records.mail.services import Message, write_to_customer
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.building.presence import build_here
from kept.web.hotline.forms.writing import WriteForm
from kept.web.hotline.pages.writing import WritePage
from kept.web.hotline.views.case import card_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def write(request: DeskRequest, number: str) -> HttpResponse:
    """Ask what the customer is written; sent, mail it and record that they were told."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    known = who_can_be_told(card.pk)
    form = WriteForm(request.POST or None, initial={"key": new_key()}, known=known)
    if request.method == "POST" and form.is_valid() and _sent(request, card.pk, form, reader):
        return redirect("hotline:case", number=number)
    page = WritePage(
        now=reader.now,
        case=case_link(card),
        here=build_here(card),
        form=form if known else None,
    )
    return render(request, "hotline/write.html", {"page": page}, status=422 if form.errors else 200)


def _sent(request: DeskRequest, case_id: int, form: WriteForm, reader: Reader) -> bool:
    said = form.cleaned_data
    try:
        write_to_customer(
            case_id=case_id,
            message=Message(text=said["text"], contact_id=said["contact"]),
            by=request.user,
            now=reader.now,
            key=pressed(said["key"], "write", by=request.user),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The mail goes out, and stands in the case as what was told."))
    return True
