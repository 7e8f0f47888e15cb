"""The demo company's pretend bank. Outside the demo it answers as if it were not there."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kept.records.money import Money
from kept.records.payments import pretend
from kept.records.payments.ours import our_provider
from kept.records.payments.pretend import PretendBank
from kept.records.payments.services import take_notification
from kept.records.refusal import Refused
from kept.web.money.forms.asking import PretendPaymentForm

HALF = Decimal(50)


@require_http_methods(["GET", "HEAD", "POST"])
def pretend_bank(request: HttpRequest, pretended: str) -> HttpResponse:
    """Show what would be paid, and tell the shop what somebody pretends to have done."""
    bank = our_provider()
    row = pretend.asked_at(pretended)
    if row is None or not isinstance(bank, PretendBank):  # a real provider is asked itself
        raise Http404
    asked = Money(row.amount, row.currency)
    form = PretendPaymentForm(request.POST or None, initial={"what": "pay"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["what"] == "leave":
            return redirect("money:pay_back")
        money = asked if said["what"] == "pay" else asked.per_cent(HALF)
        now = timezone.now()
        body, signature = pretend.message(row, money, press=said["key"], at=now)
        try:
            captured = bank.read(body=body, signature=signature, now=now)
            take_notification(captured=captured, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("money:pay_back")
    content = {"asked": asked, "what": row, "form": form, "back": reverse("money:pay_back")}
    status = 422 if form.errors else 200
    return render(request, "money/pretend_bank.html", content, status=status)
