"""Loaners, put together for pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.people.models import Person
from kept.records.returns.models import Grade
from kept.records.returns.queries import LoanCard, LoanerCard, pool
from kept.records.returns.services.loaners import HANDED_OVER
from kept.rules.assess.duties import DutyState
from kept.rules.assess.moments import kinds_in
from kept.rules.facts.vocabulary import EVENTS
from kept.rules.policy.model import ClockRule, DutyRule
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages
from kept.web.depot.reading import DECIDERS, WORKERS

# Said of the customer's own goods, never of a unit of ours.
THEIR_OWN: Final = frozenset(("goods.received_for_repair", "goods.returned_shipped"))


def build_loaners(*, viewer: Person, reader: Reader) -> pages.LoanersPage:
    """Return the pool of loaners."""
    return pages.LoanersPage(
        now=reader.now,
        rows=[_unit(card, viewer, reader) for card in pool(viewer=viewer)],
        may_add=may(viewer, *DECIDERS),
    )


def _unit(card: LoanerCard, viewer: Person, reader: Reader) -> pages.LoanRow:
    loan = card.loan
    if loan is not None:
        return loan_row(loan, viewer, reader, office=reader.name(card.office_names), note=card.note)
    retire = pages.StepButton(
        label=_("Lend it no more"),
        url=reverse("depot:loaner_retire", args=[card.pk]),
        key="",
        is_likely=False,
    )
    return pages.LoanRow(
        name=f"{card.product} {reader.name(card.product_names)}",
        serial=card.serial_number,
        office=reader.name(card.office_names),
        note=" · ".join(filter(None, [card.note, card.last_condition])),
        state=_("free"),
        look="met",
        case="",
        case_url="",
        customer="",
        face=None,
        steps=[retire] if may(viewer, *DECIDERS) else [],
    )


def loan_row(
    loan: LoanCard, viewer: Person, reader: Reader, *, office: str = "", note: str = ""
) -> pages.LoanRow:
    """Return a loan as a row: to be handed over, owed back, or back."""
    state, look = _("promised"), "not_started"
    if loan.back_at is not None:
        state, look = _("back"), "met"
    elif loan.kept_at is not None:
        state, look = _("the customer’s now"), "met"
    elif loan.is_out:
        state, look = _("lent"), "running"
    return pages.LoanRow(
        name=f"{loan.product} {reader.name(loan.product_names)}",
        serial=loan.serial_number,
        office=office,
        note=" · ".join(
            filter(None, [str(Grade(loan.grade).label), note, loan.condition, loan.reason])
        ),
        state=state,
        look=look,
        case=loan.case_number,
        case_url=reverse("depot:of_case", args=[loan.case_number]),
        customer=reader.name(loan.customer_names),
        face=pages.Face(name=_("owed back"), state="running", due_at=loan.due_at)
        if loan.is_out
        else None,
        steps=list(_steps(loan, viewer)) if may(viewer, *WORKERS) else [],
    )


def _steps(loan: LoanCard, viewer: Person) -> Iterator[pages.StepButton]:
    def step(name: str, label: str, is_likely: bool) -> pages.StepButton:
        url = reverse(f"depot:{name}", args=[loan.pk])
        return pages.StepButton(label=label, url=url, key="", is_likely=is_likely)

    if loan.back_at is not None or loan.kept_at is not None:
        return
    if loan.is_out:
        yield step("loan_back", _("It came back"), True)
        if may(viewer, *DECIDERS):
            yield step("loan_keep", _("It stays there"), False)
    else:
        yield step("loan_over", _("Hand it over"), True)
        yield step("loan_release", _("Give it free"), False)


def promises_kept(card: CaseCard, reader: Reader) -> dict[str, str]:
    """Return what else a hand-over may be by the policy: kinds of facts with what they keep.

    Each policy has words of its own for a unit to go on with; which of what is owed this keeps,
    the person says who hands it over.
    """
    speaker = reader.speaker(card.policy)
    found: dict[str, str] = {}
    owed = [line for line in card.assessment.duties if line.state is DutyState.OWED]
    names = {line.rule: line.name for line in owed if line.by == "provider"}
    names |= {line.rule: line.name for line in card.assessment.clocks if line.open}
    for key, name in names.items():
        rule = card.policy.rules[key]
        kinds: set[str] = set()
        if isinstance(rule, ClockRule):
            kinds = kinds_in(rule.stop)
        elif isinstance(rule, DutyRule):
            kinds = kinds_in(rule.done)
        for kind in sorted(kinds & _goods(card)):
            event = speaker.text(card.policy.events[kind].name)
            found.setdefault(kind, f"{event} – {speaker.text(name)}")
    return found


def _goods(card: CaseCard) -> set[str]:
    """Return the kinds of facts that may be told of a unit that comes to the customer.

    Those about goods, and whatever the policy made up itself.
    """
    asked = ("goods.", "spare.", "replacement.", "loaner.")
    kinds = {kind for kind in card.policy.events if kind.startswith(asked) or kind not in EVENTS}
    return kinds - {*OWN_SERVICE, HANDED_OVER, *THEIR_OWN}
