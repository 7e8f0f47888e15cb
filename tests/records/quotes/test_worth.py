"""What was done comes to so much, and the parties' parts are all of it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kept.records.money import Money, total
from kept.records.quotes.worth import Worth, together

AMOUNTS = st.integers(0, 10**9).map(lambda cents: Money(Decimal(cents).scaleb(-2), "CNY"))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=6))
def test_what_each_party_pays_adds_up_to_what_is_known(pairs):
    found = [
        Worth(whole=ours + theirs, parties={"provider": ours, "customer": theirs}, missing=False)
        for ours, theirs in pairs
    ]

    sums = together(found, "CNY")
    assert total(sums.values(), "CNY") == total((one.whole for one in found), "CNY")


def test_what_is_open_is_nobodys():
    one = Worth(whole=Money(Decimal(5), "CNY"), parties={}, missing=False)

    assert together([one], "CNY") == {}
