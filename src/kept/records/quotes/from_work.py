"""Lines of what was done: each with the price that fits it, or with those to choose among."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from kept.records.cases.queries import CaseCard
from kept.records.prices.models import Band
from kept.records.prices.queries import Offer, offered_bases, offers
from kept.records.quotes.drafting import DraftLine, read
from kept.records.quotes.models import Answer, Outcome, Quote, QuoteLine
from kept.records.quotes.working_out import THOUSANDTH, price_of
from kept.records.work.services import Share
from kept.records.work.unbilled import HOUR, SECONDS, TRIP, Done, billed, done_of_case, left_of
from kept.rules.assess.assessment import BandRate
from kept.rules.assess.charges import ChargeLine, charges
from kept.rules.facts.texts import in_language

TRAVEL: Final = "travel"
AT_COST: Final = "at_cost"
TAGS: Final = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True, kw_only=True)
class DoneLine:
    """What was done, as a line. `key` says which it is however often the page is asked for.

    `choices`: the prices that fit; the line has one of them only where there is no other, or
    somebody chose. Without any, the price lists say nothing about it.
    """

    key: str
    draft: DraftLine
    person: str
    band: str
    choices: Sequence[Offer] = ()
    is_fee: bool = False  # the policy itself says what it costs

    @property
    def has_price(self) -> bool:
        """Say whether it is known what one unit costs."""
        return self.is_fee or self.draft.price_id is not None or self.draft.typed is not None


def to_bill(
    card: CaseCard, *, currency: str, chosen: Mapping[str, int] | None = None
) -> list[DoneLine]:
    """Return lines of all that was done and stands on no invoice and in no quote.

    `chosen`: the price of a line by its key, where several fit.
    """
    left = left_of(done_of_case(card), billed(card.pk) | _quoted(card.pk))
    return lines_of(left, card, currency=currency, chosen=chosen or {})


def lines_of(
    done: Iterable[Done],
    card: CaseCard,
    *,
    currency: str,
    chosen: Mapping[str, int],
    known: Sequence[ChargeLine] | None = None,
) -> list[DoneLine]:
    """Return lines of what was done: alike together, expenses of another currency left out.

    `known`: who pays, where something else is supposed than what is known.
    """
    found = charges(card.assessment, card.facts) if known is None else known
    return _Pricing(card, currency, chosen, found).lines(done)


class _Pricing:
    """The prices of one case in one currency."""

    def __init__(
        self,
        card: CaseCard,
        currency: str,
        chosen: Mapping[str, int],
        known: Sequence[ChargeLine],
    ) -> None:
        self.card, self.currency, self.chosen = card, currency, chosen
        self.charges: Mapping[str, ChargeLine] = {one.component: one for one in known}
        self.bases = offered_bases(currency=currency)
        self._offers: dict[date, list[Offer]] = {}

    def lines(self, done: Iterable[Done]) -> list[DoneLine]:
        """Return the lines, in the order in which each was done first."""
        groups: dict[tuple[object, ...], list[Done]] = {}
        for one in done:
            if one.money is not None and one.money.currency != self.currency:
                continue
            groups.setdefault(self.alike(one), []).append(one)
        return [self.line(group) for group in groups.values()]

    def alike(self, one: Done) -> tuple[object, ...]:
        """Return what makes things one line: the same thing at the same prices."""
        if one.money is not None:
            return (one.share,)
        if self.has_fee(one.component):
            return ("fee", one.component)
        prices = tuple(offer.price_id for offer in self.fitting(one))
        return (one.component, one.unit, one.person_id, one.band, one.part_id, prices)

    def line(self, group: Sequence[Done]) -> DoneLine:
        first = group[0]
        sources = tuple(sorted(str(one.share) for one in group))
        key = hashlib.sha256("\n".join(sources).encode()).hexdigest()[:16]
        plain = DraftLine(
            component=first.component,
            quantity=_quantity(group),
            names=self.names(first),
            unit=first.unit,
            part_id=first.part_id,
            sources=sources,
            on=first.on,
            band=first.band if self.rate(first) else "",
        )
        said = DoneLine(key=key, draft=plain, person=first.person, band=first.band)
        if first.money is not None:
            why = first.text[:500]
            return replace(said, draft=replace(plain, typed=first.money.amount, why=why))
        if self.has_fee(first.component):
            fee = replace(plain, unit="time", quantity=_times(group), on=None)
            return replace(said, draft=fee, is_fee=True, person="", band="")
        return self.priced(said, self.fitting(first))

    def priced(self, line: DoneLine, fitting: Sequence[Offer]) -> DoneLine:
        """Return a line with the price that was chosen, or the only one that fits."""
        known = {one.price_id: one for one in fitting}
        price = known.get(self.chosen.get(line.key, 0))
        is_exact = len(fitting) == 1 and (line.draft.band or _is_exact(fitting[0], line.band))
        if price is None and is_exact:
            price = fitting[0]
        if price is None:
            return replace(line, choices=fitting)
        names = _with_band(price.names, self.rates.get((line.draft.component, line.draft.band)))
        draft = replace(line.draft, price_id=price.price_id, names=names, code=price.code)
        return replace(line, draft=draft, choices=fitting)

    def fitting(self, one: Done) -> list[Offer]:
        """Return the prices of what was done: the contract's, else those of the policy's basis.

        First those of its hours, then those of any; if there are none, all of the same unit.
        """
        same = [o for o in self.on(one.on) if _is_same(o, one) and self.may_be_asked(o)]
        same = [o for o in same if o.is_contract] or self.preferred(same, one.component)
        is_multiple = self.rate(one) is not None  # of the normal price
        exact = [o for o in same if o.band == (Band.WORKING if is_multiple else one.band)]
        at_any_time = [o for o in same if not o.band]
        return exact or at_any_time or ([] if is_multiple else same)

    @cached_property
    def rates(self) -> Mapping[tuple[str, str], BandRate]:
        """Return the bands of the policy of which an hour costs a multiple of a normal one."""
        charged = ((key, one.cost.hours) for key, one in self.charges.items())
        return {
            (component, band.key): band
            for component, hours in charged
            for band in (hours.bands if hours else ())
            if band.is_multiple
        }

    def rate(self, one: Done) -> BandRate | None:
        """Return the band of the policy in which hours were worked, if it multiplies a price."""
        return self.rates.get((one.component, one.band)) if one.unit == HOUR else None

    def preferred(self, same: Sequence[Offer], component: str) -> list[Offer]:
        """Return the prices of the policy's own basis, else any but what it costs ourselves."""
        price = price_of(self.charges.get(component))
        basis = price.value if price else ""
        own = [o for o in same if o.basis == basis]
        return own or [o for o in same if o.basis != AT_COST] or list(same)

    def may_be_asked(self, offer: Offer) -> bool:
        """Say whether the policy lets a price be asked, as working out a quote does."""
        price = price_of(self.charges.get(offer.component))
        basis = price.value if price else ""
        return offer.is_contract or offer.basis == basis or basis not in self.bases

    def has_fee(self, component: str) -> bool:
        """Say whether the policy itself says what a component costs."""
        price = price_of(self.charges.get(component))
        return bool(price and price.charge and price.charge.fee is not None)

    def on(self, day: date) -> list[Offer]:
        """Return what is to be had on a day."""
        if day not in self._offers:
            contract = self.card.contract.pk if self.card.contract else None
            found = offers(currency=self.currency, on=day, contract_id=contract)
            self._offers[day] = found
        return self._offers[day]

    def names(self, one: Done) -> dict[str, str]:
        """Return what a line is called: the part, what was paid for, or the kind of cost."""
        if one.names is not None:
            return dict(one.names)
        named = self.card.policy.components.get(one.component)
        if one.money is not None:
            return dict.fromkeys(TAGS, one.text)
        if named is None:
            return dict.fromkeys(TAGS, one.component)
        return {code: in_language(named.name, tag) for code, tag in TAGS.items()}


