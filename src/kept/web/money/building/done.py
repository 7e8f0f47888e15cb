"""What was done so far, by component: how much of what, and what it comes to for each payer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.money import Money, total
from kept.records.quotes.contents import plain, unit_name
from kept.records.quotes.worth import Worth, together, worth_of
from kept.records.work.unbilled import HOUR, Done, done_of_case
from kept.rules.assess.charges import ChargeLine
from kept.web.common import clock_words
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, side_by_side


class DoneSheet:
    """What was done on a case, for the charge sheet. Without a currency no money is shown."""

    def __init__(self, card: CaseCard, speaker: PageSpeaker, currency: str) -> None:
        self.card, self.speaker, self.currency = card, speaker, currency
        self.done: Sequence[Done] = done_of_case(card)

    def worth(self, supposing: Sequence[ChargeLine] | None = None) -> Mapping[str, Worth]:
        """Return what each component comes to, by what is known or supposed."""
        if not self.currency or not self.done:
            return {}
        return worth_of(self.done, self.card, currency=self.currency, supposing=supposing)

    def components(self) -> list[str]:
        """Return the components of which something was done."""
        return list(dict.fromkeys(one.component for one in self.done))

    def words(self, component: str) -> str:
        """Return what was done: 2 h 30, 80 km, 1 × a board."""
        return listed(self._words([one for one in self.done if one.component == component]))

    def money(self, worth: Worth | None) -> str:
        """Return what a component comes to, and how much of it is whose."""
        return "" if worth is None else self.sums({"": worth})

    def sums(self, worth: Mapping[str, Worth]) -> str:
        """Return what each party would pay of all of it, and what is open; empty for nothing."""
        found = list(worth.values())
        if not found:
            return ""
        open_yet = total((one.whole for one in found if not one.parties), self.currency)
        missing = any(one.missing for one in found)
        return side_by_side([
            self._parties(together(found, self.currency), missing=missing),
            _("{money}, whoever pays").format(money=open_yet) if open_yet else "",
            _("some of it has no price yet") if missing else "",
        ])  # fmt: skip

    def _parties(self, parties: Mapping[str, Money], *, missing: bool) -> str:
        """Return how much is whose; nothing of what has no price is no answer."""
        known = {key: money for key, money in parties.items() if money or not missing}
        return listed(f"{self.speaker.party(key)} {money}" for key, money in known.items())

    def _words(self, done: Sequence[Done]) -> Iterator[str]:
        """Yield how much of each unit was done, of each part, and what was spent."""
        hours = sum(one.amount for one in done if one.unit == HOUR and not one.is_added)
        added = sum(one.amount for one in done if one.is_added)
        if hours:
            yield clock_words.duration(timedelta(seconds=int(hours)))
        if added:
            charged = clock_words.duration(timedelta(seconds=int(hours + added)))
            yield _("charged as {duration}").format(duration=charged)
        counted: dict[tuple[str, str], Decimal] = {}
        for one in done:
            if one.unit != HOUR and one.money is None:
                key = (one.unit, one.text if one.part_id else "")
                counted[key] = counted.get(key, Decimal(0)) + one.amount
        for (unit, part), amount in counted.items():
            yield f"{plain(amount)} × {part}" if part else f"{plain(amount)} {unit_name(unit)}"
        spent = [one.money for one in done if one.money is not None]
        for currency in dict.fromkeys(money.currency for money in spent):
            yield str(total((one for one in spent if one.currency == currency), currency))
