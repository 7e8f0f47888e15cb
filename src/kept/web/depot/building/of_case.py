"""The returns and loaners of a case, put together."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from kept.records.cases.queries import CaseCard
from kept.records.people.models import Person
from kept.records.returns.queries import loans_of_case, numbers_of_case
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.returns import return_state_words
from kept.web.depot import pages
from kept.web.depot.building.loans import loan_row
from kept.web.depot.reading import WORKERS


def _remedies(card: CaseCard, reader: Reader) -> Iterator[tuple[str, str, str]]:
    """Yield the rights that are open now, why, and where they are chosen."""
    speaker = reader.speaker(card.policy)
    for line in card.assessment.remedies:
        if line.on_offer:
            why = speaker.reasons(line.reason.because)
            clauses = ", ".join(line.reason.clauses)
            url = reverse("depot:remedy", args=[card.number, line.rule])
            yield reader.text(line.name), " · ".join(filter(None, [why, clauses])), url


def build_of_case(card: CaseCard, *, viewer: Person, reader: Reader) -> pages.OfCasePage:
    """Return the page of a case's returns and loaners."""
    works = may(viewer, *WORKERS) and card.state != "closed"
    return pages.OfCasePage(
        now=reader.now,
        case=card.number,
        case_url=reverse("hotline:case", args=[card.number]),
        title=card.title,
        cards=[
            (number, reverse("depot:rma", args=[number]), return_state_words()[state])
            for number, state in numbers_of_case(card.pk)
        ],
        loans=[loan_row(loan, viewer, reader) for loan in loans_of_case(card.pk)],
        ask_url=reverse("depot:ask", args=[card.number]) if works else "",
        reserve_url=reverse("depot:reserve", args=[card.number]) if works else "",
        remedies=list(_remedies(card, reader)) if works else [],
    )
