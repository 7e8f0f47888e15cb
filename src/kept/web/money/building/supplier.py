"""Claims against suppliers in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.records.claims.supplier_queries import (
    DecisionLine,
    RecoveryLine,
    State,
    SupplierClaimRow,
)
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.suppliers import state_words
from kept.web.money.building.claims import NONE
from kept.web.money.building.invoices import case_cell
from kept.web.money.pages.sheets import Cell, Link, Section
from kept.web.money.reading import day, here


def what_for(row: SupplierClaimRow) -> str:
    """Return what a claim is for: what was given to the customer, or a repair."""
    return here(row.given) if row.given else _("What a repair cost us")


def supplier_section(
    rows: Sequence[SupplierClaimRow], reader: Reader, *, url: str, names_cases: bool = False
) -> Section:
    """Return claims; `url`: where a new one is made, or empty. `names_cases`: of several cases."""
    headings = [
        *(_("Supplier"), _("What it is for"), _("Claimed"), _("Agreed to")),
        *(_("Came"), _("State")),
    ]
    return Section(
        title=_("Claims against suppliers"),
        headings=[*headings, _("Case")] if names_cases else headings,
        rows=[
            [*_cells(row, reader), *([case_cell(row.case_number)] if names_cases else ())]
            for row in rows
        ],
        empty=_("There is none."),
        links=[Link(_("Claim from a supplier"), url)] if url else (),
    )


def _cells(row: SupplierClaimRow, reader: Reader) -> list[Cell]:
    due = reader.moment(row.due_at) if row.due_at else ""
    return [
        Cell(row.supplier, url=reverse("money:supplier_claim", args=[row.pk]), note=row.reference),
        Cell(what_for(row), note=", ".join(row.clauses)),
        Cell(str(row.claimed), is_number=True),
        Cell(NONE if row.decided is None else str(row.decided), is_number=True),
        Cell(str(row.recovered), is_number=True),
        Cell(state_words(row, reader), note=due),
    ]


def claim_pairs(row: SupplierClaimRow, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield all about a claim."""
    yield _("Case"), f"{row.case_number} {row.case_title}"
    yield _("Customer"), here(row.customer)
    if row.rma:
        yield _("Return"), row.rma
    yield _("What it is for"), ", ".join([what_for(row), *row.clauses])
    yield _("Reason"), row.reason
    if row.reference:
        yield _("Their reference"), row.reference
    yield _("Claimed"), f"{row.claimed} · {reader.moment(row.made_at)} · {row.made_by}"
    yield _("Agreed to"), NONE if row.decided is None else str(row.decided)
    yield _("Came"), str(row.recovered)
    yield _("State"), state_words(row, reader)
    if row.due_at is not None:
        yield _("Still to come"), str(row.open)
        by = _("To come by") if row.state is State.OWED else _("They are to answer by")
        yield by, reader.moment(row.due_at)


def decisions_section(rows: Sequence[DecisionLine], reader: Reader) -> Section:
    """Return what was decided about a claim."""
    return Section(
        title=_("What was decided"),
        headings=[_("When"), _("Amount"), _("Who decided it"), _("Reason"), _("To come by")],
        rows=[
            [
                Cell(reader.moment(row.at), note=row.by),
                Cell(str(row.money), is_number=True),
                Cell(row.said_by),
                Cell(row.reason or NONE),
                Cell(reader.moment(row.due_at) if row.due_at else NONE),
            ]
            for row in rows
        ],
        empty=_("Nothing was decided yet."),
    )


def recoveries_section(rows: Sequence[RecoveryLine], *, undoes: bool) -> Section:
    """Return what came; what was written down by mistake says so."""
    return Section(
        title=_("What came"),
        headings=[_("Day"), _("Amount"), _("How it came"), _("Their reference"), _("State")],
        rows=[
            [
                Cell(day(row.came_on), note=row.by),
                Cell(str(row.money), is_number=True),
                Cell(row.way),
                Cell(row.reference),
                _recovery_state(row, undoes=undoes),
            ]
            for row in rows
        ],
        empty=_("Nothing has come yet."),
    )


def _recovery_state(row: RecoveryLine, *, undoes: bool) -> Cell:
    if row.undone:
        return Cell(_("undone"), note=row.undone)
    return (
        Cell(_("Undo"), url=reverse("money:recovery_undo", args=[row.pk])) if undoes else Cell("")
    )


def today() -> str:
    """Return the day it is here, as a date field shows it."""
    return timezone.localdate().isoformat()
