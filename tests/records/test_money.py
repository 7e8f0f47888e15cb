"""Money is exact: sums are their lines, currencies never meet, and rounding happens once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.records.money import (
    DIGITS,
    CurrenciesDiffer,
    Money,
    NotMoney,
    TooMuch,
    as_told,
    digits_of,
    nothing,
    read_amount,
    rounded,
    spread,
    told,
    total,
)

currencies = st.sampled_from(["CNY", "TWD", "USD", "JPY", "KWD", "CLF"])


@st.composite
def monies(draw, currency=None):
    code = currency or draw(currencies)
    units = draw(st.integers(-(10**12), 10**12))
    return Money(Decimal(units).scaleb(-digits_of(code)), code)


weights = st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=12).filter(any)


class TestAmounts:
    @pytest.mark.parametrize(
        ("amount", "currency"),
        [
            ("0.005", "CNY"),  # half a fen cannot be paid
            ("1.5", "JPY"),  # the yen has no smaller coin
            ("1.2345", "KWD"),
            ("NaN", "CNY"),
            ("Infinity", "CNY"),
            ("1E+15", "CNY"),
            ("1", "XXX"),
            ("1", "cny"),
            ("1", ""),
        ],
    )
    def test_refuses_what_cannot_be_paid(self, amount, currency):
        with pytest.raises(NotMoney):
            Money(Decimal(amount), currency)

    def test_refuses_floats(self):
        with pytest.raises(NotMoney):
            Money(1.5, "CNY")

    def test_is_written_with_all_digits_of_its_currency(self):
        assert str(Money(Decimal("1234.5"), "CNY")) == "CNY 1,234.50"
        assert str(Money(Decimal("1234"), "JPY")) == "JPY 1,234"
        assert str(Money(Decimal("-0.0"), "KWD")) == "KWD 0.000"

    def test_comes_from_the_database_with_more_zeros(self):
        assert Money(Decimal("12.3000"), "CNY") == Money(Decimal("12.3"), "CNY")
        assert hash(Money(Decimal("12.3000"), "CNY")) == hash(Money(Decimal("12.3"), "CNY"))

    def test_every_currency_has_its_own_digits(self):
        assert all(len(code) == 3 and code.isupper() for code in DIGITS)
        assert {DIGITS["CNY"], DIGITS["EUR"], DIGITS["JPY"], DIGITS["BHD"]} == {2, 0, 3}

    @given(monies())
    def test_is_told_and_read_again(self, money):
        assert as_told(told(money)) == money


class TestSums:
    def test_of_two_currencies_there_is_none(self):
        one, other = nothing("CNY"), nothing("TWD")
        for meeting in (lambda: one + other, lambda: one - other, lambda: one < other):
            with pytest.raises(CurrenciesDiffer):
                meeting()
        with pytest.raises(CurrenciesDiffer):
            total([one], "TWD")

    @given(st.lists(monies("CNY"), max_size=20))
    def test_do_not_depend_on_the_order(self, amounts):
        assert total(amounts, "CNY") == total(reversed(amounts), "CNY")

    @given(monies("USD"), monies("USD"))
    def test_what_is_taken_away_comes_back(self, one, other):
        assert one - other + other == one
        assert (one < other) == (other - one > nothing("USD"))


class TestRounding:
    @pytest.mark.parametrize(
        ("exact", "currency", "paid"),
        [
            ("0.005", "CNY", "0.01"),
            ("-0.005", "CNY", "-0.01"),  # away from zero on both sides
            ("0.015", "CNY", "0.02"),
            ("0.00499999999999999999999", "CNY", "0.00"),
            ("2.5", "JPY", "3"),
            ("1.0005", "KWD", "1.001"),
        ],
    )
    def test_halves_go_away_from_zero(self, exact, currency, paid):
        assert rounded(Decimal(exact), currency) == Money(Decimal(paid), currency)

    def test_what_is_no_number_is_no_money(self):
        for strange in ("NaN", "Infinity", "1E+999999"):
            with pytest.raises(NotMoney):
                rounded(Decimal(strange), "CNY")

    @given(monies("CNY"), st.decimals(0, 100, places=4))
    def test_a_share_is_at_most_half_a_unit_off(self, money, rate):
        exact = money.amount * rate / 100

        assert abs(money.per_cent(rate).amount - exact) <= Decimal("0.005")

    @given(monies("CNY"), st.integers(0, 1000))
    def test_so_many_pieces_are_the_sum_of_the_pieces(self, money, count):
        assert money.times(count) == total([money] * count, "CNY")


class TestSpreading:
    @given(monies(), weights)
    def test_loses_nothing(self, whole, by):
        assert total(spread(whole, by), whole.currency) == whole

    @given(monies(), weights)
    def test_gives_each_its_share_within_one_unit(self, whole, by):
        unit = Decimal(1).scaleb(-digits_of(whole.currency))

        for part, weight in zip(spread(whole, by), by, strict=True):
            exact = whole.amount * weight / sum(by)
            assert abs(part.amount - exact) < unit + Decimal("1E-12")
            assert part.amount * whole.amount >= 0
            assert part or not weight or abs(exact) < unit

    @given(monies(), weights)
    def test_nobody_with_less_weight_gets_more(self, whole, by):
        parts = [abs(part.amount) for part in spread(whole, by)]

        for (part, weight), (other, more) in zip(
            zip(parts, by, strict=True), zip(parts[1:], by[1:], strict=True), strict=False
        ):
            assert part <= other or weight >= more

    def test_equals_get_the_odd_unit_from_the_first_on(self):
        parts = spread(Money(Decimal("100.00"), "CNY"), [1, 1, 1])

        assert [str(part.amount) for part in parts] == ["33.34", "33.33", "33.33"]

    @pytest.mark.parametrize("by", [[], [0, 0], [1, -1]])
    def test_over_nothing_is_refused(self, by):
        with pytest.raises(ValueError, match=r".*"):
            spread(Money(Decimal(1), "CNY"), [Decimal(weight) for weight in by])


class TestReading:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("1234.5", "1234.5"),
            ("1,234.50", "1234.50"),
            (" 12 ", "12"),
            ("１２．５０", "12.50"),  # as a Chinese keyboard writes it
            ("-3", "-3"),
        ],
    )
    def test_numbers_as_people_write_them(self, written, read):
        assert read_amount(written) == Decimal(read)

    @pytest.mark.parametrize(
        "written", ["", "0,5", "1.234,50", "12,34", "1e3", "NaN", "1 000", "¥5", "0x10", "٣"]
    )
    def test_what_may_mean_two_things_is_asked_again(self, written):
        with pytest.raises(NotMoney):
            read_amount(written)

    def test_no_one_amount_that_is_written_fills_all_the_room_for_sums(self):
        most = read_amount("999,999,999,999.99")
        total([Money(most, "CNY")] * 900, "CNY")

        for written in ("1,000,000,000,000", "-1000000000000", "999999999999999"):
            with pytest.raises(TooMuch):
                read_amount(written)
