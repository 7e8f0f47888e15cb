"""S4a: delivery times, two answers side by side, warranty by rank, paid service afterwards."""

import pytest

from kept.rules.assess import ClockState, TermState
from tests.rules.library.shipped import (
    case,
    cited,
    covered,
    fact,
    judged,
    price,
    request,
    when,
    who_pays,
)

AT = "2026-03-02 10:00"
LATER = "2026-03-02 10:30"
ACCEPTED = when("2025-06-01 00:00")
IN_WARRANTY = {"equipment__accepted": ACCEPTED}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00")}
# A Friday before the Spring Festival of 2025: 28 January to 4 February are off, Sunday 26 January
# and Saturday 8 February are working days.
SIGNED = {"contract__signed": when("2025-01-24 10:00")}


def term(key, **about):
    """The term line of a piece of equipment."""
    terms = judged("S4a", case(request(AT), **about), LATER).terms
    return {line.rule: line for line in terms}[key]


def delivery(at):
    order = request("2025-01-24 10:00", case_type="delivery")
    return judged("S4a", case(order, **SIGNED), at)


def test_S4a_1_4a():
    """Seven working days skip the weekend and the holiday, and count the make-up days."""
    line = delivery("2025-02-06 10:00").clock("shipped")

    assert line.due_at == when("2025-02-11 00:00")  # the end of Monday 10 February
    assert line.state is ClockState.RUNNING


def test_S4a_1_4a_is_no_promise_of_a_fault():
    result = judged("S4a", case(request(AT), **SIGNED), LATER)

    assert {line.rule for line in result.clocks} == {"answer", "precise_answer"}


def test_S4a_1_4b():
    """The second milestone of the same contract has its own date (C54)."""
    line = delivery("2025-02-06 10:00").clock("installed")

    assert line.due_at == when("2025-04-04 00:00")  # the end of Thursday 3 April
    assert line.assumed["start"] == "C54"


def test_S4a_1_5b():
    """Goods proved not genuine: every loss is ours."""
    proved = fact("goods.proved_not_genuine", "2026-03-05 10:00")
    result = judged("S4a", case(request(AT), proved, **EXPIRED), "2026-03-05 11:00")

    assert who_pays(result, "loss") == "provider"
    assert cited(result, "loss") == ("S4a-1.5b",)


def test_S4a_1_6():
    """The term names its source; a new national rule moves only what has no special wish."""
    maker = {"equipment__maker_warranty": "18 months", **IN_WARRANTY}
    assert term("free", **maker).end == when("2026-12-01 00:00")
    assert term("free", **maker).length_source == "equipment.maker_warranty"

    national = maker | {"equipment__statutory_warranty": "24 months"}
    assert term("free", **national).end == when("2027-06-01 00:00")
    assert term("free", **national).length_source == "equipment.statutory_warranty"

    special = maker | {"contract__special_warranty": "15 months"}
    assert term("free", **special).end == when("2026-09-01 00:00")
    with_rule = special | {"equipment__statutory_warranty": "24 months"}
    assert term("free", **with_rule).end == when("2026-09-01 00:00")
    assert term("free", **with_rule).length_source == "contract.special_warranty"


def test_S4a_1_7a():
    """Under warranty repair and exchange cost nothing."""
    found = fact("cause.found", "2026-03-02 12:00", cause="material")
    result = judged("S4a", case(request(AT), found, **IN_WARRANTY), "2026-03-02 13:00")

    for component in ("parts", "labour"):
        assert (who_pays(result, component), price(result, component)) == ("provider", "free")
        assert cited(result, component) == ("S4a-1.7a",)


def test_S4a_1_7b():
    """The cause "improper operation" makes it chargeable."""
    found = fact("cause.found", "2026-03-02 12:00", cause="improper_operation")
    result = judged("S4a", case(request(AT), found, **IN_WARRANTY), "2026-03-02 13:00")

    assert covered(result, "S4a-1.7b") is False
    assert who_pays(result, "parts") == "customer"


