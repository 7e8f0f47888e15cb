"""A quote at the small service desk: a policy that says who pays, prices, somebody to answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.people.models import Language
from kept.records.prices.queries import offers
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.models import Outcome, Quote, QuoteLink, QuoteVersion
from kept.records.quotes.queries import quote_card
from kept.records.quotes.services import (
    Answering,
    Sending,
    answer_by_link,
    begin_quote,
    send_quote,
    write_quote,
)
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.tokens import code, token
from tests.desk import POLICY, Desk, at, open_desk
from tests.records.prices.conftest import Shop

PAYS = """
  pays:
    form: cost
    name: {en: Who pays, zh-Hans: 费用}
    cases:
      - {source: D-8, when: {cause: quality}, pays: {all: provider}, price: {all: free}}
      - source: D-9
        when: {cause: [negligence, improper_use]}
        pays: {all: customer}
        price: {parts: at_cost, labour: price_list}
      - source: D-10
        share: {parts: {customer: 40, provider: 60}}
        pays: {labour: provider, travel: customer}
        fee: {travel: 200}
        at_least: {travel: 300}
  offer:
    form: term
    name: {en: Offer}
    source: D-11
    start: quote.sent
    length: 2 days, same time
"""
CLAUSES = """  D-7: {en: We report in good time.}
  D-8: {en: Our defects are free.}
  D-9: {en: What you broke you pay.}
  D-10: {en: Wear is shared.}
  D-11: {en: Offers hold for two days.}
"""
QUOTING = POLICY.replace("  D-7: {en: We report in good time.}\n", CLAUSES) + PAYS
PROVIDER = {"en": "Heron Service"}


class Counter:
    """Everything that a quote takes, with short words for tests."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self.shop = Shop(desk)
        self.cost = self.shop.open("COST", basis="at_cost")
        self.fuse = self.shop.set("10.00", of=self.cost)
        self.hour = self.shop.hour("300.00")
        self.shop.tax("VAT-13", "13", ["parts"])
        self.shop.tax("VAT-6", "6")
        details = ContactDetails(
            customer_id=desk.customer.pk,
            name="Li Hua",
            language=Language.ENGLISH,
            emails=("li.hua@east.example",),
        )
        self.contact = register_contact(details=details, by=desk.hotline, at=at("08:30"))
        self.opened = desk.log("10:02", contact_id=self.contact.pk)

    def found(self, cause="negligence", now="10:30"):
        return self.desk.record(self.opened, "cause.found", now, cause=cause, finding="final")

    def begin(self, key="begin", currency="CNY", languages=("en",)) -> Quote:
        return begin_quote(
            case_id=self.opened.case_id,
            currency=currency,
            languages=languages,
            by=self.desk.hotline,
            at=at("10:40"),
            key=key,
        )

    def line(self, price, quantity="1", **more):
        return DraftLine(
            component="",
            quantity=Decimal(quantity),
            names={},
            unit="",
            price_id=price.pk,
            **more,
        )

    def typed(self, amount, component="other", why="agreed on the telephone", **more):
        line = DraftLine(
            component=component,
            quantity=Decimal(more.pop("quantity", "1")),
            names={"en": "Crane"},
            unit="day",
            typed=Decimal(amount),
            why=why,
        )
        return replace(line, **more)

    def write(self, quote, *lines, edition=None, by=None, note=None) -> Quote:
        return write_quote(
            quote_id=quote.pk,
            lines=lines,
            note=note or {},
            edition=edition or Quote.objects.get(pk=quote.pk).edition,
            by=by or self.desk.hotline,
            at=at("10:45"),
        )

    def drafted(self, *lines, **more) -> Quote:
        return self.write(self.begin(**more), *(lines or (self.line(self.fuse, "2"),)))

    def sending(self, quote, key="send", **more) -> Sending:
        return Sending(
            quote_id=quote.pk,
            edition=Quote.objects.get(pk=quote.pk).edition,
            provider=PROVIDER,
            contact_id=self.contact.pk,
            key=key,
            **more,
        )

    def send(self, quote, now="11:00", key="send", **more) -> QuoteVersion:
        sending = self.sending(quote, key, **more)
        return send_quote(sending=sending, by=self.desk.hotline, at=at(now))

    def sent(self, *lines, cause="negligence") -> QuoteVersion:
        if cause:
            self.found(cause)
        return self.send(self.drafted(*lines))

    def card(self, quote, now="12:00"):
        return quote_card(str(quote.number), viewer=self.desk.hotline, at=at(now))

    def link(self, version) -> QuoteLink:
        return QuoteLink.objects.filter(version=version).order_by("-pk").first()

    def secret(self, version) -> str:
        return token(QUOTE_LINK, self.link(version).seed)

    def code(self, version) -> str:
        return code(QUOTE_LINK, self.link(version).seed)

    def answering(self, version, outcome=Outcome.ACCEPTED, key="answer", **more) -> Answering:
        said = {"name": "Li Hua", "reason": "" if outcome == Outcome.ACCEPTED else "too dear"}
        said |= {"sha256": version.sha256, **more}
        return Answering(version_id=version.pk, outcome=outcome, key=key, **said)

    def answer(self, version, outcome=Outcome.ACCEPTED, now="11:30", said="", **more):
        return answer_by_link(
            secret=self.secret(version),
            code=said or self.code(version),
            answering=self.answering(version, outcome, **more),
            at=at(now),
        )

    def offers(self):
        return offers(currency="CNY", on=date(2026, 11, 24), contract_id=None)


@pytest.fixture
def counter(db, settings, tmp_path) -> Counter:
    settings.FILES = tmp_path / "files"
    return Counter(open_desk(QUOTING))


@pytest.fixture
def committed_counter(transactional_db, settings, tmp_path) -> Counter:
    settings.FILES = tmp_path / "files"
    return Counter(open_desk(QUOTING))
