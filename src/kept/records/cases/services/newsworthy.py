"""Handing on what people must be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.cases.models import Case, News


@dataclass(frozen=True)
class NewsItem:
    """What happened to a case, and whom it concerns."""

    dedup: str
    kind: str
    at: datetime
    noted_at: datetime
    data: Mapping[str, Any]
    number: str
    title: str
    customer_names: Mapping[str, str]
    responsible_id: int  # then, if the news is that this changed; else now
    office_id: int
    customer_id: int


def take_news(*, limit: int = 500) -> list[NewsItem]:
    """Return the oldest news and let go of them, as part of the caller's transaction.

    Nobody else gets them, unless that transaction fails: then they are there again.
    """
    rows = list(News.objects.select_for_update(skip_locked=True).order_by("pk")[:limit])
    if not rows:
        return []
    News.objects.filter(pk__in=[row.pk for row in rows]).delete()
    wanted = Case.objects.filter(pk__in={row.case_id for row in rows})
    cases = wanted.select_related("customer").only(
        *("number", "title", "responsible_id", "office_id", "customer__names", "customer_id")
    )
    known = {case.pk: case for case in cases}
    return [_item(row, known[row.case_id]) for row in rows]


def _item(row: News, case: Case) -> NewsItem:
    return NewsItem(
        dedup=row.dedup,
        kind=row.kind,
        at=row.at,
        noted_at=row.noted_at,
        data=row.data,
        number=str(case.number),
        title=case.title,
        customer_names=case.customer.names,
        responsible_id=row.data.get("person", case.responsible_id),
        office_id=case.office_id,
        customer_id=case.customer_id,
    )
