"""What a draft comes to: the price of each line, who pays it by the policy, taxes, and the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypedDict
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kept.records.cases.queries import CaseCard
from kept.records.money import Money, NotMoney, rounded, total
from kept.records.prices.queries import (
    Offer,
    TaxOn,
    contract_cap,
    contract_caps,
    offer,
    offered_bases,
    tax_for,
    taxes_on,
)
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.goodwill import GoodwillLeft
from kept.rules.assess.assessment import BandRate, Charge, Outcome
from kept.rules.assess.charges import (
    WHOLE,
    ChargeLine,
    Goodwill,
    Shares,
    charges,
    shares_of,
    with_goodwill,
)
from kept.rules.facts.names import CUSTOMERS
from kept.rules.facts.values import Truth

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CAP: Final = "contract_unit_price_cap"
HOUR: Final = "hour"
SECONDS: Final = 3600
THOUSANDTH: Final = Decimal("0.001")
NO_FACTOR: Final = _(
    "It is not known how many times the normal price these hours cost. Please type a price and say "
    "why."
)
OTHER_CURRENCY: Final = _(
    "The policy says this price in another currency. Please quote in that one, or type a price."
)
UPLIFT: Final = {
    "en": "Up to the least that is charged",
    "zh-hans": "补足最低收费",
    "zh-hant": "補足最低收費",
}


@dataclass(frozen=True, kw_only=True)
class WorkedLine:
    """A line with its price and what the customer pays of it. `problem`: why it cannot be sent.

    `per_cent` is the customer's by the policy; `taken_over` what goodwill takes off that, by the
    decision with this number (`fact`), as far as it goes; `wanted` if it went as far as it likes.
    """

    draft: DraftLine
    quantity: Decimal
    unit_price: Money
    amount: Money
    per_cent: Decimal
    charged: Money
    taken_over: Money
    wanted: Money
    fact: int
    basis: str
    clauses: tuple[str, ...]
    is_conditional: bool
    by_policy: bool = False
    problem: _StrOrPromise = ""
    above_cap: bool = False


@dataclass(frozen=True)
class WorkedTax:
    """A tax on the sum of what is charged for some lines."""

    tax: TaxOn
    base: Money
    amount: Money


@dataclass(frozen=True)
class Worked:
    """All that a draft comes to."""

    lines: Sequence[WorkedLine]
    taxes: Sequence[WorkedTax]
    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        """Return what the customer would pay."""
        return self.net + self.tax

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Return what keeps it from being sent: the number of the line, and a sentence."""
        found = enumerate(self.lines, 1)
        return [(place, str(line.problem)) for place, line in found if line.problem]


def work_out(
    drafts: Sequence[DraftLine],
    *,
    card: CaseCard,
    currency: str,
    country: str,
    known: Sequence[ChargeLine] | None = None,
    left: GoodwillLeft | None = None,
) -> Worked:
    """Return what lines come to under the policy of a case as it is now.

    `known`: who pays, where something else is supposed than what is known. `left`: what there is
    of goodwill, where it is not all that nothing uses yet.
    """
    working = _Working(card, currency, known, left or GoodwillLeft(card.pk, currency))
    lines = [working.line(draft) for draft in drafts]
    lines += list(working.uplifts(lines))
    taxes = _taxes(lines, taxes_on(country, working.day), currency)
    return Worked(
        lines=lines,
        taxes=taxes,
        net=total((line.charged for line in lines), currency),
        tax=total((one.amount for one in taxes), currency),
    )


def day_in(card: CaseCard, at: datetime) -> date:
    """Return which day it is where the equipment stands: prices hold by day."""
    return at.astimezone(ZoneInfo(card.zone)).date()


