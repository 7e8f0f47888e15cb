"""Claims and decisions in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.cases.models import Case
from kept.records.claims.owing import Owing
from kept.records.claims.queries import BillRow, DecisionRow, Waiting
from kept.records.people.models import Person
from kept.records.returns.queries import numbers_of_case
from kept.rules.assess import Assessment
from kept.rules.assess.say import Speaker
from kept.web.common.access import may
from kept.web.common.reading.amounts import amount_state_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.returns import return_state_words
from kept.web.money.building.invoices import case_cell
from kept.web.money.pages.sheets import Cell, Section
from kept.web.money.reading import DECIDERS, day, here

NONE = "–"
THIRD_PARTY = "third_party"  # the component of what others did


def waiting_headings() -> list[str]:
    """Return the headings of what waits."""
    return [_("What"), _("Case"), _("Customer"), _("Since"), _("Asked for"), _("By the policy")]


def waiting_cells(row: Waiting, viewer: Person, reader: Reader) -> list[Cell]:
    """Return the cells of an amount that waits; who decides about it gets there."""
    line = row.owing.line
    url = reverse("money:claim_decide", args=[row.case_number, line.rule])
    url = url if may(viewer, *DECIDERS) else ""
    clauses = ", ".join(line.reason.clauses)
    return [
        Cell(reader.text(line.name), url=url, note=clauses),
        case_cell(row.case_number),
        Cell(here(row.customer)),
        Cell(reader.day(row.since) if row.since else NONE),
        Cell(str(row.owing.asked or NONE), is_number=True),
        Cell(str(row.owing.worked_out or NONE), is_number=True),
    ]


def owing_pairs(case: Case, owing: Owing, speaker: Speaker) -> list[tuple[str, str]]:
    """Return all that is known about an amount before somebody decides."""
    line = owing.line
    found = [
        (_("Customer"), here(case.customer.names)),
        (_("Case"), f"{case.number} {case.title}"),
        (_("State"), amount_state_words(line.state)),
        (_("Clauses"), ", ".join(line.reason.clauses) or NONE),
        (_("Because"), speaker.reasons(line.reason.because) or NONE),
        (_("Asked for"), str(owing.asked or NONE)),
        (_("By the policy"), str(owing.worked_out or NONE)),
    ]
    found += [
        (speaker.text(each.name), _("less {amount}").format(amount=each.value))
        for each in owing.deductions
    ]
    if line.claim_by:
        found.append((_("To be asked for by"), speaker.at(line.claim_by)))
    if line.limited:
        said = _("at most") if line.limited == "at_most" else _("at least")
        found.append((_("Limited"), said))
    if line.exclusive:
        found.append((_("Beside it"), _("There is no other remedy.")))
    return found


def returns_sections(case_id: int) -> list[Section]:
    """Return what comes back for the price that is given back; nothing where nothing does."""
    words = return_state_words()
    rows = [
        [Cell(number, url=reverse("depot:rma", args=[number])), Cell(words[state])]
        for number, state in numbers_of_case(case_id)
    ]
    headings = [_("Return"), _("State")]
    return [Section(title=_("What comes back"), headings=headings, rows=rows)] if rows else []


def bill_headings() -> list[str]:
    """Return the headings of third parties' invoices."""
    return [_("Invoice"), _("Firm"), _("Case"), _("Customer"), _("What was done"), _("Amount")]


def bill_clauses(assessment: Assessment) -> tuple[str, ...]:
    """Return the clauses that say who pays what a third party did."""
    lines = [line for line in assessment.costs if line.component == THIRD_PARTY]
    outcomes = [outcome for line in lines for outcome in line.payers]
    return tuple(dict.fromkeys(key for one in outcomes for key in one.reason.clauses))


def bill_cells(row: BillRow, viewer: Person, clauses: Sequence[str] = ()) -> list[Cell]:
    """Return the cells of a third party's invoice; who decides about it gets there."""
    is_open = row.state == "open" and may(viewer, *DECIDERS)
    return [
        Cell(row.number, url=reverse("money:bill_decide", args=[row.pk]) if is_open else ""),
        Cell(row.firm, note=", ".join(clauses)),
        case_cell(row.case_number),
        Cell(here(row.customer)),
        Cell(row.text),
        Cell(str(row.money), is_number=True),
    ]


def decision_headings() -> list[str]:
    """Return the headings of decisions."""
    return [
        *(_("What"), _("Case"), _("Customer"), _("By the policy")),
        *(_("Given"), _("How"), _("Decided"), _("State")),
    ]


def decision_cells(row: DecisionRow) -> list[Cell]:
    """Return the cells of a decision; the first leads to its page."""
    return [
        Cell(
            here(row.names),
            url=reverse("money:decision", args=[row.pk]),
            note=", ".join(row.clauses),
        ),
        case_cell(row.case_number),
        Cell(here(row.customer)),
        Cell(str(row.worked_out or NONE), is_number=True),
        Cell(str(row.money), is_number=True, note=row.reason),
        Cell(row.outcome, note=brought_words(row)),
        Cell(day(timezone.localtime(row.decided_at).date()), note=row.decided_by),
        Cell(decision_state(row), note=row.released_by),
    ]


def brought_words(row: DecisionRow) -> str:
    """Return how far what a decision led to has come; empty where it led to nothing yet."""
    brought = row.brought
    if brought.payout_id is not None:
        return pgettext("money", "has left") if brought.payout_sent else _("to be paid out")
    if brought.credit_open is None:
        return ""
    if not brought.credit_open:
        return _("{number}, used up").format(number=brought.credit_note)
    said = _("{number}, {amount} open")
    return said.format(number=brought.credit_note, amount=brought.credit_open)


def decision_state(row: DecisionRow) -> str:
    """Return where a decision stands."""
    return {
        "waits": _("waits for a second person"),
        "stands": _("stands"),
        "refused": pgettext("a request", "refused"),
    }[row.state]


def decision_pairs(row: DecisionRow) -> list[tuple[str, str]]:
    """Return all about a decision."""
    return list(_decision_pairs(row))


def _decision_pairs(row: DecisionRow) -> Iterator[tuple[str, str]]:
    yield _("Customer"), here(row.customer)
    yield _("Case"), row.case_number
    yield _("Kind"), row.kind
    yield _("Asked for"), str(row.asked or NONE)
    yield _("By the policy"), str(row.worked_out or NONE)
    yield _("Given"), f"{row.money} ({row.outcome})"
    yield _("Reason"), row.reason or NONE
    yield _("Decided by"), row.decided_by
    yield _("State"), decision_state(row)
    if row.released_by:
        yield pgettext("a request", "Answered by"), row.released_by
    if row.release_reason:
        yield _("Answer"), row.release_reason
    if brought_words(row):
        yield _("What it brought"), brought_words(row)
