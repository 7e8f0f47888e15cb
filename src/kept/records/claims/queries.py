"""Reading claims and decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from kept.records.cases.models import Case
from kept.records.cases.owing import TO_DECIDE, owed
from kept.records.cases.queries import Assessed, assessed
from kept.records.claims.models import Decision, Review, ThirdPartyBill
from kept.records.claims.owing import Owing, owing, owing_of
from kept.records.money import Money
from kept.rules.policy.model import Policy

_REFUSED = Q(review__agreed=False)
MOST = 50  # cases and bills of one page; each case is worked out anew


@dataclass(frozen=True)
class Waiting:
    """An amount of the policy that waits for a decision."""

    case_number: str
    case_title: str
    customer: Mapping[str, str]
    since: datetime | None
    policy: Policy
    owing: Owing


@dataclass(frozen=True)
class BillRow:
    """A third party's invoice."""

    pk: int
    case_number: str
    customer: Mapping[str, str]
    firm: str
    number: str
    text: str
    money: Money
    recorded_at: datetime
    paid_by_customer: bool
    state: str  # "open", "decided"


@dataclass(frozen=True)
class DecisionRow:
    """A decision, and whether a second person has agreed where one has to."""

    pk: int
    case_number: str
    customer: Mapping[str, str]
    kind: str
    names: Mapping[str, str]
    clauses: tuple[str, ...]
    asked: Money | None
    worked_out: Money | None
    money: Money
    outcome: str
    reason: str
    decided_by: str
    decided_by_id: int
    decided_at: datetime
    state: str  # "waits", "stands", "refused"
    reviewed_by: str
    review_reason: str


def waiting(*, at: datetime) -> list[Waiting]:
    """Return the amounts that wait for a decision at `at`, the longest waiting first."""
    rows = Case.objects.filter(owed_since__isnull=False).select_related("customer", "contract")
    found: list[Waiting] = []
    for case in rows.order_by("owed_since", "pk")[:MOST]:
        found += _waiting(case, at)
    return found


def _waiting(case: Case, at: datetime) -> Iterator[Waiting]:
    known = assessed(case.pk, at=at)
    decided = set(
        Decision.objects.filter(case=case).filter(~_REFUSED).values_list("rule", flat=True)
    )
    for line in owed(known.assessment):
        if line.state in TO_DECIDE and line.rule not in decided:
            yield Waiting(
                str(case.number),
                case.title,
                case.customer.names,
                line.claimed_at or case.owed_since,
                known.policy,
                owing_of(case, known, line),
            )


def amount_of_case(case_id: int, rule: str, *, at: datetime) -> tuple[Case, Assessed, Owing | None]:
    """Return a case, what follows from it, and one amount of ours in it."""
    case = Case.objects.select_related("customer", "contract", "office").get(pk=case_id)
    found = assessed(case_id, at=at)
    return case, found, owing(case, found, rule)


def bills(
    *, only_open: bool = False, case_id: int | None = None, pk: int | None = None
) -> list[BillRow]:
    """Return third parties' invoices, the oldest first."""
    decided = Decision.objects.filter(bill=OuterRef("pk")).exclude(_REFUSED)
    rows = ThirdPartyBill.objects.select_related("case", "customer").annotate(
        is_decided=Exists(decided)
    )
    if only_open:
        rows = rows.filter(is_decided=False)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if pk is not None:
        rows = rows.filter(pk=pk)
    return [_bill(row) for row in rows.order_by("recorded_at", "pk")[:MOST]]


def decisions(*, case_id: int | None = None, to_review: bool = False) -> list[DecisionRow]:
    """Return decisions, the last first; `to_review`: those that wait for a second person."""
    rows = _decisions()
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if to_review:
        rows = rows.filter(needs_second=True, review=None)
    return [_decision(row) for row in rows.order_by("-decided_at", "-pk")[:MOST]]


def decision(pk: int) -> DecisionRow | None:
    """Return one decision."""
    row = _decisions().filter(pk=pk).first()
    return _decision(row) if row else None


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("case", "customer", "decided_by", "review__by")


def _bill(row: ThirdPartyBill) -> BillRow:
    return BillRow(
        pk=row.pk,
        case_number=str(row.case.number),
        customer=row.customer.names,
        firm=row.firm,
        number=row.number,
        text=row.text,
        money=Money(row.amount, row.currency),
        recorded_at=row.recorded_at,
        paid_by_customer=row.paid_by_customer,
        state="decided" if getattr(row, "is_decided", False) else "open",
    )


def _decision(row: Decision) -> DecisionRow:
    review: Review | None = getattr(row, "review", None)
    return DecisionRow(
        pk=row.pk,
        case_number=str(row.case.number),
        customer=row.customer.names,
        kind=row.get_kind_display(),
        names=row.names,
        clauses=tuple(row.clauses),
        asked=_money(row.asked, row.currency),
        worked_out=_money(row.worked_out, row.currency),
        money=Money(row.amount, row.currency),
        outcome=row.get_outcome_display(),
        reason=row.reason,
        decided_by=row.decided_by.display_name,
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
        state=_state(row, review),
        reviewed_by=review.by.display_name if review else "",
        review_reason=review.reason if review else "",
    )


def _state(row: Decision, review: Review | None) -> str:
    if review is not None:
        return "stands" if review.agreed else "refused"
    return "waits" if row.needs_second else "stands"


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
