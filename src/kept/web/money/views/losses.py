"""What broken promises cost, and what came back: each currency by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kept.records.claims.loss_queries import (
    CauseRow,
    Loss,
    LossRow,
    by_cause,
    by_clause,
    losses,
    totals,
)
from kept.rules.facts.vocabulary import CHOICES
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.money.pages.sheets import Cell, Link, Section, Sheet
from kept.web.money.reading import MONEY, here
from kept.web.money.views.sheets import show
from kept.web.money.views.tables import download

YEARS = 5


@require_safe
@for_roles(*MONEY)
def loss_ledger(request: DeskRequest) -> HttpResponse:
    """Show what was given in a year, with the sum of each currency."""
    now = timezone.localtime()
    year = _year(request, now)
    rows = losses(since=_begin(now, year), until=_begin(now, year + 1))
    sums = [*(_("Cost"), _("Came back"), _("What is left"))]
    sections = [
        Section(
            title=_("Sums"),
            headings=[_("Currency"), *sums],
            rows=[[Cell(row.cost.currency), *_sums(row)] for row in totals(rows)],
            empty=_("Nothing was given."),
        ),
        Section(
            title=_("By clause, customer and month"),
            headings=[_("Month"), _("Clause"), _("Customer"), _("Decisions"), *sums],
            rows=[_cells(row) for row in by_clause(rows)],
            empty=_("Nothing was given."),
            lead=_("What repairs cost stands here as far as it was claimed from a supplier."),
        ),
        Section(
            title=_("By cause"),
            headings=[pgettext("of a fault", "Cause"), *sums],
            rows=[_cause_cells(row, Reader(now)) for row in by_cause(rows)],
            empty=_("Nothing was given."),
        ),
    ]
    url = reverse("money:losses")
    tabs = [
        Link(str(each), f"{url}?year={each}", is_on=each == year)
        for each in range(now.year, now.year - YEARS, -1)
    ]
    links = [Link(_("Cost and income"), reverse("money:margins"))]
    links += [Link(_("As a table (CSV)"), f"{reverse('money:losses_csv')}?year={year}")]
    title = _("What broken promises cost")
    return show(request, Sheet(now, title, sections, tabs=tabs, tabs_label=_("Year"), links=links))


@require_safe
@for_roles(*MONEY)
def losses_csv(request: DeskRequest) -> HttpResponse:
    """Hand the same over as a table."""
    now = timezone.localtime()
    year = _year(request, now)
    rows = losses(since=_begin(now, year), until=_begin(now, year + 1))
    return download(_csv_rows(rows), f"losses-{year}.csv")


def _year(request: DeskRequest, now: datetime) -> int:
    said = request.GET.get("year", "")
    is_year = said.isascii() and said.isdigit() and len(said) == 4 and int(said) >= 2000
    return int(said) if is_year else now.year


def _begin(now: datetime, year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=now.tzinfo)


def _sums(row: Loss) -> list[Cell]:
    return [Cell(str(money), is_number=True) for money in (row.cost, row.recovered, row.net)]


def _cells(row: LossRow) -> list[Cell]:
    month = date_format(timezone.localtime(row.month), "YEAR_MONTH_FORMAT")
    repair = _("a repair") if row.is_repair else "–"
    return [
        Cell(month),
        Cell(row.clause or repair),
        Cell(here(row.customer)),
        Cell(str(row.decisions), is_number=True),
        *_sums(row),
    ]


def _cause_cells(row: CauseRow, reader: Reader) -> list[Cell]:
    names, _within = CHOICES["cause"].get(row.cause, ({"en": row.cause}, None))
    return [Cell(reader.text(names) if row.cause else _("none was found")), *_sums(row)]


def _csv_rows(rows: list[LossRow]) -> Iterator[list[str]]:
    sums = ["amount", "recovered", "net"]
    yield ["month", "clause", "customer", "decisions", "currency", *sums, "cause", "is_repair"]
    for row in rows:
        yield [
            f"{timezone.localtime(row.month):%Y-%m}",
            row.clause,
            here(row.customer),
            str(row.decisions),
            row.cost.currency,
            *(f"{money.amount:f}" for money in (row.cost, row.recovered, row.net)),
            row.cause,
            "yes" if row.is_repair else "",
        ]
