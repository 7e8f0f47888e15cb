"""What was done on a case comes to so much, and so much of it is each payer's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard
from kept.records.money import Money, nothing, spread, total
from kept.records.quotes.from_work import lines_of
from kept.records.quotes.working_out import WorkedLine, work_out
from kept.records.work.unbilled import Done
from kept.rules.assess.charges import ChargeLine, charges


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


def _worth(
    lines: Sequence[WorkedLine], charge: ChargeLine | None, currency: str, *, missing: bool
) -> Worth:
    whole = total((line.amount for line in lines), currency)
    shares = charge.shares if charge else ()
    parts = spread(whole, [share for _party, share in shares]) if shares else []
    parties = dict(zip((party for party, _share in shares), parts, strict=True))
    return Worth(whole=whole, parties=parties, missing=missing or any(x.problem for x in lines))