def _is_same(offer: Offer, one: Done) -> bool:
    if one.part_id is not None:
        return offer.part_id == one.part_id
    return (offer.component, offer.unit) == (one.component, one.unit) and offer.part_id is None


def _is_exact(offer: Offer, band: str) -> bool:
    return offer.band in (band, Band.ANY.value, "")


def _with_band(names: Mapping[str, str], rate: BandRate | None) -> dict[str, str]:
    """Return what a line is called, with the hours of which its price is a multiple."""
    if rate is None:
        return dict(names)
    bands = {code: in_language(rate.name, tag) for code, tag in TAGS.items()}
    return {code: f"{name} ({bands[code]})" for code, name in names.items() if code in bands}


def _quantity(group: Sequence[Done]) -> Decimal:
    """Return how much it is together: hours to the thousandth, rounded once."""
    whole = sum((one.amount for one in group), Decimal(0))
    if group[0].unit != HOUR:
        return whole
    hours = (whole / SECONDS).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)
    return max(hours, THOUSANDTH)


def _times(group: Sequence[Done]) -> Decimal:
    """Return how often a fee is due: for each trip of a travel, else once."""
    if group[0].component != TRAVEL:
        return Decimal(1)
    trips: dict[tuple[str, int], Decimal] = {}
    for one in group:
        which = (one.share.thing, one.share.pk)
        more = one.amount if one.unit == TRIP else Decimal(1)
        trips[which] = max(trips.get(which, Decimal(0)), more)
    return sum(trips.values(), Decimal(0))


def _quoted(case_id: int) -> set[Share]:
    """Return what is in quotes of a case that may still be accepted, or were."""
    quotes = Quote.objects.filter(case_id=case_id, withdrawn_at=None)
    over = Answer.objects.filter(quote__in=quotes, outcome=Outcome.ACCEPTED)
    accepted = QuoteLine.objects.filter(version__answer__in=over).values_list("sources", flat=True)
    drafts = quotes.exclude(pk__in=over.values("quote_id")).values_list("lines", flat=True)
    found = [source for sources in accepted for source in sources]
    found += [source for lines in drafts for line in lines for source in read(line).sources]
    return {Share.read(source) for source in found}
