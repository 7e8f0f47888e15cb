"""What goodwill takes over: never more than was decided, in all that uses it together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Sum

from kept.records.cases.models import Case
from kept.records.money import Money, NotMoney, nothing, rounded
from kept.records.people.models import Person
from kept.records.quotes.models import QuoteVersion, TakenOver
from kept.rules.assess.charges import Goodwill


class GoodwillLeft:
    """What is left of each decision in one currency. Each line takes its part in turn."""

    def __init__(self, case_id: int, currency: str, *, but_quote: int | None = None) -> None:
        self.case_id, self.currency, self.but_quote = case_id, currency, but_quote
        self._left: dict[int, Money] = {}
        self._used: Mapping[int, Money] | None = None

    def take(self, goodwill: Goodwill, wanted: Money) -> Money:
        """Return how much of what is wanted may be taken over, and count it as used."""
        if not wanted:
            return wanted
        fact, zero = int(goodwill.fact), nothing(self.currency)
        if fact not in self._left:
            self._left[fact] = self._most(goodwill) - self.used.get(fact, zero)
        taken = min(wanted, max(self._left[fact], zero))
        self._left[fact] -= taken
        return taken

    @property
    def used(self) -> Mapping[int, Money]:
        """Return what of each decision stands somewhere else."""
        if self._used is None:
            rows = TakenOver.objects.standing().filter(case=self.case_id, currency=self.currency)
            if self.but_quote is not None:
                rows = rows.exclude(version__quote=self.but_quote)
            sums = rows.values("fact").annotate(whole=Sum("amount"))
            self._used = {row["fact"]: Money(row["whole"], self.currency) for row in sums}
        return self._used

    def _most(self, goodwill: Goodwill) -> Money:
        """Return up to how much a decision goes: to nothing where it does not say it in this."""
        if goodwill.up_to is None or goodwill.currency != self.currency:
            return nothing(self.currency)
        try:
            return rounded(goodwill.up_to, self.currency)
        except NotMoney:
            return nothing(self.currency)


def use_goodwill(
    case: Case,
    parts: Iterable[tuple[int, Money]],
    *,
    version: QuoteVersion | None = None,
    bill: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Note how much of each decision a version of a quote or an invoice uses.

    Part of the caller's transaction. The database refuses what would be more than was decided.
    """
    sums: dict[tuple[int, str], Money] = {}
    for fact, money in parts:
        key = (fact, money.currency)
        sums[key] = sums.get(key, nothing(money.currency)) + money
    for (fact, currency), money in sorted(sums.items(), key=lambda one: one[0]):
        if money:
            TakenOver.objects.create(
                case=case,
                customer_id=case.customer_id,
                fact=fact,
                currency=currency,
                amount=money.amount,
                version=version,
                bill=bill,
                taken_at=now,
                taken_by=by,
            )


def free_goodwill(*, bill: str, by: Person, now: datetime) -> None:
    """Free what an invoice used: it was taken back as a whole. Safe to repeat."""
    TakenOver.objects.filter(bill=bill, freed_at=None).update(freed_at=now, freed_by=by)
