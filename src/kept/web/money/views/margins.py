"""What cases cost and brought in: per customer, contract, machine or case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.records.margins.queries import PAGE, By, Margin, Span, margin_of_all, margins
from kept.records.prices.queries import currencies
from kept.web.common.access import DeskRequest, for_roles
from kept.web.money.forms.margins import MarginsForm
from kept.web.money.pages.margins import MarginsPage
from kept.web.money.pages.sheets import Cell, Link, Section
from kept.web.money.reading import MONEY, here
from kept.web.money.views.tables import download

MOST_ROWS: Final = 10_000  # of a table for other programs
MOST_PAGES: Final = 10_000
USUAL: Final = timedelta(days=365)
DAY: Final = timedelta(days=1)


@require_safe
@for_roles(*MONEY)
def margin_list(request: DeskRequest) -> HttpResponse:
    """Show what each group cost and brought in, the costliest first."""
    asked = _Asked.of(request)
    whole = margin_of_all(asked.span)
    found = margins(asked.by, asked.span, page=asked.page)
    page = MarginsPage(
        now=timezone.now(),
        form=asked.form,
        sums=_sums(whole),
        section=Section(
            title=_("One by one"),
            headings=[asked.heading, *_headings()],
            rows=[_cells(asked.by, row) for row in found.rows],
            empty=_("Nothing was done or billed in this time."),
        ),
        links=list(_pages(asked, found.found)),
        csv_url=f"{reverse('money:margins_csv')}?{asked.query()}",
    )
    return render(request, "money/margins.html", {"page": page})


@require_safe
@for_roles(*MONEY)
def margins_csv(request: DeskRequest) -> HttpResponse:
    """Hand the same over as a table."""
    asked = _Asked.of(request)
    rows = margins(asked.by, asked.span, size=MOST_ROWS).rows
    return download(_csv_rows(asked.by, rows), f"margins-{asked.by}.csv")


@dataclass(frozen=True)
class _Asked:
    """What is asked for; what cannot be meant is as if it were not said."""

    form: MarginsForm
    by: By
    since: date
    until: date
    span: Span
    page: int

    @classmethod
    def of(cls, request: DeskRequest) -> _Asked:
        known = currencies() or ["CNY"]
        today = timezone.localdate()
        usual = {"by": By.CUSTOMER.value, "since": today - USUAL, "until": today}
        usual |= {"currency": known[0]}
        sent = {name: request.GET.get(name) or value for name, value in usual.items()}
        form = MarginsForm(sent, currencies=known)
        said: dict[str, Any] = form.cleaned_data if form.is_valid() else usual
        return cls(
            form=form,
            by=By(said["by"]),
            since=said["since"],
            until=said["until"],
            span=Span(
                since=_midnight(said["since"]),
                until=_midnight(said["until"] + DAY),
                currency=said["currency"],
            ),
            page=_page_of(request.GET.get("page", "")),
        )

    @property
    def heading(self) -> str:
        """Return what stands above the names."""
        return {
            By.CUSTOMER: _("Customer"),
            By.CONTRACT: _("Contract"),
            By.MACHINE: _("Machine"),
            By.CASE: _("Case"),
        }[self.by]

    def query(self, **more: object) -> str:
        """Return the same question as part of an address."""
        said = {"by": self.by.value, "since": self.since, "until": self.until}
        return urlencode(said | {"currency": self.span.currency} | more)


def _page_of(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), 1), MOST_PAGES) if is_number else 1


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def _pages(asked: _Asked, found: int) -> Iterator[Link]:
    url = reverse("money:margins")
    if asked.page > 1:
        yield Link(_("Page before"), f"{url}?{asked.query(page=asked.page - 1)}")
    if found > asked.page * PAGE:
        yield Link(_("Next page"), f"{url}?{asked.query(page=asked.page + 1)}")


def _kinds() -> dict[str, str]:
    return {
        "labour": _("Labour"),
        "parts": _("Spare parts"),
        "travel": _("Travel"),
        "expenses": _("Expenses"),
        "third_party": _("Third parties"),
        "made_good": _("Made good"),
    }


def _headings() -> list[str]:
    return [*_kinds().values(), _("Cost"), _("Billed"), _("From suppliers"), _("Left")]


def _sums(whole: Margin) -> list[tuple[str, str]]:
    pairs = [(label, str(whole.costs[kind])) for kind, label in _kinds().items()]
    pairs += [(_("Cost"), str(whole.cost)), (_("Billed, less credit notes"), str(whole.billed))]
    pairs += [(_("From suppliers"), str(whole.recovered)), (_("Left"), str(whole.left))]
    if whole.missing:
        pairs.append((_("Not counted"), _missing(whole)))
    return pairs


def _missing(row: Margin) -> str:
    said = _("{number} × without a cost price: it cost more than stands here")
    return said.format(number=row.missing)


def _cells(by: By, row: Margin) -> list[Cell]:
    note = _missing(row) if row.missing else ""
    return [
        Cell(_name(by, row), url=_url(by, row), note=note),
        *(Cell(f"{row.costs[kind].amount:,f}", is_number=True) for kind in _kinds()),
        Cell(str(row.cost), is_number=True),
        Cell(str(row.billed), is_number=True),
        Cell(str(row.recovered), is_number=True),
        Cell(str(row.left), is_number=True),
    ]


def _name(by: By, row: Margin) -> str:
    if row.key is None:
        return {By.CONTRACT: _("without a contract"), By.MACHINE: _("about no machine")}[by]
    named = here(dict(row.names)) if row.names else ""
    return " ".join(part for part in (named, row.label) if part)


def _url(by: By, row: Margin) -> str:
    if row.key is None or by is By.CONTRACT:
        return ""
    if by is By.CASE:
        return reverse("hotline:case", args=[row.label.split()[0]])
    kind = {By.CUSTOMER: "customers", By.MACHINE: "equipment"}[by]
    return f"{reverse('hotline:archive')}{kind}/{row.key}/"


def _csv_rows(by: By, rows: Sequence[Margin]) -> Iterator[list[str]]:
    kinds = list(_kinds())
    sums_of = ("cost", "billed", "from_suppliers", "left")
    yield [by.value, "currency", *kinds, *sums_of, "without_cost_price"]
    for row in rows:
        costs = [f"{row.costs[kind].amount:f}" for kind in kinds]
        sums = (row.cost, row.billed, row.recovered, row.left)
        money = [f"{one.amount:f}" for one in sums]
        yield [_name(by, row), row.billed.currency, *costs, *money, str(row.missing)]
