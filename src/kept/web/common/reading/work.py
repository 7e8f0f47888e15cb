"""What was done on cases, summed up in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from kept.records.money import total
from kept.records.work.models import WorkKind
from kept.records.work.queries import EntryLine
from kept.rules.assess.say.numbers import number_words
from kept.web.common import clock_words


def sum_words(lines: Sequence[EntryLine]) -> list[str]:
    """Return what all entries that stand come to: hours, kilometres, money by currency."""
    stand = [line for line in lines if line.withdrawn_at is None]
    return [words for words in _sums(stand) if words]


def _sums(lines: Sequence[EntryLine]) -> Iterator[str]:
    work = _seconds(line for line in lines if line.kind is WorkKind.TIME)
    way = _seconds(line for line in lines if line.kind is WorkKind.TRAVEL)
    yield _("{time} worked").format(time=clock_words.duration(work)) if work else ""
    yield _("{time} under way").format(time=clock_words.duration(way)) if way else ""
    far = sum(line.kilometres or 0 for line in lines)
    yield _("{number} km").format(number=number_words(Decimal(far))) if far else ""
    trips = sum(line.trips or 0 for line in lines)
    yield _("trips: {number}").format(number=trips) if trips else ""
    spent = [line.money for line in lines if line.money is not None]
    for currency in dict.fromkeys(one.currency for one in spent):
        yield str(total((one for one in spent if one.currency == currency), currency))


def _seconds(lines: Iterable[EntryLine]) -> timedelta:
    return timedelta(seconds=sum(line.seconds for line in lines))
