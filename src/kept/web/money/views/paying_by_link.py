"""What a customer owes for a case, by a link: to read takes the link, to pay takes the code too."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.documents.storing import bytes_of
from kept.records.ledger.actor import acting_from
from kept.records.payments.links import LinkState
from kept.records.payments.ours import our_provider
from kept.records.payments.pay_page import CheckoutLine, PayPage, checkout_line, pay_page
from kept.records.payments.services import Paying, pay_by_link
from kept.records.refusal import Refused
from kept.web.common.by_link import LONGEST_SECRET, is_ours, speaking, told_in_language
from kept.web.common.pdfs import pdf_read
from kept.web.common.reading.reader import Reader
from kept.web.money.building.billing import ended_words
from kept.web.money.building.paying_by_link import build_pay_page, choice_of, choices
from kept.web.money.forms.asking import PayByLinkForm

SOURCE = "web:pay"
KEPT = "pay checkout"  # in the session: what somebody went away to pay, never the link


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, payer: str) -> HttpResponse:
    """Show what is to be paid, and lead to the provider's page for one thing of it."""
    found, reader = _page_or_404(payer), Reader(timezone.now())
    with speaking(request, found.language), timezone.override(ZoneInfo(found.zone)):
        if found.state is not LinkState.OPEN:
            return _ended(request, found)
        form = PayByLinkForm(request.POST or None, owed=choices(found))
        # What nobody asked for is refused before anything else, also from one of us.
        is_whole = request.method == "POST" and form.is_valid()
        if request.method == "POST" and is_ours(request):
            return _show(request, payer, found, reader, form, status=403)
        if is_whole:
            answer = _taken(request, payer, form)
            if answer is not None:
                return answer
            found = _page_or_404(payer)
            if found.state is not LinkState.OPEN:  # it was the last wrong code
                return _ended(request, found)
        return _show(request, payer, found, reader, form)


def _taken(request: HttpRequest, secret: str, form: PayByLinkForm) -> HttpResponse | None:
    """Return the way to the provider; None: the form says what was refused."""
    provider = our_provider()
    if provider is None:
        raise Http404
    said = form.cleaned_data
    what, amount = said["what"].split()
    paying = Paying(secret=secret, code=said["code"], what=what, amount=amount)
    back = f"{settings.SITE_URL}{reverse('money:pay_back')}"
    try:
        with acting_from(SOURCE):
            made = pay_by_link(paying=paying, provider=provider, back=back, now=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    request.session[KEPT] = [made.pk, translation.get_language()]
    return redirect("money:pay_on")


@require_safe
def pay_on(request: HttpRequest) -> HttpResponse:
    """Lead to the provider's page. Browsers follow no form to another site, but they follow this.

    Its address holds no secret, so the provider learns none.
    """
    line, language = _begun(request)
    if line is None or line.came is not None:
        return redirect("money:pay_back")
    with speaking(request, language):
        return told_in_language(render(request, "money/pay_on.html", {"line": line}))


def _begun(request: HttpRequest) -> tuple[CheckoutLine | None, str]:
    """Return what somebody went away to pay, and in which language."""
    pk, language = request.session.get(KEPT) or (0, translation.get_language())
    return checkout_line(pk), language


@require_safe
def pay_back(request: HttpRequest) -> HttpResponse:
    """Say what we know of a payment to who comes back from the provider's page.

    That somebody comes back proves nothing: what counts is the provider's signed message.
    """
    line, language = _begun(request)
    content = {"line": line, "is_short": bool(line and line.came and line.came < line.asked)}
    with speaking(request, language):
        return told_in_language(render(request, "money/pay_back.html", content))


@require_safe
def pay_pdf(request: HttpRequest, payer: str, invoice: str) -> HttpResponse:
    """Give an invoice of the case as it was issued."""
    found = _page_or_404(payer)
    row = next((one for one in found.invoices if one.number == invoice), None)
    if row is None or found.state is not LinkState.OPEN:
        raise Http404
    return pdf_read(lambda: bytes_of(row.sha256), f"{invoice}.pdf")


def _page_or_404(secret: str) -> PayPage:
    found = None if len(secret) > LONGEST_SECRET else pay_page(secret, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _ended(request: HttpRequest, found: PayPage) -> HttpResponse:
    sentence = {"sentence": ended_words(found.state)}
    return told_in_language(render(request, "money/quote_ended.html", sentence, status=410))


def _show(
    request: HttpRequest,
    secret: str,
    found: PayPage,
    reader: Reader,
    form: PayByLinkForm,
    status: int = 0,
) -> HttpResponse:
    can_pay = bool(found.owed) and our_provider() is not None and not is_ours(request)
    if can_pay and not form.is_bound:
        form = PayByLinkForm(owed=choices(found), initial={"what": choice_of(found.owed[0])})
    content = {
        "page": build_pay_page(secret, found, reader, is_ours=is_ours(request)),
        "form": form if can_pay else None,
    }
    status = status or (422 if form.errors else 200)
    return told_in_language(render(request, "money/pay.html", content, status=status))
