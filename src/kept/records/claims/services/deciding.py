"""Deciding about what we owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kept.records.cases.models import Case
from kept.records.cases.queries import Assessed, assessed
from kept.records.cases.services import KeyReused, ReasonMissing, touch_case
from kept.records.cases.whose_word import may_speak_for
from kept.records.claims.currency import currency_of
from kept.records.claims.models import Decision, Kind, Outcome, ThirdPartyBill
from kept.records.claims.owing import (
    DecidedAlready,
    NotOwed,
    check_decidable,
    owing,
)
from kept.records.claims.services.settling import settle
from kept.records.ledger.services import write
from kept.records.money import Money, NotMoney
from kept.records.naming import name_in
from kept.records.payments.services import AmountUnclear
from kept.records.payments.streams import take_turn_for_numbers
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.records.releases.models import Giving, Release
from kept.records.releases.models import Kind as GivingKind
from kept.records.releases.services import NewGiving, ask_to_give

THIRD_PARTY: Final = "third_party"  # the cost component
BILL_NAMES: Final = {
    "en": gettext_noop("Repair by a third party"),
    "zh-hans": "第三方维修",
    "zh-hant": "第三方維修",
}
VOLUNTARY_NAMES: Final = {
    "en": gettext_noop("Voluntary compensation"),
    "zh-hans": "善意补偿",
    "zh-hant": "善意補償",
}


class NotYoursToDecide(Refused):
    """Only whom the policy or the company names decides about money."""

    sentence = _("A manager decides about this.")


class OutcomeUnclear(Refused):
    """Something is given in one of two ways; nothing is given in none."""

    sentence = _("Please say how it is given; an amount of zero is given in no way.")


class OwedLess(Refused):
    """What the policy works out is given, and it works out less by now."""

    sentence = _("Meanwhile the policy works out %(owed)s only. Please refuse it and decide again.")


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """How much is given, how, and why. Either `rule`, or `bill_id`, or neither: voluntary."""

    case_id: int
    amount: Decimal
    outcome: Outcome
    reason: str = ""
    rule: str = ""
    bill_id: int | None = None
    currency: str = ""  # of what is voluntary; else the claim's
    clause: str = ""  # of what is voluntary: the promise that was broken


@dataclass(frozen=True)
class Decided:
    """A decision; `stands`: nobody else has to release it any more."""

    decision_id: int
    stands: bool
    repeated: bool


@dataclass(frozen=True)
class _Matter:
    """What is decided about, and what it comes to."""

    kind: Kind
    names: dict[str, str]
    clauses: tuple[str, ...]
    currency: str
    asked: Money | None
    worked_out: Money | None
    payee: str
    decided_by: str = ""
    bill: ThirdPartyBill | None = None


@transaction.atomic
def decide_claim(*, decision: NewDecision, by: Person, now: datetime, key: str) -> Decided:
    """Decide about a claim, once. Above the limit it waits for a second person.

    Safe to repeat with the same key. Raises NotYoursToDecide, NotOwed, NotClaimed, ClaimTooLate,
    DecidedAlready, ReasonMissing, AmountUnclear, OutcomeUnclear, KeyReused, CaseNotFound,
    ConcernsYou.
    """
    if decision.outcome == Outcome.CREDIT_NOTE:
        take_turn_for_numbers()
    case = touch_case(case_id=decision.case_id, handled_by=by)
    old = Decision.objects.filter(decided_by=by, key=key).first()
    if old is not None:
        if not _is_same(old, decision):
            raise KeyReused
        return Decided(old.pk, stands(old), True)
    before = _instead_of(decision)
    matter = _matter(case, decision, now=now)
    if not may_speak_for(matter.decided_by or Role.MANAGER, by=by, deciding=True):
        raise NotYoursToDecide
    money = _checked(decision, matter)
    giving = _giving(case, decision, matter, money, by=by, now=now, key=key)
    row = Decision.objects.create(
        case=case,
        customer_id=case.customer_id,
        kind=matter.kind,
        rule=decision.rule,
        bill=matter.bill,
        names=matter.names,
        clauses=list(matter.clauses),
        currency=money.currency,
        asked=matter.asked.amount if matter.asked else None,
        worked_out=matter.worked_out.amount if matter.worked_out else None,
        amount=money.amount,
        outcome=decision.outcome,
        payee=matter.payee[:200],
        reason=decision.reason.strip()[:1000],
        giving=giving,
        instead_of=before,
        decided_at=now,
        decided_by=by,
        key=key,
    )
    _write(row, case, by=by, now=now)
    is_done = giving is None or not giving.needs_second
    if is_done:
        settle(row, case, by=by, now=now)
    return Decided(row.pk, is_done, False)


def settle_released(giving: Giving, case: Case, *, now: datetime) -> None:
    """Let what a second person released follow, in the name of who decided.

    Part of the caller's transaction. Raises NotOwed and the like where what was decided about is
    not owed any more, and OwedLess where the policy works out less of it than it did: days may lie
    between the two persons.
    """
    row = giving.decision
    again = NewDecision(
        case_id=case.pk,
        amount=row.amount,
        outcome=Outcome(row.outcome),
        rule=row.rule,
        bill_id=row.bill_id,
        currency=row.currency,
    )
    owed = _matter(case, again, now=now).worked_out
    if row.amount == row.worked_out and owed is not None and owed.amount < row.amount:
        raise OwedLess(owed=owed)
    settle(row, case, by=row.decided_by, now=now)


def stands(row: Decision) -> bool:
    """Say whether nobody else has to release it any more."""
    giving = row.giving
    if giving is None or not giving.needs_second:
        return True
    return Release.objects.filter(giving=giving, released=True).exists()


def _giving(
    case: Case, decision: NewDecision, matter: _Matter, money: Money, **told: Any
) -> Giving | None:
    """Ask to give so much; None: nothing is given."""
    if not money:
        return None
    new = NewGiving(
        kind=GivingKind.DECISION,
        customer=case.customer,
        case=case,
        about=f"case {case.pk}",
        money=money,
        subject=name_in(matter.names, case.customer.language),
        payee=matter.payee,
        reason=decision.reason,
        gives=True,
        pays=decision.outcome == Outcome.PAYOUT,
        is_judged=money != matter.worked_out,
        what={"names": matter.names},
    )
    return ask_to_give(new, **told)


def _is_same(old: Decision, asked: NewDecision) -> bool:
    said = (asked.case_id, asked.rule, asked.bill_id, asked.amount, asked.outcome)
    is_same = (old.case_id, old.rule, old.bill_id, old.amount, old.outcome) == said
    return is_same and asked.currency in ("", old.currency)


def _instead_of(decision: NewDecision) -> Release | None:
    """Return the refusal after which it may be decided once more. Raises DecidedAlready."""
    if decision.rule:
        rows = Decision.objects.filter(case_id=decision.case_id, rule=decision.rule)
    elif decision.bill_id is not None:
        rows = Decision.objects.filter(bill_id=decision.bill_id)
    else:
        return None
    last = rows.order_by("-pk").first()
    if last is None:
        return None
    refused = Release.objects.filter(giving=last.giving_id, released=False).first()
    if refused is None:
        raise DecidedAlready
    return refused


def _matter(case: Case, decision: NewDecision, *, now: datetime) -> _Matter:
    if decision.rule:
        return _of_policy(case, assessed(case.pk, at=now), decision.rule)
    if decision.bill_id is not None:
        return _of_bill(case, assessed(case.pk, at=now), decision.bill_id)
    currency = decision.currency or currency_of(case)
    clauses = (decision.clause.strip(),) if decision.clause.strip() else ()
    return _Matter(
        Kind.VOLUNTARY, dict(VOLUNTARY_NAMES), clauses, currency, None, None, _name(case)
    )


def _of_policy(case: Case, found: Assessed, rule: str) -> _Matter:
    known = check_decidable(owing(case, found, rule), found)
    line = known.line
    names = {tag.lower(): text for tag, text in line.name.items()}
    return _Matter(
        Kind.AMOUNT,
        names or {"en": rule},
        line.reason.clauses,
        currency_of(case),
        known.asked,
        known.worked_out,
        _name(case),
        line.decided_by,
    )


def _of_bill(case: Case, found: Assessed, bill_id: int) -> _Matter:
    """Return a third party's bill, if the policy lays it on us. Raises NotOwed.

    The facts decide, each with when it was entered: an answer that is entered late does not take
    away what the customer chose in good faith, where the policy says so.
    """
    bill = ThirdPartyBill.objects.filter(pk=bill_id, case=case).first()
    line = next((c for c in found.assessment.costs if c.component == THIRD_PARTY), None)
    if bill is None or line is None or line.payer != "provider":
        told = dict.fromkeys(c for o in (line.payers if line else ()) for c in o.reason.clauses)
        raise NotOwed(clauses=", ".join(told) or found.policy.id)
    asked = Money(bill.amount, bill.currency)
    payee = _name(case) if bill.paid_by_customer else bill.firm
    clauses = line.payers[-1].reason.clauses
    return _Matter(
        Kind.THIRD_PARTY,
        dict(BILL_NAMES),
        clauses,
        bill.currency,
        asked,
        None,
        payee,
        bill=bill,
    )


def _name(case: Case) -> str:
    return name_in(case.customer.names, case.customer.language)


def _checked(decision: NewDecision, matter: _Matter) -> Money:
    try:
        money = Money(decision.amount, matter.currency)
    except NotMoney:
        raise AmountUnclear(currency=matter.currency) from None
    if money.amount < 0:
        raise AmountUnclear(currency=matter.currency)
    if bool(money) != (decision.outcome != Outcome.NOTHING):
        raise OutcomeUnclear
    if money != matter.worked_out and not decision.reason.strip():
        raise ReasonMissing
    return money


def _write(row: Decision, case: Case, *, by: Person, now: datetime) -> None:
    data = {
        "decision": row.pk,
        "kind": row.kind,
        "rule": row.rule,
        "bill": row.bill_id,
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "worked_out": None if row.worked_out is None else f"{row.worked_out:f}",
        "outcome": row.outcome,
        "reason": row.reason,
        "giving": row.giving_id,
    }
    write(stream=case.stream, verb="decision.made", by=by, at=now, data=data)