def test_S4a_1_8a():
    result = judged("S4a", case(request(AT), **EXPIRED), LATER)

    assert {line.rule: line.state for line in result.terms}["free"] is TermState.ENDED
    assert covered(result, "S4a-1.8a") is True
    assert result.clock("answer").due_at == when("2026-03-02 12:00")


@pytest.mark.parametrize(
    ("city", "payer", "basis"),
    [("Hangzhou", "provider", "free"), ("Ningbo", "customer", "distance_fee")],
)
def test_S4a_1_8b(city, payer, basis):
    """Parts at cost, and a distance fee when the site is outside the local zone."""
    found = fact("cause.found", "2026-03-02 12:00", cause="wear")
    result = judged("S4a", case(request(AT), found, **EXPIRED, site__city=city), "2026-03-02 13:00")

    assert (who_pays(result, "parts"), price(result, "parts")) == ("customer", "at_cost")
    assert (who_pays(result, "travel"), price(result, "travel")) == (payer, basis)
    assert cited(result, "travel") == ("S4a-1.8b",)


def test_S4a_1_8c():
    """Labour costs nothing after the warranty, whatever the cause."""
    found = fact("cause.found", "2026-03-02 12:00", cause="improper_operation")
    result = judged("S4a", case(request(AT), found, **EXPIRED), "2026-03-02 13:00")

    assert (who_pays(result, "labour"), price(result, "labour")) == ("provider", "free")
    assert cited(result, "labour") == ("S4a-1.8c",)


@pytest.mark.parametrize("requester", ["customer", "sales"])
def test_S4a_2_1a(requester):
    """A request that sales enters for a customer starts the same 2 hours."""
    line = judged("S4a", case(request(AT, requester=requester)), LATER).clock("answer")

    assert line.due_at == when("2026-03-02 12:00")


def test_S4a_2_1b():
    """Two clocks run side by side; the first response stops only its own."""
    asked = request("2026-03-06 10:00")  # a Friday: the weekend is skipped
    responded = fact("response.given", "2026-03-06 10:20")
    result = judged("S4a", case(asked, responded), "2026-03-06 11:00")

    assert result.clock("answer").state is ClockState.MET
    assert result.clock("precise_answer").state is ClockState.RUNNING
    assert result.clock("precise_answer").due_at == when("2026-03-11 00:00")  # end of Tuesday


def test_S4a_2_4a():
    """The exchange period has a start and no length yet."""
    line = term("exchange", equipment__delivered=ACCEPTED)

    assert line.start == ACCEPTED
    assert (line.length, line.end) == ("unset", None)


def test_S4a_2_4e():
    """A repair that the warranty excludes is paid by the customer, by quotation."""
    found = fact("cause.found", "2026-03-02 12:00", cause="improper_operation")
    result = judged("S4a", case(request(AT), found, **IN_WARRANTY), "2026-03-02 13:00")

    for component in ("parts", "labour", "travel"):
        assert (who_pays(result, component), price(result, component)) == ("customer", "quote")
        assert cited(result, component) == ("S4a-2.4e",)


def test_S4a_2_5a():
    """New equipment has one year."""
    line = term("free", **IN_WARRANTY)

    assert line.end == when("2026-06-01 00:00")
    assert "S4a-2.5a" in line.reason.clauses


def test_S4a_2_5b():
    """Maintenance has no end."""
    line = term("lifelong", **EXPIRED)

    assert (line.state, line.end, line.length) == (TermState.ACTIVE, None, "life")


def test_S4a_2_5c():
    """What the contract says beats everything else, and is shown as the source."""
    about = {"contract__warranty": "6 months", "contract__special_warranty": "36 months"}
    line = term("free", **about, **IN_WARRANTY)

    assert line.end == when("2025-12-01 00:00")
    assert line.length_source == "contract.warranty"
    assert "S4a-2.5c" in line.reason.clauses