class _Working:
    """The policy's answers and the prices of one case."""

    def __init__(
        self,
        card: CaseCard,
        currency: str,
        known: Sequence[ChargeLine] | None,
        left: GoodwillLeft,
    ) -> None:
        self.card, self.currency, self.known, self.left = card, currency, known, left
        self.day = day_in(card, card.at)
        self.contract_id = card.contract.pk if card.contract else None

    @cached_property
    def charges(self) -> Mapping[str, ChargeLine]:
        known = self.known
        if known is None:
            known = charges(self.card.assessment, self.card.facts)
        return {one.component: one for one in known}

    @cached_property
    def bases(self) -> frozenset[str]:
        return offered_bases(currency=self.currency)

    def line(self, draft: DraftLine) -> WorkedLine:
        charge = self.charges.get(draft.component)
        price = price_of(charge)
        found = offer(draft.price_id, on=draft.on or self.day) if draft.price_id else None
        quantity = _stepped(draft, price.charge if price else None)
        unit_price, problem = self._unit_price(draft, found, price)
        share = customers_share(charge)
        basis = price.value if price else ""
        above = "" if problem or basis != CAP else self._above_cap(draft, unit_price)
        problem = problem or above or self._against(found, basis)
        rate = _rate(draft, charge)
        try:
            if rate is not None and draft.price_id is not None:
                unit_price = unit_price.times(rate.factor or Decimal(0))
                problem = problem or ("" if rate.factor is not None else NO_FACTOR)
            amount = unit_price.times(quantity)
        except NotMoney:
            unit_price = amount = Money(Decimal(0), self.currency)
            problem = _("This is more than can be quoted. Please look at the quantity.")
        return WorkedLine(
            draft=draft,
            quantity=quantity,
            unit_price=unit_price,
            amount=amount,
            per_cent=share.per_cent,
            **self._less_goodwill(amount, share),
            basis=basis,
            clauses=_clauses(charge, price, rate),
            is_conditional=share.is_open,
            by_policy=draft.price_id is None and draft.typed is None,
            problem=problem,
            above_cap=bool(above),
        )

    def _less_goodwill(self, amount: Money, share: TheirShare) -> _LessGoodwill:
        """Return what of an amount the customer pays, and what goodwill takes off that."""
        wanted = share.wanted(amount)
        taken = self.left.take(share.goodwill, wanted) if share.goodwill else wanted
        return {
            "charged": amount.per_cent(share.per_cent) - taken,
            "taken_over": taken,
            "wanted": wanted,
            "fact": int(share.goodwill.fact) if share.goodwill and taken else 0,
        }

    def _unit_price(
        self, draft: DraftLine, found: Offer | None, price: Outcome | None
    ) -> tuple[Money, _StrOrPromise]:
        """Return what one unit costs, and what is wrong with it."""
        zero = Money(Decimal(0), self.currency)
        if draft.typed is not None:
            try:
                return Money(draft.typed, self.currency), ""
            except NotMoney:
                return zero, _("This is no amount in the currency of the quote.")
        if draft.price_id is not None:
            if found is None or found.money.currency != self.currency:
                return zero, _("This price does not hold any more. Please choose it again.")
            return found.money, ""
        fee = price.charge.fee if price and price.charge else None
        if fee is None:
            return zero, _("Please choose a price from a list, or type one and say why.")
        own = self.card.policy.currency
        return rounded(fee, self.currency), "" if own in ("", self.currency) else OTHER_CURRENCY

    def _against(self, found: Offer | None, basis: str) -> _StrOrPromise:
        """Return why the policy does not let this price be asked."""
        is_other = found is not None and not found.is_contract and found.basis != basis
        if is_other and basis in self.bases:
            return _("The policy wants another price basis here. Please choose a price of it.")
        return ""

    def _above_cap(self, draft: DraftLine, unit_price: Money) -> _StrOrPromise:
        """Return why a price may be more than the contract's own for the same thing."""
        if draft.part_id or draft.code:
            cap = self._cap(draft)
            caps = [cap] if cap else []
        else:
            caps = [] if draft.outside else self._caps(draft)
        if not caps or unit_price.amount <= caps[0].amount:
            return ""
        if unit_price.amount > caps[-1].amount:
            return _("The contract's unit price is the most that may be asked.")
        return _(
            "The contract's unit price is the most that may be asked. Please say which item of the "
            "contract this is."
        )

    def _cap(self, draft: DraftLine) -> Money | None:
        return contract_cap(
            contract_id=self.contract_id,
            part_id=draft.part_id,
            code=draft.code,
            currency=self.currency,
            on=draft.on or self.day,
        )

    def _caps(self, draft: DraftLine) -> list[Money]:
        return contract_caps(
            contract_id=self.contract_id,
            component=draft.component,
            currency=self.currency,
            on=draft.on or self.day,
        )

    def uplifts(self, lines: Sequence[WorkedLine]) -> Iterator[WorkedLine]:
        """Yield a line for each component that comes to less than the least that is charged."""
        for component, charge in self.charges.items():
            price = price_of(charge)
            least = price.charge.at_least if price and price.charge else None
            mine = [line for line in lines if line.draft.component == component]
            if least is None or not mine or not mine[-1].per_cent:
                continue
            short = rounded(least, self.currency) - total((m.amount for m in mine), self.currency)
            if short.amount > 0:
                yield self._uplift(mine[-1], short, customers_share(charge))

    def _uplift(self, like: WorkedLine, short: Money, share: TheirShare) -> WorkedLine:
        draft = DraftLine(
            component=like.draft.component, quantity=Decimal(1), names=UPLIFT, unit="time"
        )
        return replace(
            like,
            draft=draft,
            quantity=Decimal(1),
            unit_price=short,
            amount=short,
            **self._less_goodwill(short, share),
            by_policy=True,
            problem="",
        )


