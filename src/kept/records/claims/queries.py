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
from kept.records.claims.models import Decision, Settlement, ThirdPartyBill
from kept.records.claims.owing import Owing, owing, owing_of
from kept.records.money import Money
from kept.records.releases.models import Release
from kept.rules.policy.model import Policy

_REFUSED = Q(giving__release__released=False)
MOST = 50  # cases of one page; each is worked out anew


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
class Brought:
    """What a decision led to. `payout_sent`: its money has left; `credit_open`: what is unused."""

    payout_id: int | None = None
    payout_sent: bool = False
    credit_note: str = ""
    credit_open: Money | None = None


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
    giving_id: int | None
    version_id: int  # of the policy that its clauses are of
    brought: Brought
    state: str  # "waits", "stands", "refused"
    released_by: str
    release_reason: str


@dataclass(frozen=True)
class WaitingPage:
    """The amounts of some cases; `further`: the case after which the next page begins."""

    rows: list[Waiting]
    further: int | None


def waiting(*, at: datetime, after: int | None = None) -> WaitingPage:
    """Return the amounts that wait for a decision at `at`, the longest waiting first.

    Those of the cases that stand behind one by its key.
    """
    rows = _owing().select_related("customer", "contract")
    last = Case.objects.filter(pk=after or 0, owed_since__isnull=False).first()
    if last is not None:
        later = Q(owed_since__gt=last.owed_since)
        rows = rows.filter(later | Q(owed_since=last.owed_since, pk__gt=last.pk))
    cases = list(rows.order_by("owed_since", "pk")[: MOST + 1])
    found = [each for case in cases[:MOST] for each in _waiting(case, at)]
    return WaitingPage(found, cases[MOST - 1].pk if len(cases) > MOST else None)


def waiting_count() -> int:
    """Return how many cases have an amount that waits for a decision."""
    return _owing().count()


def _owing() -> QuerySet[Case]:
    return Case.objects.filter(owed_since__isnull=False)


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
    *,
    only_open: bool = False,
    case_id: int | None = None,
    pk: int | None = None,
    after: int = 0,
    most: int | None = None,
) -> list[BillRow]:
    """Return third parties' invoices, the oldest first; those after a key."""
    rows = _bills(only_open=only_open).select_related("case", "customer").filter(pk__gt=after)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if pk is not None:
        rows = rows.filter(pk=pk)
    return [_bill(row) for row in rows.order_by("pk")[:most]]


def open_bill_count() -> int:
    """Return how many third parties' invoices wait for a decision."""
    return _bills(only_open=True).count()


def _bills(*, only_open: bool) -> QuerySet[ThirdPartyBill]:
    decided = Decision.objects.filter(bill=OuterRef("pk")).exclude(_REFUSED)
    rows = ThirdPartyBill.objects.annotate(is_decided=Exists(decided))
    return rows.filter(is_decided=False) if only_open else rows


def decisions(
    *,
    case_id: int | None = None,
    to_review: bool = False,
    are_final: bool = False,
    before: int | None = None,
    most: int | None = None,
) -> list[DecisionRow]:
    """Return decisions, the last first; those before a key.

    `to_review`: those that wait for a second person; `are_final`: the others.
    """
    rows = _decisions()
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    waits = Q(giving__needs_second=True, giving__release=None)
    if to_review or are_final:
        rows = rows.filter(waits if to_review else ~waits)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_decision(row) for row in rows.order_by("-pk")[:most]]


def decision(pk: int) -> DecisionRow | None:
    """Return one decision."""
    row = _decisions().filter(pk=pk).first()
    return _decision(row) if row else None


def decision_of(giving_id: int) -> int | None:
    """Return the key of the decision that gives by a giving; None: it is none's."""
    return Decision.objects.filter(giving=giving_id).values_list("pk", flat=True).first()


def decision_behind(*, payout_id: int | None = None, credit_note: str = "") -> int | None:
    """Return the key of the decision that led to a payout or to a credit note."""
    of = Q(payout=payout_id) if payout_id is not None else Q(credit_note__number=credit_note)
    return Settlement.objects.filter(of).values_list("decision", flat=True).first()


def decision_rows(rows: QuerySet[Decision], *, most: int | None = None) -> list[DecisionRow]:
    """Return decisions that were chosen elsewhere, in their order."""
    return [_decision(row) for row in _with_all(rows)[:most]]


def _decisions() -> QuerySet[Decision]:
    return _with_all(Decision.objects.all())


def _with_all(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    what_it_brought = ("settlement__payout__sending", "settlement__credit_note__item")
    return rows.select_related(
        "case", "customer", "decided_by", "giving__release__by", *what_it_brought
    ).defer("settlement__credit_note__data")


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
    release: Release | None = getattr(row.giving, "release", None)
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
        giving_id=row.giving_id,
        version_id=row.case.version_id,
        brought=_brought(row),
        state=_state(row, release),
        released_by=release.by.display_name if release else "",
        release_reason=release.reason if release else "",
    )


def _brought(row: Decision) -> Brought:
    settled: Settlement | None = getattr(row, "settlement", None)
    if settled is not None and settled.payout is not None:
        return Brought(settled.payout.pk, hasattr(settled.payout, "sending"))
    if settled is not None and settled.credit_note is not None:
        note = settled.credit_note
        return Brought(credit_note=str(note.number), credit_open=note.item.open)
    return Brought()


def _state(row: Decision, release: Release | None) -> str:
    if release is not None:
        return "stands" if release.released else "refused"
    return "waits" if row.giving is not None and row.giving.needs_second else "stands"


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
