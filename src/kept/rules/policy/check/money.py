"""What a policy says of money that cannot be meant: found before anybody is charged or paid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kept.rules.facts.texts import Named
from kept.rules.policy.check.bands import Gap, gap_in
from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.parts import clauses_of, together
from kept.rules.policy.model import (
    AllOf,
    AmountRule,
    Bands,
    Cases,
    Combined,
    Condition,
    Constant,
    CostCase,
    CostRule,
    Number,
    NumberTable,
    Policy,
    RequirementKind,
    Sum,
    Test,
    What,
)
from kept.rules.policy.walk import walk
from kept.rules.said import Saying, noun

LISTS: Final = ("price_list", "separate_list")  # bases that are nothing without a list
GIVEN_BACK: Final = (What.CREDIT, What.REFUND, What.DEDUCTION)
ALL: Final = "all"
WHOLE: Final = Decimal(1)

BAND_GAP = Kind(
    Severity.WARNING,
    Saying(
        "band-gap",
        "The bands of {rule} give no number {gap}, so that nothing would be paid or counted. Let "
        "two bands meet, or end with “otherwise”.",
    ),
)
ABOVE_WHOLE = Kind(
    Severity.WARNING,
    Saying(
        "credit-above-whole",
        "{rule} gives {share} times what it is a share of. Write 10 % as 0.1; if it is meant as it "
        "is, accept this with a reason.",
    ),
)
CAP_BELOW = Kind(
    Severity.WARNING,
    Saying(
        "cap-below-band",
        "{rule} would give {number}, and “at_most” lets no more than {cap} be paid. Raise the cap, "
        "lower the band, or accept this with a reason.",
    ),
)
LEAST_ABOVE_MOST = Kind(
    Severity.ERROR,
    Saying(
        "least-above-most",
        "{rule} pays at least {least} and at most {most}. Let “at_least” be below “at_most”.",
    ),
)
TO_ITSELF = Kind(
    Severity.ERROR,
    Saying(
        "paid-to-itself",
        "Under {rule} the same party pays and is paid. Say under “from” who pays, and under “to” "
        "who is paid.",
    ),
)
NO_PARTY = Kind(
    Severity.NOTE,
    Saying(
        "amount-without-party",
        "{rule} names nobody under “{key}”. Say which party pays, and which is paid.",
    ),
)
CLAIMED_BY_PAYER = Kind(
    Severity.WARNING,
    Saying(
        "claimed-by-payer",
        "Under {rule} the party that pays would have to ask for it. Say under “by” of “claim” who "
        "asks, such as the party that is paid.",
    ),
)
SHARE_BOUNDS = Kind(
    Severity.ERROR,
    Saying(
        "share-out-of-bounds",
        "A case of {rule} lets a party pay {share} %. A share lies between 0 and 100.",
    ),
)
NO_ONE_PAYS = Kind(
    Severity.WARNING,
    Saying(
        "priced-without-payer",
        "{rule} says what {component} costs, and no case of any rule says who pays it. Name the "
        "party under “pays”.",
    ),
)
NO_LIST = Kind(
    Severity.NOTE,
    Saying(
        "basis-without-list",
        "{rule} charges by “{basis}”, and nothing makes sure that there is such a list. Ask for "
        "it under “required” with “price_list: {key}”.",
    ),
)
NO_CURRENCY = Kind(
    Severity.NOTE,
    Saying(
        "currency-missing",
        "{rule} writes out a sum of {sum}, and the policy does not say in which currency. Write "
        "“currency: EUR” at its head.",
    ),
)
KINDS = (
    BAND_GAP,
    ABOVE_WHOLE,
    CAP_BELOW,
    LEAST_ABOVE_MOST,
    TO_ITSELF,
    NO_PARTY,
    CLAIMED_BY_PAYER,
    SHARE_BOUNDS,
    NO_ONE_PAYS,
    NO_LIST,
    NO_CURRENCY,
)


def bands_leave_no_gap(policy: Policy) -> Iterator[Finding]:
    """Find sizes of a number for which bands give none, although bands on both sides do."""
    for key, rule in policy.rules.items():
        when: Condition | None = getattr(rule, "when", None)
        for bands in (part for part in walk(rule) if isinstance(part, Bands)):
            gap = gap_in(bands, _tests(when))
            if gap is not None:
                yield BAND_GAP.at(rule.place, clauses_of(rule), rule=key, gap=_words(gap))


def shares_are_shares(policy: Policy) -> Iterator[Finding]:
    """Find credits of more than the whole, and shares of costs below 0 or above 100 %."""
    for rule in policy.amounts:
        most = max(_results(rule.formula), default=WHOLE) if rule.of is not None else WHOLE
        if rule.what in GIVEN_BACK and most > WHOLE:
            yield ABOVE_WHOLE.at(rule.place, clauses_of(rule), rule=rule.id, share=most)
    for cost in policy.costs:
        for case in cost.cases:
            odd = next((n for n in _shares(case) if not 0 <= n <= 100), None)
            if odd is not None:
                yield SHARE_BOUNDS.at(cost.place, case.source, rule=cost.id, share=odd)


def caps_fit_what_they_cap(policy: Policy) -> Iterator[Finding]:
    """Find caps below what a band gives, and a least above the most."""
    for rule in policy.amounts:
        cap = _cap(rule)
        most = max(_results(rule.formula), default=None)
        if cap is not None and most is not None and most > cap:
            yield CAP_BELOW.at(rule.place, clauses_of(rule), rule=rule.id, number=most, cap=cap)
        least, limit = rule.at_least, rule.at_most
        if not (isinstance(least, Constant) and isinstance(limit, Constant)):
            continue
        if least.value > limit.value:
            holes = {"least": least.value, "most": limit.value}
            yield LEAST_ABOVE_MOST.at(rule.place, clauses_of(rule), rule=rule.id, **holes)


def amounts_have_parties(policy: Policy) -> Iterator[Finding]:
    """Find amounts that nobody pays or gets, that stay where they are, or that the payer claims."""
    for rule in policy.amounts:
        clauses = clauses_of(rule)
        if rule.payer and rule.payer == rule.payee:
            yield TO_ITSELF.at(rule.place, clauses, rule=rule.id)
        elif rule.claim is not None and rule.payer and rule.claim.by == rule.payer:
            yield CLAIMED_BY_PAYER.at(rule.place, clauses, rule=rule.id)
        for key, party in (("from", rule.payer), ("to", rule.payee)):
            if not party:
                yield NO_PARTY.at(rule.place, clauses, rule=rule.id, key=key)


def prices_have_payers_and_lists(policy: Policy) -> Iterator[Finding]:
    """Find components with a price that nobody pays, and lists that nothing asks for."""
    paid = {c for rule in policy.costs for case in rule.cases for c in (*case.pays, *case.share)}
    asked = {
        one.basis for one in policy.required.values() if one.kind is RequirementKind.PRICE_LIST
    }
    for rule in policy.costs:
        priced = {c: case for case in rule.cases for c in _priced(case)}
        for component in priced if ALL not in paid else ():
            if component not in paid and component != ALL:
                named = Named(policy.components[component].name, component)
                clauses = priced[component].source
                yield NO_ONE_PAYS.at(rule.place, clauses, rule=rule.id, component=named)
        for basis in LISTS:
            using = [case for case in rule.cases if basis in case.price.values()]
            if using and basis not in asked:
                named = Named(policy.prices[basis].name, basis)
                yield NO_LIST.at(rule.place, together(*using), rule=rule.id, basis=named, key=basis)


def sums_have_a_currency(policy: Policy) -> Iterator[Finding]:
    """Find the first rule that writes out a sum of money where no currency is said."""
    if policy.currency:
        return
    rules: tuple[AmountRule | CostRule, ...] = (*policy.amounts, *policy.costs)
    for rule in rules:
        found = next((n for n in _sums(rule) if n), None)
        if found is not None:
            yield NO_CURRENCY.at(rule.place, clauses_of(rule), rule=rule.id, sum=found)
            return


def _sums(rule: AmountRule | CostRule) -> Iterator[Decimal]:
    """Yield the sums of money that a rule writes out; shares of something are none."""
    if isinstance(rule, AmountRule):
        own = (rule.formula,) if rule.of is None else ()
        numbers = [*own, rule.at_most, rule.at_least]
    else:
        numbers = [n for case in rule.cases for n in (*case.fee.values(), *case.at_least.values())]
    for number in numbers:
        yield from _results(number)


def _tests(when: Condition | None) -> tuple[Test, ...]:
    """Return the comparisons that hold in any case where a rule applies."""
    parts = when.parts if isinstance(when, AllOf) else (when,)
    return tuple(part for part in parts if isinstance(part, Test) and part.at is None)


def _words(gap: Gap) -> Saying:
    if gap.start == gap.end:
        return noun("at exactly {number}", number=gap.start)
    return noun("between {start} and {end}", start=gap.start, end=gap.end)


def _results(number: Number | None) -> Iterator[Decimal]:
    """Yield the numbers that are written out as what comes of a formula."""
    if isinstance(number, Constant):
        yield number.value
    elif isinstance(number, Bands):
        for band in number.bands:
            yield from _results(band.number)
    elif isinstance(number, Cases):
        for case in number.cases:
            yield from _results(case.number)
    elif isinstance(number, NumberTable):
        for row in number.rows:
            yield from _results(row.number)


def _cap(rule: AmountRule) -> Decimal | None:
    """Return the most that is paid, in what the formula is given in; None where it differs."""
    most = _plainly(rule.at_most)
    if rule.of is None:
        return most.value if isinstance(most, Constant) else None
    if most == rule.of:
        return WHOLE
    if isinstance(most, Combined) and most.how is Sum.TIMES and rule.of in most.parts:
        others = [part for part in most.parts if part != rule.of]
        if len(others) == 1 and isinstance(others[0], Constant):
            return others[0].value
    return None


def _plainly(number: Number | None) -> Number | None:
    """Return a number without the clause beside it."""
    if isinstance(number, Cases) and len(number.cases) == 1 and number.cases[0].when is None:
        return number.cases[0].number
    return number


def _shares(case: CostCase) -> Iterator[Decimal]:
    for shares in case.share.values():
        for share in shares.values():
            yield from _results(share)


def _priced(case: CostCase) -> tuple[str, ...]:
    return tuple({**case.price, **case.fee, **case.at_least})
