"""Finding customers, contacts, sites and equipment by whatever someone knows of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from kept.records.archive.models import SearchKind, SearchRow
from kept.records.archive.search.asking import Question, Reading, question

CANDIDATES = 100  # of each kind, before they are put in order
COLUMNS = (
    "kind",
    "object_id",
    "customer_id",
    "titles",
    "subtitles",
    "weight",
    "shown",
    "folded",
)
KIND_ORDER = list(SearchKind.values)
OTHER_KINDS = [kind for kind in SearchKind if kind != SearchKind.EQUIPMENT]
NO_FIT = 5


@dataclass(frozen=True)
class Hit:
    """Something found: what it is, and by which of its texts."""

    kind: SearchKind
    pk: int
    customer_id: int
    title: str
    subtitle: str
    matched: str  # the text that fits best, as written; the title where only its place fits


def search(
    text: str, *, limit: int = 20, language: str = "en", customer_id: int | None = None
) -> list[Hit]:
    """Return what fits a text best, best first; nothing for a text without letters or digits.

    Any part of a name, in traditional or simplified Chinese, its pinyin or the initials of that;
    a serial number or part of it; a telephone number in any spelling or its last four digits.
    Several words must all fit. With `customer_id`, only what belongs to that customer.
    """
    asked = question(text)
    if not asked.readings:
        return []
    rows = _candidates(asked, customer_id)
    found = {(row[0], row[1]): _Candidate(*row) for row in rows}
    best = sorted(found.values(), key=lambda candidate: candidate.rank(asked))[:limit]
    return [candidate.hit(asked, language) for candidate in best]


@dataclass(frozen=True)
class _Candidate:
    kind: str
    pk: int
    customer_id: int
    titles: dict[str, str]
    subtitles: dict[str, str]
    weight: int
    shown: str
    folded: str

    def rank(self, asked: Question) -> tuple[Any, ...]:
        """Return what sorts candidates: less comes first."""
        fit, place = self._best_line(asked)
        length = len(self._own()[place]) if place >= 0 else 0
        kind = KIND_ORDER.index(self.kind)
        return (fit, -self.weight, kind, length, self.titles["zh-hans"], self.pk)

    def hit(self, asked: Question, language: str) -> Hit:
        """Return what the finder is shown."""
        _, place = self._best_line(asked)
        matched = self.shown.split("\n")[place] if place >= 0 else self.titles[language]
        title, subtitle = self.titles[language], self.subtitles[language]
        return Hit(SearchKind(self.kind), self.pk, self.customer_id, title, subtitle, matched)

    def _own(self) -> list[str]:
        return self.folded.split("\n")[: self.shown.count("\n") + 1]

    def _best_line(self, asked: Question) -> tuple[int, int]:
        """Return how well the best own line fits (0 best) and which it is; -1: none does."""
        fits = [(_fit(line, asked), place) for place, line in enumerate(self._own())]
        best = min(fits)
        return best if best[0] < NO_FIT else (NO_FIT, -1)


def _fit(line: str, asked: Question) -> int:
    if line == asked.whole:
        return 0
    if line.startswith(asked.whole):
        return 1
    if asked.whole in line or _ends_like(line, asked):
        return 2
    fitting = sum(token in line for token in asked.tokens)
    if fitting == len(asked.tokens):
        return 3
    return 4 if fitting else NO_FIT


def _ends_like(line: str, asked: Question) -> bool:
    """Say whether the line is a telephone number that ends with the digits asked for."""
    return line.isdigit() and any(
        not reading.tokens and line.endswith(reading.grams[0].partition(":")[2])
        for reading in asked.readings
    )


def _candidates(asked: Question, customer_id: int | None) -> QuerySet[SearchRow, Any]:
    """Return rows that fit: some of each kind, and the serial numbers that begin like this."""
    mine = SearchRow.objects.filter(
        **({} if customer_id is None else {"customer_id": customer_id})
    ).values_list(*COLUMNS)
    pieces = mine.filter(kind=SearchKind.EQUIPMENT)
    # Not equipment: said so as well, so that PostgreSQL sees that the smaller index serves.
    others = mine.exclude(kind=SearchKind.EQUIPMENT)
    fits = reduce(or_, (_condition(reading) for reading in asked.readings))
    begins = pieces.filter(serial__startswith=asked.whole).order_by("serial")
    return begins[:CANDIDATES].union(
        pieces.filter(fits)[:CANDIDATES],
        *(others.filter(fits, kind=kind)[:CANDIDATES] for kind in OTHER_KINDS),
        all=True,
    )


def _condition(reading: Reading) -> Q:
    texts = (Q(folded__contains=token) for token in reading.tokens)
    return reduce(and_, texts, Q(grams__contains=list(reading.grams)))
