"""Follow-up calls: whom to call today, and writing down what was said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.cases.queries import CaseCard
from kept.records.followups.services import record_follow_up
from kept.records.refusal import Refused
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.follow_ups import build_follow_up, build_to_call
from kept.web.hotline.forms.follow_ups import FollowUpForm
from kept.web.hotline.views.case import card_or_404


@require_safe
@for_roles(*DESK)
def follow_ups(request: DeskRequest) -> HttpResponse:
    """Show whom to call today."""
    page = build_to_call(viewer=request.user, reader=Reader(timezone.now()))
    return render(request, "hotline/follow_ups.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def follow_up(request: DeskRequest, number: str) -> HttpResponse:
    """Write down a follow-up call of a case."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = FollowUpForm(request.POST or None, initial={"key": new_key()}, card=card, reader=reader)
    if request.method == "POST" and form.is_valid() and _recorded(request, card, form, reader):
        messages.success(request, _("It is on record."))
        return redirect("hotline:follow_ups")
    page = build_follow_up(card, form, reader=reader)
    status = 422 if form.errors else 200
    return render(request, "hotline/follow_up.html", {"page": page}, status=status)


def _recorded(request: DeskRequest, card: CaseCard, form: FollowUpForm, reader: Reader) -> bool:
    key = pressed(form.cleaned_data["key"], "follow-up", by=request.user)
    try:
        record_follow_up(told=form.told(card), by=request.user, now=reader.now, key=key)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