@dataclass(frozen=True)
class TheirShare:
    """The per cent that the customer pays by the policy, and what goodwill leaves them of that.

    `is_open`: it depends on what is not known.
    """

    per_cent: Decimal
    left: Decimal
    goodwill: Goodwill | None = None
    is_open: bool = False

    def wanted(self, amount: Money) -> Money:
        """Return what goodwill takes over of an amount, if it goes as far as it likes."""
        return amount.per_cent(self.per_cent) - amount.per_cent(self.left)


class _LessGoodwill(TypedDict):
    charged: Money
    taken_over: Money
    wanted: Money
    fact: int


def customers_share(charge: ChargeLine | None) -> TheirShare:
    """Return what the customer pays. While that depends on what is not known, it is the most.

    Where the paper is silent, they pay all of it.
    """
    if charge is None or not charge.cost.payers:
        return TheirShare(WHOLE, WHOLE)
    possible = [known for known in map(shares_of, charge.cost.payers) if known]
    most: Shares = max(possible, key=_theirs, default=(("customer", WHOLE),))
    return TheirShare(
        per_cent=_theirs(most),
        left=_theirs(with_goodwill(most, charge.goodwill)),
        goodwill=charge.goodwill,
        is_open=not charge.shares,
    )


def _theirs(shares: Sequence[tuple[str, Decimal]]) -> Decimal:
    return sum((share for party, share in shares if party in CUSTOMERS), Decimal(0))


def price_of(charge: ChargeLine | None) -> Outcome | None:
    """Return the price that holds, else the one that comes with what the customer may pay."""
    if charge is None:
        return None
    prices = charge.cost.prices
    sure = next((one for one in prices if one.truth is Truth.YES and len(prices) == 1), None)
    asked = [one for one in charge.cost.payers if one.value in CUSTOMERS]
    same = (p for one in asked for p in prices if p.reason.clauses == one.reason.clauses)
    return sure or next(same, prices[-1] if prices else None)


def _clauses(
    charge: ChargeLine | None, price: Outcome | None, rate: BandRate | None
) -> tuple[str, ...]:
    payers = charge.cost.payers if charge else ()
    theirs = [one for one in payers if one.value in CUSTOMERS] or list(payers)
    found = [*(c for one in theirs for c in one.reason.clauses)]
    for one in (price, rate):
        found += one.reason.clauses if one else ()
    return tuple(dict.fromkeys(found))


def _rate(draft: DraftLine, charge: ChargeLine | None) -> BandRate | None:
    """Return how many times the normal price the hours of a line cost; None: the price as it is."""
    hours = charge.cost.hours if charge else None
    bands = hours.bands if hours else ()
    return next((band for band in bands if band.key == draft.band and band.is_multiple), None)


def _stepped(draft: DraftLine, charge: Charge | None) -> Decimal:
    """Return the quantity in the steps in which the policy charges time: begun ones count."""
    steps = charge.increments if charge else None
    if steps is None or not steps.seconds or draft.unit != HOUR:
        return draft.quantity
    step = Decimal(steps.seconds)
    count = (draft.quantity * SECONDS / step).quantize(Decimal(1), rounding=ROUND_CEILING)
    return (count * step / SECONDS).quantize(THOUSANDTH, rounding=ROUND_CEILING)


def _taxes(lines: Sequence[WorkedLine], known: Sequence[TaxOn], currency: str) -> list[WorkedTax]:
    """Return each tax on the sum of its lines: rounded once, not line by line."""
    bases: dict[str, tuple[TaxOn, Money]] = {}
    for line in lines:
        tax = tax_for(line.draft.component, known)
        if tax is not None:
            before = bases[tax.code][1] if tax.code in bases else Money(Decimal(0), currency)
            bases[tax.code] = (tax, before + line.charged)
    return [WorkedTax(tax, base, base.per_cent(tax.per_cent)) for tax, base in bases.values()]
