"""What broken promises cost, and what came back: each currency by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kept.records.claims.clauses import ClauseText, clause_texts
from kept.records.claims.loss_narrowing import (
    NO_CLAUSE,
    Narrow,
    choices,
    decisions_behind,
    narrowed,
)
from kept.records.claims.loss_queries import (
    CauseRow,
    Loss,
    LossRow,
    by_cause,
    by_clause,
    losses,
    totals,
)
from kept.records.claims.queries import DecisionRow
from kept.records.claims.supplier_queries import repairs_behind
from kept.rules.facts.vocabulary import CHOICES
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.money.building.claims import decision_cells, decision_headings
from kept.web.money.building.clauses import clause_cell
from kept.web.money.building.supplier import supplier_section
from kept.web.money.forms.losses import LossForm
from kept.web.money.pages.sheets import Cell, Link, Section, Sheet
from kept.web.money.reading import MONEY, here
from kept.web.money.views.paging import PAGE, cut, further, key_of
from kept.web.money.views.sheets import show
from kept.web.money.views.tables import download

YEARS: Final = 5
ONE_DAY: Final = timedelta(days=1)
HEADINGS: Final = [
    *("month", "clause", "text", "customer", "decisions", "currency"),
    *("amount", "recovered", "net", "cause", "is_repair"),
]


@dataclass(frozen=True)
class _Looked:
    """What somebody looks at: of which days, narrowed to what, and how an address says it."""

    since: datetime
    until: datetime
    narrow: Narrow
    rows: Sequence[LossRow]
    form: LossForm
    said: dict[str, str]

    def address(self, name: str, **more: object) -> str:
        told = {key: str(one) for key, one in (self.said | more).items() if one not in (None, "")}
        return f"{reverse(name)}?{urlencode(told)}"


@require_safe
@for_roles(*MONEY)
def loss_ledger(request: DeskRequest) -> HttpResponse:
    """Show what was given in a time, by a clause, to a customer, with the sum of each currency."""
    now = timezone.localtime()
    looked, reader = _looked(request, now), Reader(now)
    rows = looked.rows
    texts = _texts(rows)
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
            rows=[_cells(row, texts, looked, reader) for row in by_clause(rows)],
            empty=_("Nothing was given."),
            lead=_("What repairs cost stands here as far as it was claimed from a supplier."),
        ),
        Section(
            title=_("By cause"),
            headings=[pgettext("of a fault", "Cause"), *sums],
            rows=[_cause_cells(row, reader) for row in by_cause(rows)],
            empty=_("Nothing was given."),
        ),
    ]
    links = [
        Link(_("Cost and income"), reverse("money:margins")),
        Link(_("As a table (CSV)"), looked.address("money:losses_csv")),
    ]
    page = Sheet(
        now,
        _("What broken promises cost"),
        sections,
        tabs=_years(now, looked),
        tabs_label=_("Year"),
        links=links,
        narrow=looked.form,
    )
    return show(request, page)


@require_safe
@for_roles(*MONEY)
def losses_csv(request: DeskRequest) -> HttpResponse:
    """Hand the same over as a table."""
    now = timezone.localtime()
    looked = _looked(request, now)
    name = f"losses-{looked.said['since']}-{looked.said['until']}.csv"
    return download(_csv_rows(looked.rows, Reader(now)), name)


@require_safe
@for_roles(*MONEY)
def loss_decisions(request: DeskRequest) -> HttpResponse:
    """Show the decisions behind a sum, each with the way to it and to its case."""
    now = timezone.localtime()
    looked = _looked(request, now)
    currency = request.GET.get("currency", "")[:3]
    back = Link(_("What broken promises cost"), looked.address("money:losses"))
    if request.GET.get("repairs"):
        return show(request, _repairs(request, looked, currency, back))
    found = decisions_behind(
        looked.narrow,
        since=looked.since,
        until=looked.until,
        currency=currency,
        before=key_of(request, "before"),
        most=PAGE + 1,
    )
    rows, more = cut(found)
    section = Section(
        title=_("Decisions"),
        headings=decision_headings(),
        rows=[decision_cells(row) for row in rows],
        empty=_("There is none."),
        more=_older(looked, currency, more) if more else None,
    )
    page = Sheet(now, _("Decisions behind the sum"), [section], back=back, narrow=looked.form)
    return show(request, page)


def _repairs(request: DeskRequest, looked: _Looked, currency: str, back: Link) -> Sheet:
    """Return the claims against suppliers behind what repairs cost."""
    reader = Reader(timezone.localtime())
    rows = repairs_behind(
        viewer=request.user,
        since=looked.since,
        until=looked.until,
        customer_id=looked.narrow.customer_id,
        currency=currency,
    )
    section = supplier_section(rows, reader, url="", names_cases=True)
    return Sheet(reader.now, _("Claims behind the sum"), [section], back=back)


def _older(looked: _Looked, currency: str, last: DecisionRow) -> Link:
    told = looked.said | {"currency": currency, "before": last.pk}
    return further(_("Older ones"), reverse("money:loss_decisions"), **told)


def _looked(request: DeskRequest, now: datetime) -> _Looked:
    """Return what was asked for; this year, as long as that is unclear."""
    usual = {"since": f"{now.year}-01-01", "until": f"{now.year}-12-31"}
    names = ("since", "until", "clause", "customer")
    said = usual | {name: request.GET[name] for name in names if request.GET.get(name)}
    since, until = _days(said if _has_days(said) else usual, now)
    rows = losses(since=since, until=until)
    form = _form(said, rows)
    if not form.is_valid():
        since, until = _days(usual, now)
        rows, said = losses(since=since, until=until), usual
    customer = said.get("customer", "")
    narrow = Narrow(clause=said.get("clause", ""), customer_id=int(customer) if customer else None)
    return _Looked(since, until, narrow, narrowed(rows, narrow), form, said)


def _has_days(said: dict[str, str]) -> bool:
    """Say whether the days are some that somebody can mean."""
    days = LossForm(said, clauses=[], customers=[])
    return not {"since", "until"} & days.errors.keys()


def _days(said: dict[str, str], now: datetime) -> tuple[datetime, datetime]:
    since, until = (date.fromisoformat(said[name]) for name in ("since", "until"))
    return _begin(since, now), _begin(until + ONE_DAY, now)


def _form(said: dict[str, str], rows: Sequence[LossRow]) -> LossForm:
    """Return the form with the clauses and customers of the days that are asked for."""
    found = choices(rows)
    return LossForm(
        said,
        clauses=[*((one, one) for one in found.clauses), (NO_CLAUSE, _("voluntary, by no clause"))],
        customers=[(str(pk), here(dict(names))) for pk, names in found.customers],
    )


def _texts(rows: Sequence[LossRow]) -> dict[tuple[int, str], ClauseText]:
    return clause_texts((row.version_id, row.clause) for row in rows if row.clause)


def _begin(day: date, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def _years(now: datetime, looked: _Looked) -> list[Link]:
    found = []
    for year in range(now.year, now.year - YEARS, -1):
        days = {"since": f"{year}-01-01", "until": f"{year}-12-31"}
        is_on = looked.said | days == looked.said
        found.append(Link(str(year), looked.address("money:losses", **days), is_on=is_on))
    return found


def _cells(
    row: LossRow, texts: dict[tuple[int, str], ClauseText], looked: _Looked, reader: Reader
) -> list[Cell]:
    first = timezone.localtime(row.month).date()
    url = _behind(row, first, looked) if row.decisions or row.is_repair else ""
    clause = clause_cell(texts.get((row.version_id, row.clause)), reader)
    return [
        Cell(date_format(first, "YEAR_MONTH_FORMAT"), url=url),
        Cell(_("a repair"), url=url) if row.is_repair else clause,
        Cell(here(dict(row.customer))),
        Cell(str(row.decisions), url="" if row.is_repair else url, is_number=True),
        *_sums(row),
    ]


def _behind(row: LossRow, first: date, looked: _Looked) -> str:
    """Return where the decisions are that a row sums up."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    return looked.address(
        "money:loss_decisions",
        since=max(first, looked.since.date()),
        until=min(last, _last(looked)),
        clause="" if row.is_repair else row.clause or NO_CLAUSE,
        repairs="yes" if row.is_repair else "",
        customer=row.customer_id,
        currency=row.cost.currency,
    )


def _last(looked: _Looked) -> date:
    return (looked.until - ONE_DAY).date()


def _sums(row: Loss) -> list[Cell]:
    return [Cell(str(money), is_number=True) for money in (row.cost, row.recovered, row.net)]


def _cause_cells(row: CauseRow, reader: Reader) -> list[Cell]:
    names, _within = CHOICES["cause"].get(row.cause, ({"en": row.cause}, None))
    return [Cell(reader.text(names) if row.cause else _("none was found")), *_sums(row)]


def _csv_rows(rows: Sequence[LossRow], reader: Reader) -> Iterator[list[str]]:
    texts = _texts(rows)
    yield HEADINGS
    for row in rows:
        clause = texts.get((row.version_id, row.clause))
        yield [
            f"{timezone.localtime(row.month):%Y-%m}",
            row.clause,
            reader.text(clause.text) if clause and clause.text else "",
            here(dict(row.customer)),
            str(row.decisions),
            row.cost.currency,
            *(f"{money.amount:f}" for money in (row.cost, row.recovered, row.net)),
            row.cause,
            "yes" if row.is_repair else "",
        ]
