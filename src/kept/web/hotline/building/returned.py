"""What of a case comes back, and what is lent while it is away."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.returns.queries import CaseLine, lines_of_case
from kept.web.hotline import pages
from kept.web.hotline.pages.returned import ReturnedLine

TOLD: Final = frozenset(("rma.opened", "loaner.handed_over"))


def build_returned(card: CaseCard) -> list[ReturnedLine]:
    """Return the returns and the loaners of a case; nothing is asked where no fact tells of one."""
    if not any(fact.kind in TOLD for fact in card.facts.standing):
        return []
    return [_line(line, card) for line in lines_of_case(card.pk)]


def _line(line: CaseLine, card: CaseCard) -> ReturnedLine:
    if line.is_loan:
        state = _loan_state(line)
        url = reverse("depot:of_case", args=[card.number])
    else:
        state = _("over") if line.is_over else _("under way")
        url = reverse("depot:rma", args=[line.name])
    is_counted = line.due_at is not None and not line.is_over
    clock = pages.QueueClock(state="running", due_at=line.due_at) if is_counted else None
    return ReturnedLine(label=line.name, url=url, state=state, clock=clock)


def _loan_state(line: CaseLine) -> str:
    if line.is_kept:
        return _("the customer’s now")
    if line.is_over:
        return _("back")
    return _("lent") if line.due_at else _("promised")
