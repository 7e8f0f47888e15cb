"""What was done on a case comes to so much, and so much of it is each payer's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard
from kept.records.money import Money, nothing, spread, total
from kept.records.quotes.from_work import lines_of
from kept.records.quotes.working_out import WorkedLine, customers_share, work_out
from kept.records.work.unbilled import Done
from kept.rules.assess.charges import WHOLE, ChargeLine, by_cause, charges, shares_of
from kept.rules.assess.costs import ALL
from kept.rules.facts.names import CUSTOMERS


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What a component comes to by the price lists. `missing`: some of it has no price yet.

    `parties` is empty while who pays is open; else it comes to the whole.
    """

    whole: Money
    parties: Mapping[str, Money]
    missing: bool


def worth_of(
    done: Iterable[Done],
    card: CaseCard,
    *,
    currency: str,
    supposing: Sequence[ChargeLine] | None = None,
) -> dict[str, Worth]:
    """Return what each component comes to that something was done for.

    `supposing`: who would pay, by another cause than what is known.
    """
    known = charges(card.assessment, card.facts) if supposing is None else supposing
    lines = lines_of(done, card, currency=currency, chosen={}, known=known)
    country = Case.objects.values_list("office__country_code", flat=True).get(pk=card.pk)
    drafts = [line.draft for line in lines if line.has_price]
    worked = work_out(drafts, card=card, currency=currency, country=country, known=known)
    without = {line.draft.component for line in lines if not line.has_price}
    found: dict[str, list[WorkedLine]] = {component: [] for component in sorted(without)}
    for line in worked.lines:
        found.setdefault(line.draft.component, []).append(line)
    payers = {one.component: one for one in known}
    return {
        component: _worth(mine, payers.get(component), currency, missing=component in without)
        for component, mine in found.items()
    }


def together(found: Iterable[Worth], currency: str) -> Mapping[str, Money]:
    """Return what each party would pay of all of it, as far as that is known."""
    sums: dict[str, Money] = {}
    for one in found:
        for party, money in one.parties.items():
            sums[party] = sums.get(party, nothing(currency)) + money
    return sums


def takes_over(
    done: Iterable[Done], card: CaseCard, *, currency: str, component: str, per_cent: Decimal
) -> Money | None:
    """Return the most that goodwill would take over by now, whatever the cause turns out to be.

    None: nothing was done of it yet, or some of it has no price.
    """
    done = [one for one in done if component in (ALL, one.component)]
    causes = [one.charges for one in by_cause(card.policy, card.facts, card.at)]
    found = []
    for known in causes or [charges(card.assessment, card.facts)]:
        worth = worth_of(done, card, currency=currency, supposing=known)
        if not worth or any(one.missing for one in worth.values()):
            return None
        shares = {one.component: customers_share(one).per_cent for one in known}
        theirs = (one.whole.per_cent(shares.get(key, WHOLE)) for key, one in worth.items())
        found.append(total(theirs, currency).per_cent(per_cent))
    return max(found)


def _back(
    parties: Mapping[str, Money], charge: ChargeLine, giver: str, over: Money
) -> dict[str, Money]:
    """Return what each party pays where goodwill does not go so far: the customer pays the rest."""
    payers = (party for one in charge.cost.payers for party, _share in shares_of(one))
    theirs = next((party for party in payers if party in CUSTOMERS), "customer")
    moved = dict(parties)
    moved[giver] = moved.get(giver, nothing(over.currency)) - over
    moved[theirs] = moved.get(theirs, nothing(over.currency)) + over
    return {party: money for party, money in moved.items() if money}


def _worth(
    lines: Sequence[WorkedLine], charge: ChargeLine | None, currency: str, *, missing: bool
) -> Worth:
    whole = total((line.amount for line in lines), currency)
    shares = charge.shares if charge else ()
    parts = spread(whole, [share for _party, share in shares]) if shares else []
    parties = dict(zip((party for party, _share in shares), parts, strict=True))
    over = total((line.wanted - line.taken_over for line in lines), currency)
    if charge and charge.goodwill and parties and over:
        parties = _back(parties, charge, charge.goodwill.party, over)
    return Worth(whole=whole, parties=parties, missing=missing or any(x.problem for x in lines))
