"""Reading integrations and the alerts of machines."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from kept.records.alerts.models import Alert, Integration, Scope
from kept.records.alerts.services.integrations import LONGEST, hash_of
from kept.records.alerts.services.receiving import Received

MOST = 20  # symptoms of a case that anybody reads


@dataclass(frozen=True)
class IntegrationLine:
    """Another program that is, or was, let in."""

    pk: int
    name: str
    may: tuple[Scope, ...]
    customer_names: Mapping[str, str]
    site_names: Mapping[str, str]
    token_end: str
    opened_at: datetime
    opened_by: str
    renewed_at: datetime
    old_until: datetime | None
    heard_at: datetime | None
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True)
class AlertLine:
    """A symptom as a case shows it: how often a machine told it, and what it said the last time.

    `raised_at` is when it was by the machine's clock, `last_at` when that reached us.
    """

    symptom: str
    count: int
    first_at: datetime
    last_at: datetime
    raised_at: datetime | None
    text: str
    readings: Mapping[str, str]
    told_by: str


@dataclass(frozen=True)
class ToldAlert:
    """An alert as who told it may know of it."""

    received: Received
    case_state: str


def integration_of(token: str, *, now: datetime) -> Integration | None:
    """Return the integration that this token lets in; None if it lets nobody in.

    What is looked for is a hash, so how long it takes says nothing of how near a guess came.
    """
    if not token or len(token) > LONGEST:
        return None
    digest = hash_of(token)
    row = Integration.objects.with_token(digest, now).first()
    if row is None:
        return None
    hashes = (row.token_hash, row.old_token_hash)
    return row if any(hmac.compare_digest(one, digest) for one in hashes) else None


def integrations() -> list[IntegrationLine]:
    """Return every integration: those that are let in first, by name."""
    rows = Integration.objects.select_related("customer", "site", "opened_by", "ended_by")
    found = sorted(rows, key=lambda row: (row.ended_at is not None, row.name.casefold()))
    return [_line(row) for row in found]


def told_alert(integration: Integration, alert_id: int) -> ToldAlert | None:
    """Return what became of an alert that this integration told; None if it told none such."""
    rows = Alert.objects.filter(integration=integration, pk=alert_id).select_related("case")
    row = rows.first()
    if row is None:
        return None
    received = Received(row.pk, str(row.case.number), row.opened, row.received_at, True)
    return ToldAlert(received, row.case.state)


def alerts_of_case(case_id: int) -> list[AlertLine]:
    """Return what machines said in a case, symptom by symptom, the last told first."""
    rows = Alert.objects.filter(case_id=case_id)
    told = rows.values("symptom_key").annotate(
        count=Count("pk"), first=Min("received_at"), last=Max("received_at"), newest=Max("pk")
    )
    found = list(told.order_by("-last")[:MOST])
    newest = Alert.objects.select_related("integration").in_bulk([one["newest"] for one in found])
    return [_alert(one, newest[one["newest"]]) for one in found]


def _alert(told: Mapping[str, Any], row: Alert) -> AlertLine:
    return AlertLine(
        symptom=row.symptom,
        count=told["count"],
        first_at=told["first"],
        last_at=told["last"],
        raised_at=row.raised_at,
        text=row.text,
        readings=row.readings,
        told_by=row.integration.name,
    )


def _line(row: Integration) -> IntegrationLine:
    return IntegrationLine(
        pk=row.pk,
        name=row.name,
        may=tuple(Scope(one) for one in row.may),
        customer_names=row.customer.names if row.customer else {},
        site_names=row.site.names if row.site else {},
        token_end=row.token_end,
        opened_at=row.opened_at,
        opened_by=row.opened_by.display_name,
        renewed_at=row.renewed_at,
        old_until=row.old_until,
        heard_at=row.heard_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by.display_name if row.ended_by else "",
    )
