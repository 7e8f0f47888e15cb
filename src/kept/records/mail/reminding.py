"""Which customers are to be reminded by mail now, as far as a few questions can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from django.db import connection

from kept.records.cases.models import Case, CaseState, Clock, Flip, FlipKind
from kept.records.cases.running import running_policy
from kept.records.notices.models import Notice
from kept.rules.assess import ClockState
from kept.rules.facts.names import CUSTOMERS
from kept.rules.policy.model import ClockRule

# What could not be sent for so long is not sent any more: nobody is reminded of what is long past.
LATEST: Final = timedelta(days=1)
# Facts are added at their end, so those noted in a stretch of time are found without the others.
WAITS: Final = """
    SELECT kase.id, began.seq, began.received_at FROM cases_casefact AS began
    JOIN cases_case AS kase ON kase.id = began.case_id AND kase.state = 'open'
    WHERE began.kind = 'waiting.began'
        AND began.received_at > %(after)s AND began.received_at <= %(until)s
        AND NOT EXISTS (SELECT FROM cases_casefact AS later WHERE later.case_id = began.case_id
            AND later.seq > began.seq
            AND later.kind IN ('waiting.began', 'waiting.ended', 'contact.received'))
        AND EXISTS (
            SELECT FROM archive_contactemail AS mail WHERE mail.contact_id = kase.contact_id)
    ORDER BY began.received_at, kase.id
"""


class About(Enum):
    """What a customer is reminded of; the value names the words of the mail."""

    WAITING = "we_wait"
    DUE = "answer_due"


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A reminder whose time has come. `what`: the number of a fact, or the key of a clock."""

    case_id: int
    about: About
    what: str
    version: int = 0  # of the clock's promise
    nth: int

    @property
    def key(self) -> str:
        """Return by what it is known for ever."""
        told = f"{self.what}/{self.version}" if self.version else self.what
        return f"case/{self.case_id}/{self.about.value}/{told}/{self.nth}"


def to_remind(*, after: Sequence[timedelta], with_dues: bool, now: datetime) -> list[Reminder]:
    """Return the reminders whose time has come and that have not been sent, the oldest first.

    `after` says how long we have waited for them; `with_dues`: also where a policy warns of what
    the customer owes. Whether each is still right is asked when the case is held.
    """
    found = list(_waits(after, now))
    found += _dues(now) if with_dues else ()
    sent = Notice.objects.filter(dedup__in=[one.key for one in found])
    known = set(sent.values_list("dedup", flat=True))
    return [one for one in found if one.key not in known]


def _waits(after: Sequence[timedelta], now: datetime) -> Iterator[Reminder]:
    for nth, span in enumerate(after, start=1):
        with connection.cursor() as cursor:
            cursor.execute(WAITS, {"after": now - span - LATEST, "until": now - span})
            rows = cursor.fetchall()
        for case_id, seq, _at in rows:
            yield Reminder(case_id=case_id, about=About.WAITING, what=str(seq), nth=nth)


def _dues(now: datetime) -> Iterator[Reminder]:
    """Yield the warnings of clocks that the customer has to keep."""
    open_cases = Case.objects.filter(state=CaseState.OPEN)
    versions = open_cases.order_by().values_list("version_id", "version__sha256").distinct()
    for version_id, sha256 in versions:
        policy = running_policy(version_id, (), sha256=sha256).policy
        rules = [
            key
            for key, rule in policy.rules.items()
            if isinstance(rule, ClockRule) and rule.actor in CUSTOMERS
        ]
        if rules:
            yield from _warned(version_id, rules, now)


def _warned(version_id: int, rules: Sequence[str], now: datetime) -> Iterator[Reminder]:
    clocks = Clock.objects.filter(
        case__state=CaseState.OPEN,
        case__version_id=version_id,
        rule__in=rules,
        state=ClockState.RUNNING.value,
        certain=True,
        due_at__gt=now,
    )
    running = {(row.case_id, row.key, row.promise_version) for row in clocks}
    flips = Flip.objects.filter(
        case_id__in={case_id for case_id, _key, _version in running},
        kind=FlipKind.WARNED,
        noted_at__gt=now - LATEST,
    )
    for flip in flips.order_by("noted_at", "pk"):
        if (flip.case_id, flip.clock, flip.promise_version) in running:
            yield Reminder(
                case_id=flip.case_id,
                about=About.DUE,
                what=flip.clock,
                version=flip.promise_version,
                nth=flip.nth,
            )
