"""Who may release, and who is told that something waits or was answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from kept.records.money import told
from kept.records.notices.services.announcing import Announcement, announce
from kept.records.people.models import Person, Role
from kept.records.releases.models import Giving, Kind, Release

_BOOKS: Final = (Role.ACCOUNTANT, Role.MANAGER)
RELEASERS: Final[Mapping[str, tuple[Role, ...]]] = {
    # As only managers decide.
    Kind.GOODWILL: (Role.MANAGER,),
    Kind.DECISION: (Role.MANAGER,),
    Kind.SUPPLIER: _BOOKS,
    Kind.CREDIT_NOTE: _BOOKS,
    Kind.REFUND: _BOOKS,
    Kind.CREDIT_PAYOUT: _BOOKS,
}


def stream_of(row: Giving) -> str:
    """Return the stream of the ledger in which a giving stands."""
    return row.case.stream if row.case else f"money:{row.customer_id}"


def may_release(row: Giving, *, by: Person) -> bool:
    """Say whether a person is a second one for this: with the role, and not who asked."""
    return row.asked_by_id != by.pk and bool(set(RELEASERS[row.kind]) & set(by.roles))


def who_may(row: Giving) -> QuerySet[Person]:
    """Return all who may release it."""
    roles = list(RELEASERS[row.kind])
    found = Person.objects.active().filter(roles__overlap=roles)
    return found.exclude(pk=row.asked_by_id).order_by("pk")


def tell_who_may(row: Giving, *, now: datetime) -> None:
    """Tell all who may release it that it waits."""
    _announce(row, "to_release", row.asked_by, list(who_may(row)), now=now)


def tell_who_asked(row: Giving, answer: Release, *, now: datetime) -> None:
    """Tell who asked what a second person said."""
    kind = "released" if answer.released else "not_released"
    _announce(row, kind, answer.by, [row.asked_by], now=now, reason=answer.reason)


def _announce(
    row: Giving, kind: str, by: Person, receivers: list[Person], *, now: datetime, reason: str = ""
) -> None:
    news = Announcement(
        kind=kind,
        dedup=f"{kind}/{row.pk}",
        happened_at=now,
        subject_key=str(row.case.number) if row.case else "",
        data={
            "giving": row.pk,
            "giving_kind": row.kind,
            "money": told(row.money),
            "subject": row.subject,
            "names": row.what.get("names", {}),
            "by": by.display_name,
            "reason": reason or row.reason,
        },
    )
    announce(news, receivers=receivers, by_mail=True, now=now)
