"""What can be sent about money."""

from __future__ import annotations

import uuid

from tests.moneyed import money_for
from tests.security.company import Company, World
from tests.security.post import Post
from tests.security.recovering import supplier_posts

# Who writes with these forms.
BOOKS = {
    *("money:invoice_new", "money:invoice_credit", "money:invoice_pay", "money:case_pay"),
    *("money:credit_match", "money:credit_payout", "money:release"),
    *("money:payment_match", "money:payment_refund", "money:match_undo", "money:payout_sent"),
    "money:bill_work",
    *("money:deposit_ask", "money:pay_link", "money:pay_link_end"),
    *("money:supplier_recovery", "money:recovery_undo"),
}
DECIDING = {
    "money:claim_decide",
    "money:bill_decide",
    "money:compensation",
}


def money_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about money that takes one."""
    there, case = money_for(company, world), company.case.number
    key, reason = {"key": uuid.uuid4().hex}, {"reason": "sent in a test"}
    line = {"text_1": "x", "component_1": "parts", "quantity_1": "1", "price_1": "5", "tax_1": "0"}
    came = {"received_at": "2026-11-24T10:00", "method": "transfer", "reference": "x"}
    paid = key | came | {"amount": "5", "currency": "CNY"}
    deposit = {"amount": "5", "currency": "EUR"}
    given = key | reason | {"amount": "5", "outcome": "payout"}
    billed = {"firm": "x", "number": uuid.uuid4().hex, "dated_on": "2026-11-24", "text": "x"}
    put = key | {"invoice": str(there.item), "amount": "5"}
    invoice, payment = f"/invoices/{there.invoice}", f"/payments/{there.payment}"
    forms = {
        "money:invoice_new": (
            f"/cases/{case}/invoice/",
            key | line | {"currency": "CNY", "due_on": "2026-12-24"},
        ),
        "money:invoice_credit": (f"{invoice}/credit/", key | reason),
        "money:invoice_pay": (f"{invoice}/pay/", paid),
        "money:case_pay": (f"/cases/{case}/payment/", paid),
        "money:payment_match": (f"{payment}/match/", put),
        "money:credit_match": (f"/invoices/{there.credit}/match/", put),
        "money:credit_payout": (f"/invoices/{there.credit}/pay-out/", key | {"amount": "5"}),
        "money:payment_refund": (f"{payment}/refund/", key | reason | {"amount": "5"}),
        "money:match_undo": (f"/payments/matched/{there.match}/undo/", key | reason),
        "money:payout_sent": (f"/payouts/{there.payout}/sent/", key | {"reference": "x"}),
        "money:deposit_ask": (f"/cases/{case}/deposit/", key | reason | deposit),
        "money:pay_link": (
            f"/cases/{case}/pay-link/",
            key | {"contact": str(company.contact.pk), "code_by": "phone"},
        ),
        "money:pay_link_end": (f"/cases/{case}/pay-link/end/", {}),
        "money:bill_decide": (f"/claims/bills/{there.bill}/", given),
        "money:release": (f"/releases/{there.giving}/", key | {"answer": "yes"}),
        "money:claim_decide": (f"/claims/cases/{case}/loss/", given),
        "money:claim_make": (
            f"/cases/{case}/claim/loss/",
            key | {"amount": "5", "at": "2026-11-24T14:00"},
        ),
        "money:bill_new": (
            f"/cases/{case}/bill/",
            key | billed | {"amount": "5", "currency": "CNY"},
        ),
        "money:compensation": (
            f"/cases/{case}/compensation/",
            given | {"currency": "CNY", "clause": ""},
        ),
    }
    forms |= supplier_posts(company, world)
    return {name: Post(*form) for name, form in forms.items()}
