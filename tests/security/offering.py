"""Prices and quotes of the companies that are looked at: made for one question each."""

from __future__ import annotations

from datetime import timedelta

from kept.records import tokens
from kept.records.documents.models import CodeBy
from kept.records.documents.storing import keep
from kept.records.money import nothing, told
from kept.records.prices.services import ListDetails, open_price_list
from kept.records.quotes.models import Quote, QuoteLink, QuoteVersion
from kept.records.quotes.services import begin_quote
from kept.records.quotes.standing import QUOTE_LINK
from tests.security.company import NOW, Company, World


def price_list_of(world: World) -> int:
    """Return the key of a price list."""
    details = ListDetails(code="ASKED", names={"en": "Asked"}, basis="price_list", currency="CNY")
    return open_price_list(details=details, by=world.people["manager"], at=NOW).pk


def quote_of(company: Company, world: World) -> Quote:
    """Return a quote of a case that was sent once, for nothing."""
    quote = begin_quote(
        case_id=company.case.case_id,
        currency="CNY",
        languages=["en"],
        by=world.desk.dispatcher,
        at=NOW,
        key=f"asked {company.mark}",
    )
    if quote.versions.exists():
        return quote
    QuoteVersion.objects.create(
        quote=quote,
        customer_id=quote.customer_id,
        number=1,
        currency="CNY",
        net=0,
        tax=0,
        total=0,
        valid_until=NOW + timedelta(days=1),
        data={
            "number": str(quote.number),
            "provider": "We",
            "total": told(nothing("CNY")),
            "columns": [{"lang": "en", "title": "Quotation", "head": [], "sections": []}],
        },
        key="asked",
        sha256=keep(b"%PDF-1.7 asked for", now=NOW),
        sent_at=NOW,
        sent_by=world.desk.dispatcher,
    )
    return quote


def offer_of(company: Company, world: World) -> str:
    """Return the secret of a link to a quote."""
    version = quote_of(company, world).versions.get()
    seed = tokens.hash_of(f"asked {company.mark}")[:32]
    secret = tokens.token(QUOTE_LINK, seed)
    if QuoteLink.objects.filter(seed=seed).exists():
        return secret
    QuoteLink.objects.create(
        version=version,
        customer_id=version.customer_id,
        contact_id=company.contact.pk,
        name="Somebody",
        address="somebody@example.com",
        language="en",
        seed=seed,
        secret_sha256=tokens.hash_of(secret),
        code_by=CodeBy.PHONE,
        made_at=NOW,
        made_by=world.desk.dispatcher,
        expires_at=NOW + timedelta(days=1),
    )
    return secret
