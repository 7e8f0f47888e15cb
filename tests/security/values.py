"""What fills the holes of every route's address with a company's things."""

from __future__ import annotations

from typing import Any

from tests.known import ARTICLE, WORDS
from tests.moneyed import money_for
from tests.security.company import Company, World
from tests.security.offering import price_list_of, quote_of
from tests.security.posting import (
    asked_values,
    draft_of,
    last_note,
    trial_of,
    waiting_letter_of,
)
from tests.security.recovering import supplier_claim_of
from tests.stored import store_for

# What a route's holes are filled with where it is about nothing that is there.
A_SECRET = "a-code-that-nobody-has"
NOTHING: dict[str, object] = {
    # Who has one of these may read what it is for.
    **dict.fromkeys(("label", "receipt", "goods", "parcel", "secret", "offer", "payer"), A_SECRET),
    **dict.fromkeys(("system_id", "alert", "integration", "link"), 99999),
    **dict.fromkeys(("loan", "unit", "movement", "entry", "document"), 99999),
    **dict.fromkeys(("supplier_claim", "recovery", "giving"), 99999),
    "rma": "RMA-2026-99999",
    "paper": "D-999999",
    "token": "none",
    "key": "none",
    "pretended": "nothing-pretended",
}


def values_of(world: World, company: Any) -> dict[str, object]:
    """Return what fills a route's holes with a company's things."""
    return {
        **NOTHING,
        "number": company.case.number,
        "seq": last_note(company),
        "file": company.file,
        "equipment_id": company.equipment.pk,
        "customer_id": company.customer.pk,
        "site_id": company.site.pk,
        "pk": 1,
        "letter_id": waiting_letter_of(company),
        "code": "DESK",
        "clause_id": "D-1",
        "rule": "answer",
        "form": "clock",
        "draft": draft_of(world),
        "requirement": "licence",
        "trial": trial_of(world),
        "call": company.missed,
        "shift": world.shift,
        "note": world.note,
        "holder": world.holder,
        "step": "noted",
        "way": "in",
        "size": "a6",
        "version": 1,
        "article": ARTICLE,
        "words": WORDS,
        **asked_values(company),
        "uidb36": "1",
        **stored_of(company, world),
        **moneyed_of(company, world),
        "quote": quote_of(company, world).number,
        "price_list": price_list_of(world),
    }


def moneyed_of(company: Company, world: World) -> dict[str, object]:
    """Return the keys of a company's invoices, payments and claims."""
    there = money_for(company, world)
    names = ("invoice", "payment", "match", "payout", "bill", "decision")
    claim, came = supplier_claim_of(company, world)
    keys = {name: getattr(there, name) for name in names}
    return {**keys, "supplier_claim": claim, "recovery": came}


def stored_of(company: Company, world: World) -> dict[str, object]:
    """Return the keys of parts and places, and of what the company's case asked for."""
    there = store_for(company, world)
    return {
        "part": there.part,
        "place": there.place,
        "stock": there.stock,
        "piece": there.piece,
        "held": there.held,
        "proposal": there.proposal,
        "request_id": there.request,
    }
