"""What can be sent about prices and quotes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from kept.records import tokens
from kept.records.prices.services import ItemDetails, NewPrice, set_price
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.models import QuoteLink
from kept.records.quotes.services import write_quote
from kept.records.quotes.standing import QUOTE_LINK
from tests.security.company import NOW, Company, World
from tests.security.offering import offer_of, price_list_of
from tests.security.post import Post

# What managers do, what a customer answers, and right forms about what the case does not ask,
# and about work without a price.
BY_MANAGERS = {
    *("money:prices", "money:price_list", "money:price_file", "money:price_list_close"),
    *("money:taxes", "money:charges_goodwill"),
}
BY_LINK = {"money:quote_by_link", "money:quote_ask"}
NOTHING_ASKED = {"money:charges_answer", "money:quote_work", "money:bill_work"}


@dataclass(frozen=True)
class Offered:
    """A quote of a case that was sent once, and goes on as a draft with one line."""

    address: str
    by_link: str
    code: str
    sha256: str
    edition: int
    price: int
    price_list: int


def offered_of(company: Company, world: World) -> Offered:
    """Return a quote of a company's case, made for this."""
    secret = offer_of(company, world)
    link = QuoteLink.objects.select_related("version__quote").get(
        secret_sha256=tokens.hash_of(secret)
    )
    quote, by = link.version.quote, world.desk.dispatcher
    line = DraftLine(
        component="labour",
        quantity=Decimal(1),
        names={"en": "Hour"},
        unit="hour",
        typed=Decimal(10),
        why="sent in a test",
    )
    written = write_quote(
        quote_id=quote.pk, lines=[line], note={}, edition=quote.edition, by=by, at=NOW
    )
    prices = price_list_of(world)
    item = ItemDetails(component="travel", unit="km", code="KM", names={"en": "Kilometre"})
    price = NewPrice(item=item, amount=Decimal(3), valid_from=date(2026, 1, 1))
    made = set_price(list_id=prices, price=price, by=world.people["manager"], at=NOW)
    return Offered(
        address=f"/quotes/{quote.number}",
        by_link=f"/q/{secret}/",
        code=tokens.code(QUOTE_LINK, link.seed),
        sha256=link.version.sha256,
        edition=written.edition,
        price=made.pk,
        price_list=prices,
    )


def quote_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about prices and quotes that takes one."""
    there, key = offered_of(company, world), {"key": uuid.uuid4().hex}
    case, said = f"/cases/{company.case.number}", {"reason": "sent in a test"}
    edition, answer = {"edition": str(there.edition)}, {"sha256": there.sha256, "name": "Wu"}
    accepted = key | answer | {"outcome": "accepted"}
    typed = {"component": "other", "name": "x", "quantity": "1", "unit": "day", "amount": "1"}
    return {
        "money:charges_answer": Post(f"{case}/charges/answer/", key | {"evidence": "x"}),
        "money:charges_goodwill": Post(
            f"{case}/charges/goodwill/",
            key | said | {"component": "labour", "per_cent": "5", "up_to": "10"},
        ),
        "money:quote_begin": Post(
            f"{case}/quotes/begin/", key | {"currency": "CNY", "language": "en"}
        ),
        "money:quote_lines": Post(f"{there.address}/lines/", edition | {"q0": "2", "note_en": "x"}),
        "money:quote_add": Post(
            f"{there.address}/add/", edition | {"price": str(there.price), "quantity": "1"}
        ),
        "money:quote_type": Post(f"{there.address}/type/", edition | typed | {"why": "x"}),
        "money:quote_work": Post(f"{there.address}/work/", edition),
        "money:quote_send": Post(
            f"{there.address}/send/",
            edition
            | key
            | {"contact": str(company.contact.pk), "code_by": "phone", "until": "2026-12-24"},
        ),
        "money:quote_say": Post(
            f"{there.address}/say/", key | {"speech": "explained", "name": "Wu", "text": "x"}
        ),
        "money:quote_answer": Post(
            f"{there.address}/answer/", accepted | {"way": "telephone", "evidence": "x"}
        ),
        "money:quote_withdraw": Post(f"{there.address}/withdraw/", said),
        "money:quote_link_end": Post(f"{there.address}/link/end/", {}),
        "money:quote_by_link": Post(there.by_link, accepted | {"code": there.code}),
        "money:quote_ask": Post(f"{there.by_link}ask/", key | {"text": "x"}),
        **price_posts(there),
    }


def price_posts(there: Offered) -> dict[str, Post]:
    """Return a right form for each route about prices and taxes that takes one."""
    address = f"/prices/{there.price_list}/"
    rows = b"component,code,name,amount,valid_from\ntravel,KM,Km,4,2026-07-01\n"
    tax = {"code": "VAT", "name": "VAT", "country": "CN", "per_cent": "6"}
    km = {"component": "travel", "code": "KM", "unit": "km", "amount": "5"}
    new = {"code": uuid.uuid4().hex[:8], "name": "x", "basis": "market", "currency": "CNY"}
    return {
        "money:prices": Post("/prices/", new),
        "money:price_list": Post(address, km | {"valid_from": "2026-06-01"}),
        "money:price_file": Post(f"{address}file/", {"file": SimpleUploadedFile("p.csv", rows)}),
        "money:price_list_close": Post(f"{address}close/", {}),
        "money:taxes": Post("/prices/taxes/", tax | {"valid_from": "2026-01-01"}),
    }
