"""What is said after somebody asked to give money away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kept.records.payments.services import Asked
from kept.records.releases.services import Waiting
from kept.web.common.access import DeskRequest


def asked(request: DeskRequest, made: Asked | Waiting) -> HttpResponse:
    """Say so and lead to what is to be paid out, or to what waits for a second person."""
    if isinstance(made, Waiting):
        return waits(request, made)
    messages.success(request, _("It is to be paid out now."))
    return redirect("money:payouts")


def waits(request: DeskRequest, made: Waiting) -> HttpResponse:
    """Say that a second person has to release it, and lead there."""
    messages.success(request, _("Now a second person has to release it."))
    return redirect("money:release", giving=made.giving_id)
