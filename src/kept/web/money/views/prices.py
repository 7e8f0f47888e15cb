"""Price lists, prices by date, taxes."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.records.prices import queries, services
from kept.records.prices.services import Mistake, PriceFileWrong
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, deny, for_roles, may
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.money.building.prices import build_item, build_list, build_tax
from kept.web.money.forms.prices import FileForm, ListForm, PriceForm, TaxForm
from kept.web.money.pages.prices import ListPage, ListsPage, TaxesPage
from kept.web.money.reading import LOOKERS, PRICERS

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*LOOKERS)
def prices(request: DeskRequest) -> HttpResponse:
    """Show the price lists, and open one."""
    reader = Reader(timezone.now())
    form = ListForm(request.POST or None, reader=reader)
    if request.method == "POST":
        _refuse_others(request)
        if form.is_valid():
            try:
                details = form.details(get_language() or "en")
                made = services.open_price_list(details=details, by=request.user, at=reader.now)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("money:price_list", made.pk)
    page = ListsPage(
        now=reader.now,
        rows=[build_list(line, reader) for line in queries.price_lists()],
        form=form if may(request.user, *PRICERS) else None,
        taxes_url=reverse("money:taxes"),
    )
    status = 422 if form.errors else 200
    return render(request, "money/prices.html", {"page": page}, status=status)


@require_http_methods(BOTH)
@for_roles(*LOOKERS)
def price_list_page(request: DeskRequest, price_list: int) -> HttpResponse:
    """Show a price list, and set a price in it."""
    reader = Reader(timezone.now())
    form = PriceForm(
        request.POST or None, reader=reader, initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST":
        _refuse_others(request)
        _list_or_404(price_list)
        if form.is_valid():
            try:
                price = form.price(get_language() or "en")
                services.set_price(list_id=price_list, price=price, by=request.user, at=reader.now)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The price is set."))
                return redirect("money:price_list", price_list)
    return _list(request, price_list, reader, form)


@require_POST
@for_roles(*PRICERS)
def price_file(request: DeskRequest, price_list: int) -> HttpResponse:
    """Take a whole file of prices over, or say every mistake in it."""
    reader = Reader(timezone.now())
    _list_or_404(price_list)
    form = FileForm(request.POST, request.FILES)
    mistakes: Sequence[Mistake] = ()
    if form.is_valid():
        try:
            count = services.import_prices(
                list_id=price_list,
                content=form.cleaned_data["file"].read(),
                language=get_language() or "en",
                by=request.user,
                at=reader.now,
            )
        except PriceFileWrong as wrong:
            mistakes = wrong.mistakes
            form.add_error(None, str(wrong))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("{count} prices were taken over.").format(count=count))
            return redirect("money:price_list", price_list)
    price_form = PriceForm(reader=reader, initial={"valid_from": timezone.localdate()})
    return _list(request, price_list, reader, price_form, form, mistakes)


@require_POST
@for_roles(*PRICERS)
def price_list_close(request: DeskRequest, price_list: int) -> HttpResponse:
    """Take a list out of use."""
    refuse_unknown(request.POST, ())
    _list_or_404(price_list)
    services.close_price_list(list_id=price_list, by=request.user, at=timezone.now())
    return redirect("money:prices")


@require_http_methods(BOTH)
@for_roles(*LOOKERS)
def taxes(request: DeskRequest) -> HttpResponse:
    """Show the taxes and their rates, and set a rate."""
    reader = Reader(timezone.now())
    form = TaxForm(
        request.POST or None, reader=reader, initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST":
        _refuse_others(request)
        if form.is_valid() and _rate_set(request, form, reader):
            return redirect("money:taxes")
    page = TaxesPage(
        now=reader.now,
        rows=[build_tax(one, reader) for one in queries.taxes()],
        form=form if may(request.user, *PRICERS) else None,
    )
    status = 422 if form.errors else 200
    return render(request, "money/taxes.html", {"page": page}, status=status)


def _rate_set(request: DeskRequest, form: TaxForm, reader: Reader) -> bool:
    try:
        services.set_tax(
            details=form.details(get_language() or "en"),
            per_cent=form.rate(),
            valid_from=form.cleaned_data["valid_from"],
            by=request.user,
            at=reader.now,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The rate is set."))
    return True


def _refuse_others(request: DeskRequest) -> None:
    if not may(request.user, *PRICERS):
        deny(request, request.user)


def _list_or_404(pk: int) -> queries.ListLine:
    found = queries.price_list(pk)
    if found is None:
        raise Http404
    return found


def _list(
    request: DeskRequest,
    pk: int,
    reader: Reader,
    form: Form,
    file_form: Form | None = None,
    mistakes: Sequence[Mistake] = (),
) -> HttpResponse:
    found = _list_or_404(pk)
    asked = request.GET.get("asked", "")[:80]
    today = timezone.localdate()
    may_set = may(request.user, *PRICERS) and not found.is_closed
    page = ListPage(
        now=reader.now,
        list=build_list(found, reader),
        asked=asked,
        rows=[build_item(one, reader, today=today) for one in queries.items_of(pk, asked=asked)],
        form=form if may_set else None,
        file_form=(file_form or FileForm()) if may_set else None,
        mistakes=mistakes,
        pk=pk,
    )
    status = 422 if form.errors or (file_form and file_form.errors) else 200
    return render(request, "money/price_list.html", {"page": page}, status=status)
