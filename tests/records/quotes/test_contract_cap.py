"""A price that somebody types is capped by the contract's unit price as any other is."""

from datetime import date
from decimal import Decimal

import pytest

from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import ContractDetails, Covered, cover, sign_contract
from kept.records.prices.services import ItemDetails, ListDetails, NewPrice, open_price_list
from kept.records.prices.services import set_price as priced
from kept.records.quotes.models import Quote
from kept.records.quotes.services import AboveCap, LineNotReady
from tests.desk import at, open_desk
from tests.records.quotes.conftest import QUOTING, Counter

BEGIN = date(2026, 1, 1)

CAPPED = QUOTING.replace("parts: at_cost", "parts: contract_unit_price_cap")


@pytest.fixture
def counter(db):
    """A counter at which a contract prices two parts, at 80 and at 200."""
    counter = Counter(open_desk(CAPPED))
    desk = counter.desk
    details = ContractDetails(
        number="C-1",
        customer_id=desk.customer.pk,
        kind=ContractKind.SUPPLY,
        signed_on=BEGIN,
        starts_on=BEGIN,
        version_id=desk.version.pk,
    )
    contract = sign_contract(details=details, by=desk.manager, at=at("08:00"))
    what = Covered(equipment_id=desk.equipment.pk)
    cover(contract_id=contract.pk, what=what, by=desk.manager, at=at("08:00"))
    told = ListDetails(
        code="UNIT", names={"en": "Unit prices"}, basis="contract", currency="CNY",
        contract_id=contract.pk,
    )  # fmt: skip
    units = open_price_list(details=told, by=desk.manager, at=at("08:00"))
    for code, amount in (("BOARD", 80), ("MOTOR", 200)):
        item = ItemDetails(component="parts", unit="piece", code=code, names={"en": code})
        price = NewPrice(item=item, amount=Decimal(amount), valid_from=BEGIN)
        row = priced(list_id=units.pk, price=price, by=desk.manager, at=at("08:00"))
        setattr(counter, code.lower(), row)
    counter.opened = desk.log("10:03", contact_id=counter.contact.pk)
    counter.found()
    return counter


def refused(counter, *lines) -> str:
    quote = counter.begin()
    with pytest.raises(AboveCap) as above:
        counter.write(quote, *lines)
    assert Quote.objects.get(pk=quote.pk).lines == []
    return str(above.value)


def test_more_than_any_unit_price_is_refused_with_its_clause(counter):
    said = refused(counter, counter.typed("200.01", component="parts"))

    assert said == "Line 1 (D-9): The contract's unit price is the most that may be asked."


def test_between_two_unit_prices_it_takes_to_say_which_item_it_is(counter):
    typed = counter.typed("120", component="parts")
    assert "Please say which item of the contract this is." in refused(counter, typed)

    board = counter.typed("120", component="parts", price_id=counter.board.pk)
    assert refused(counter, board).endswith("the most that may be asked.")

    motor = counter.typed("120", component="parts", price_id=counter.motor.pk)
    written = counter.write(counter.begin(), motor)
    assert [(one["code"], one["typed"], one["price"]) for one in written.lines] == [
        ("MOTOR", "120", None)
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"component": "parts", "amount": "80"},  # no unit price is lower
        {"component": "labour", "amount": "900"},  # the contract prices none
        {"component": "parts", "amount": "900", "outside": True},  # said to be none of its items
    ],
)
def test_what_no_unit_price_is_below_can_be_asked(counter, more):
    amount = more.pop("amount")

    assert counter.write(counter.begin(), counter.typed(amount, **more)).lines


def test_what_was_typed_before_the_cap_held_is_refused_when_it_is_sent(counter):
    counter.found("quality", "10:31")
    quote = counter.write(counter.begin(), counter.typed("900", component="parts"))
    counter.found("negligence", "10:32")

    with pytest.raises(LineNotReady, match="most that may be asked"):
        counter.send(quote)
