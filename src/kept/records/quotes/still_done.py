"""How much of what a quote was about still stands, where work was withdrawn since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kept.records.money import Money, rounded
from kept.records.quotes.from_work import TRAVEL
from kept.records.quotes.models import QuoteLine
from kept.records.quotes.working_out import UPLIFT
from kept.records.work.models import Entry
from kept.records.work.services import Share

ONE: Final = Decimal(1)


@dataclass(frozen=True)
class StillDone:
    """So much of a line's work stands: `left` of `whole`. `sources`: the shares that do."""

    left: Decimal
    whole: Decimal
    sources: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing of it was withdrawn."""
        return self.left == self.whole

    def of(self, money: Money) -> Money:
        """Return so much of an amount, rounded once; never more than it."""
        if self.is_whole:
            return money
        return rounded(money.amount * self.left / self.whole, money.currency)


class Standing:
    """The entries behind the lines of one version."""

    def __init__(self, lines: Sequence[QuoteLine]) -> None:
        shares = [Share.read(text) for line in lines for text in line.sources]
        entries = {one.pk for one in shares if one.thing == "entry"}
        rows = Entry.objects.filter(pk__in=entries) if entries else ()
        self.entries: Mapping[int, Entry] = {row.pk: row for row in rows}
        self.lines = lines

    def of(self, line: QuoteLine) -> StillDone:
        """Return what of a line stands.

        The policy's least has no work of its own: it stands as long as any of its component does.
        """
        shares = [Share.read(text) for text in line.sources]
        if line.names == UPLIFT:
            mine = [x for x in self.lines if x.component == line.component and x.sources]
            is_due = not mine or any(self.of(one).left for one in mine)
            return StillDone(ONE if is_due else Decimal(0), ONE, ())
        there = [one for one in shares if self._stands(one)]
        if len(there) == len(shares):
            return StillDone(ONE, ONE, tuple(line.sources))
        left, whole = self._weight(there, line), self._weight(shares, line)
        return StillDone(left, whole, tuple(map(str, there)))

    def _stands(self, share: Share) -> bool:
        row = self.entries.get(share.pk) if share.thing == "entry" else None
        return row is None or row.withdrawn_at is None

    def _weight(self, shares: Collection[Share], line: QuoteLine) -> Decimal:
        """Return how much some shares of a line are; a fee is due once, for travel by the trip."""
        if line.by_policy and line.component != TRAVEL:
            return ONE if shares else Decimal(0)
        if line.by_policy:
            trips: dict[int, Decimal] = {}
            for one in shares:
                trips[one.pk] = max(trips.get(one.pk, ONE), self._amount(one, "trips"))
            return sum(trips.values(), Decimal(0))
        return sum((self._amount(one, one.share) for one in shares), Decimal(0))

    def _amount(self, share: Share, what: str) -> Decimal:
        row = self.entries.get(share.pk)
        said = {"km": row.kilometres, "trips": row.trips} if row else {}
        found = said.get(what) if what in (*said, "trips") else share.seconds
        return Decimal(found or 1)
