"""What is owed besides a time: documents, notices, records, training, orders, follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kept.rules.hours import Duration
from kept.rules.policy.model.expressions import Event, EventExpr
from kept.rules.policy.model.heads import RuleHead
from kept.rules.policy.model.terms import NoLength

REPORT_SIGNED = Event("report.signed")


class DutyKind(StrEnum):
    """What people call it; all kinds work alike."""

    DOCUMENT = "document"
    NOTICE = "notice"
    RECORD = "record"
    TRAINING = "training"
    ORDER = "order"
    FOLLOW_UP = "follow_up"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule(RuleHead):
    """Something that somebody has to do once it is opened, by whom and for whom."""

    done: EventExpr
    kind: DutyKind = DutyKind.OBLIGATION
    opens: EventExpr | None = None  # None: as soon as `when` holds
    each: bool = False  # every opening is a duty of its own
    same: tuple[str, ...] = ()  # values by which an opening and what is done belong together
    by: str = "provider"  # a party or role, as are all of these
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    through: tuple[str, ...] = ()  # channels
    contents: tuple[str, ...] = ()  # attributes that what is done must carry
    signed_by: tuple[str, ...] = ()
    signature: Event = REPORT_SIGNED
    clock: str = ""  # the clock that runs for it
    lapses: EventExpr | None = None
    keep: Duration | NoLength | None = None  # how long what was done is kept
    outlives: bool = False  # stays owed when the case is closed
    blocks_closing: bool = False
