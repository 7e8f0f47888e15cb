"""What may be recorded of a return, as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.cases.vocabulary import ReasonMissing, check_moment
from kept.records.money import Money, NotMoney, nothing
from kept.records.parts.models import Condition
from kept.records.refusal import Refused
from kept.records.returns.models.rma import MOST
from kept.records.returns.standing import COUNTS, Kind, Standing, Tally

REASONED: Final = frozenset(
    (
        *(Kind.REFUSED, Kind.CANCELLED, Kind.ADVANCE_AGREED, Kind.SCRAPPED, Kind.UNREPAIRED),
        *(Kind.FAILED, Kind.KEPT, Kind.TAKEN_BACK, Kind.TOLD, Kind.NOTED),
    )
)
DATED: Final = frozenset((Kind.TO_SUPPLIER, Kind.ADVANCE_AGREED))
NEEDS_APPROVAL: Final = frozenset(
    (*(Kind.SENT, Kind.HANDED_IN, Kind.RECEIVED), Kind.ADVANCE_AGREED, Kind.SENT_AHEAD)
)
LYING: Final = (Condition.GOOD, Condition.FAULTY)  # what lies in a store is good for
# Said by whoever scans a label, and by what is claimed from suppliers: no step of its own.
BY_OTHERS: Final = frozenset((Kind.HANDED_IN, Kind.CLAIMED, Kind.CLAIM_DECIDED))
ALWAYS: Final = frozenset((Kind.NOTED, Kind.TOLD, Kind.STOCKED, Kind.CLAIMED, Kind.CLAIM_DECIDED))


class ReturnOver(Refused):
    """Nothing more happens to a return that is over."""

    sentence = _("This return is closed. Only notes, stock and claims can still be recorded.")


class NotApproved(Refused):
    """A return is approved before anything is sent or received."""

    sentence = _("This return is not approved yet. Please approve it first.")


class NotSoMany(Refused):
    """Of what came, each piece goes one way only."""

    sentence = _("That can be recorded of %(left)s pieces at most: each piece goes one way only.")


class MoreCame(Refused):
    """More than was announced is looked at twice."""

    sentence = _(
        "%(announced)s were announced and %(received)s would have come. Please say that it is so."
    )


class WhichPieces(Refused):
    """This is about pieces of a line."""

    sentence = _("Please say which line it is about, and how many pieces.")


class OnePiece(Refused):
    """A serial number is of one piece."""

    sentence = _("A serial number is of one piece. Please record the pieces one by one.")


class DateMissing(Refused):
    """Somebody owes something by a day."""

    sentence = _("Please say by when it is due. It must be a time to come.")


class AmountMissing(Refused):
    """A claim is about an amount of money."""

    sentence = _("Please give the amount, and its currency in three letters such as CNY.")


class PlaceMissing(Refused):
    """What is ours now lies somewhere as some part, or is gone."""

    sentence = _("Please say where it lies and as which part; or that it is scrapped, and why.")


class NotNow(Refused):
    """It does not fit how the return stands."""

    sentence = _("That does not fit how this return stands. Please look at it again.")


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """Something that happened to a return. `line` counts from 1.

    `place_id`: the store that a unit was put into or taken out of, as `part_id`, or as the part of
    its model; `condition`: what it is good for. What is stocked nowhere is scrapped.

    `cause` is what an inspection found, in the policy's word; `freight_told`: the customer was
    told who pays which freight; `more_came`: it is known that more came than was announced;
    `despite`: why it happened though the policy wants something else
    before.
    """

    kind: Kind
    at: datetime
    line: int | None = None
    quantity: int = 0
    serial: str = ""
    party: str = ""
    reference: str = ""
    text: str = ""
    due_at: datetime | None = None
    amount: Decimal | None = None
    currency: str = ""
    part_id: int | None = None
    place_id: int | None = None
    condition: str = ""
    cause: str = ""
    freight_told: bool = False
    more_came: bool = False
    despite: str = ""
    source: str = ""


def check_event(event: NewEvent, before: Standing, *, now: datetime) -> None:
    """Raise a refusal for what cannot have happened, or says too little."""
    check_moment(event.at, now=now)
    if before.is_over and event.kind not in ALWAYS:
        raise ReturnOver
    if event.kind in REASONED and not event.text.strip():
        raise ReasonMissing
    if event.kind in DATED and (event.due_at is None or event.due_at <= event.at):
        raise DateMissing
    if event.kind is Kind.CLAIMED or event.amount is not None or event.currency:
        _check_amount(event)
    if event.kind is Kind.STOCKED:
        _check_stocked(event)
    _check_order(event.kind, before)
    if event.kind in COUNTS:
        _check_pieces(event, before)
    elif event.line is not None or event.quantity:
        raise WhichPieces


def _check_amount(event: NewEvent) -> None:
    if event.amount is None:
        raise AmountMissing
    try:
        money = Money(event.amount, event.currency)
    except NotMoney:
        raise AmountMissing from None
    if money < nothing(money.currency):
        raise AmountMissing


def _check_stocked(event: NewEvent) -> None:
    if (event.place_id is None) != (event.condition not in LYING):
        raise PlaceMissing
    if event.place_id is None and not event.text.strip():
        raise ReasonMissing


def fits(kind: Kind, before: Standing) -> bool:
    """Say whether something can happen to a return as it stands, whatever its lines."""
    if before.is_over and kind not in ALWAYS:
        return False
    came = before.total("received") > 0
    said = {
        Kind.ASKED: False,
        Kind.APPROVED: not before.is_approved,
        Kind.REFUSED: not before.is_approved,
        Kind.CANCELLED: before.with_us == 0 and before.total("owed_to_us") == 0,
        Kind.SENT: before.is_approved,
        Kind.HANDED_IN: before.is_approved,
        Kind.RECEIVED: before.is_approved,
        Kind.ADVANCE_AGREED: before.is_approved,
        Kind.SENT_AHEAD: Kind.ADVANCE_AGREED in before.last,
        Kind.STARTED: came and not before.is_started,
        Kind.ARRIVED: before.total("shipped") > 0 and not before.has_arrived,
        Kind.CLAIM_DECIDED: Kind.CLAIMED in before.last,
    }
    return said.get(kind, True)


def _check_order(kind: Kind, before: Standing) -> None:
    if kind in NEEDS_APPROVAL and not before.is_approved:
        raise NotApproved
    if not fits(kind, before):
        raise NotNow


def _check_pieces(event: NewEvent, before: Standing) -> None:
    tally = before.tallies.get(event.line or 0)
    if tally is None or not 1 <= event.quantity <= MOST:
        raise WhichPieces
    if event.serial.strip() and event.quantity != 1:
        raise OnePiece
    if event.kind is Kind.RECEIVED:
        _check_announced(event, tally)
        return
    left = tally.room(event.kind)
    if event.quantity > left:
        raise NotSoMany(left=left)


def _check_announced(event: NewEvent, tally: Tally) -> None:
    come = tally.received + event.quantity
    if come > tally.announced and not event.more_came:
        raise MoreCame(announced=tally.announced, received=come)
