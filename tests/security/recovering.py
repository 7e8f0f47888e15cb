"""What can be sent about claims against suppliers."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

from kept.records.claims.models import Way
from kept.records.claims.services import (
    NewRecovery,
    NewSupplierClaim,
    NewSupplierDecision,
    claim_from_supplier,
    decide_supplier_claim,
    record_recovery,
)
from tests.security.company import NOW, Company, World

DUE = NOW + timedelta(days=9)
Forms = dict[str, tuple[str, dict[str, object]]]


def supplier_posts(company: Company, world: World) -> Forms:
    """Return a right form for each route about what suppliers owe."""
    case = company.case.number
    key, due = {"key": uuid.uuid4().hex}, f"{DUE:%Y-%m-%dT%H:%M}"
    said = {"supplier": "x", "amount": "5", "currency": "CNY", "reason": "sent in a test"}
    claim, came = supplier_claim_of(company, world)
    return {
        "money:supplier_new": (f"/cases/{case}/supplier-claim/", key | said | {"due_at": due}),
        "money:supplier_decide": (
            f"/supplier-claims/{claim}/decide/",
            key | {"amount": "5", "said_by": "x", "due_at": due, "reason": "sent in a test"},
        ),
        "money:supplier_recovery": (
            f"/supplier-claims/{claim}/came/",
            key | {"amount": "1", "way": "paid", "came_on": "2026-11-24", "reference": "x"},
        ),
        "money:recovery_undo": (
            f"/supplier-claims/came/{came}/undo/",
            key | {"reason": "sent in a test"},
        ),
    }


def supplier_claim_of(company: Company, world: World) -> tuple[int, int]:
    """Return the keys of a claim of the company's case, and of what came of it."""
    said = {"by": world.desk.hotline, "now": NOW}
    claim = NewSupplierClaim(
        case_id=company.case.case_id,
        supplier=company.mark,
        amount=Decimal(9),
        currency="CNY",
        reason=company.mark,
        due_at=DUE,
    )
    made = claim_from_supplier(claim=claim, key=uuid.uuid4().hex, **said)
    decision = NewSupplierDecision(claim_id=made, amount=Decimal(9), said_by="x", due_at=DUE)
    decide_supplier_claim(decision=decision, key=uuid.uuid4().hex, **said)
    came = NewRecovery(
        claim_id=made, amount=Decimal(2), way=Way.PAID, came_on=NOW.date(), reference="x"
    )
    return made, record_recovery(recovery=came, key=uuid.uuid4().hex, **said)
