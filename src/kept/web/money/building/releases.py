"""What waits for a second person, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.releases.queries import GivingRow
from kept.web.common.reading.wording import capital
from kept.web.money.building.invoices import case_cell
from kept.web.money.pages.sheets import Cell
from kept.web.money.reading import day, here

NONE = "–"


def giving_headings() -> list[str]:
    """Return the headings of what was asked for."""
    return [
        *(_("What"), pgettext("money", "For"), _("Customer"), _("Case")),
        *(_("Amount"), _("Asked"), _("State")),
    ]


def giving_cells(row: GivingRow) -> list[Cell]:
    """Return the cells of what was asked for; the first leads to its page."""
    answered = f"{row.answered_by}: {row.answer}" if row.answer else row.answered_by
    return [
        Cell(capital(row.kind_name), url=giving_url(row.pk)),
        Cell(subject_of(row)),
        Cell(here(row.customer)),
        case_cell(row.case_number),
        Cell(str(row.money), is_number=True, note=row.reason),
        Cell(day(timezone.localtime(row.asked_at).date()), note=row.asked_by),
        Cell(giving_state(row), note=answered),
    ]


def subject_of(row: GivingRow) -> str:
    """Return what it is for, in the reader's language where that has a name."""
    names = row.what.get("names")
    return here(names) if names else row.subject


def giving_title(row: GivingRow) -> str:
    """Return what is given away, and how much: "Credit note: CNY 9,000.00"."""
    return f"{capital(row.kind_name)}: {row.money}"


def giving_url(pk: int) -> str:
    """Return where something is released."""
    return reverse("money:release", args=[pk])


def giving_state(row: GivingRow) -> str:
    """Return where it stands."""
    return {
        "waits": _("waits for a second person"),
        "released": pgettext("money", "released"),
        "refused": pgettext("a request", "refused"),
        "alone": _("below the limit"),
    }[row.state]


def giving_pairs(row: GivingRow) -> Iterator[tuple[str, str]]:
    """Yield all that is known of what was asked for."""
    yield _("What"), capital(row.kind_name)
    yield pgettext("money", "For"), subject_of(row)
    yield _("Customer"), here(row.customer)
    if row.case_number:
        yield _("Case"), row.case_number
    yield _("Amount"), str(row.money)
    yield pgettext("money", "To"), row.payee
    yield _("Reason"), row.reason or NONE
    yield _("Asked by"), f"{row.asked_by}, {day(timezone.localtime(row.asked_at).date())}"
    yield _("State"), giving_state(row)
    if row.answered_at is not None:
        when = day(timezone.localtime(row.answered_at).date())
        yield pgettext("a request", "Answered by"), f"{row.answered_by}, {when}"
        if row.answer:
            yield _("Answer"), row.answer
