"""Goods that are on their way back and forth at the moment of making, and what is lent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from kept.config.demo.lives import Phase
from kept.config.demo.stories.asking import answers, asked, fault_told
from kept.config.demo.stories.teller import Moments, Teller, teller
from kept.config.demo.words import requests, returns
from kept.config.demo.words.fault import Phrase
from kept.config.demo.world import PieceMade, World
from kept.records.archive.models import Equipment
from kept.records.claims.models import Way
from kept.records.claims.services import (
    NewRecovery,
    NewSupplierClaim,
    NewSupplierDecision,
    claim_from_supplier,
    decide_supplier_claim,
    record_recovery,
)
from kept.records.returns.models import Grade, LoanerUnit, Rma
from kept.records.returns.services import (
    HandOver,
    LoanerDetails,
    NewEvent,
    NewLine,
    NewRma,
    add_loaner,
    hand_over_loaner,
    open_rma,
    record_event,
    reserve_loaner,
)
from kept.records.returns.standing import Kind

LOGGED = timedelta(minutes=4)
KEEPER = "marta.stein"
POOL = 4
LENT_FOR = timedelta(days=7)
MAKER = "Heron"
ANSWERED_IN = timedelta(days=14)
AGREED_LESS, CAME = Decimal("60.00"), Decimal("300.00")


@dataclass(frozen=True)
class Happened:
    """A step of a return, at a share of the time from the request until now."""

    kind: Kind
    share: float
    quantity: int = 0
    text: Phrase | None = None
    due_in: timedelta | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Return:
    """A return under way: under which policy, asked for how long ago, and what happened since."""

    policy: str
    days: float
    steps: tuple[Happened, ...]
    what: Phrase | None = None  # none: the machine of the case
    quantity: int = 1
    phase: Phase = Phase.COVERED
    lends: bool = False
    claims: Decimal | None = None  # in yuan, from the maker


def returned() -> Sequence[Return]:
    """Return one return for each place it can stand at."""
    came = (Happened(Kind.APPROVED, 0.1, said={"freight_told": True}), Happened(Kind.SENT, 0.2))
    split = (
        *came,
        Happened(Kind.RECEIVED, 0.3, 5),
        Happened(Kind.INSPECTED, 0.5, 5, returns.FOUND, said={"cause": "quality"}),
        Happened(Kind.STARTED, 0.55),
        Happened(Kind.REPAIRED, 0.7, 2),
        Happened(Kind.REPLACED, 0.75, 3),
        Happened(Kind.TESTED, 0.9, 5),
    )
    away = (
        *came,
        Happened(Kind.RECEIVED, 0.3, 1),
        Happened(Kind.INSPECTED, 0.4, 1, returns.FOUND),
        Happened(Kind.TO_SUPPLIER, 0.5, 1, returns.TO_MAKER, timedelta(days=9), {"party": MAKER}),
        Happened(Kind.TOLD, 0.55, text=returns.TOLD, due_in=timedelta(days=10)),
    )
    ahead = (
        Happened(Kind.APPROVED, 0.1),
        Happened(Kind.ADVANCE_AGREED, 0.2, text=returns.URGENT, due_in=timedelta(days=6)),
        Happened(Kind.SENT_AHEAD, 0.4, 1, said={"party": "SF", "reference": "SF1043300217"}),
    )
    here = (*came, Happened(Kind.RECEIVED, 0.6, 2))
    return (
        Return("S4c", 5.2, split, returns.GAUGES, 5),
        Return("S4c", 4.1, away, claims=Decimal("860.00")),
        Return("S4a", 2.3, ahead),
        Return("S4c", 2.6, here, returns.MODULES, 2, Phase.OVER, lends=True),
        Return("S3a", 0.4, ()),
    )


def return_stories(world: World) -> list[Moments]:
    """Return every return as a story, each about another piece."""
    dice, taken, stories = world.dice("returns"), set[int](), list[Moments]()
    for one in returned():
        fits = [piece for piece in world.pieces if _fits(piece, one, taken)]
        piece = dice.choice(fits)
        taken.add(piece.pk)
        own = Random(dice.getrandbits(64))  # noqa: S311 - nothing secret hangs on it
        stories.append(_story(teller(world, piece, own), one))
    return stories


def _fits(piece: PieceMade, one: Return, taken: set[int]) -> bool:
    return (piece.policy, piece.phase) == (one.policy, one.phase) and piece.pk not in taken


def _story(teller: Teller, one: Return) -> Moments:
    fault = teller.dice.choice(requests.faults_of(teller.piece.model.code))
    requested_at = teller.world.at - timedelta(days=one.days)
    request = asked(teller, "fault", requested_at, fault_told(fault))
    told = answers(teller, request, severe=False, visit=False)
    teller.last = teller.entered = requested_at
    yield from teller.log(replace(request, answers=told), entered=requested_at + LOGGED)
    span = teller.world.at - requested_at
    at = requested_at + span * 0.05
    yield at
    language = teller.operator.language
    rma = open_rma(
        asked=NewRma(
            case_id=teller.case_id,
            lines=(_line(teller, one),),
            text=returns.ASKED.by(language),
            despite=returns.NEVERTHELESS.by(language),
        ),
        by=teller.operator,
        now=at,
        key=teller.key(),
    )
    for step in one.steps:
        at = requested_at + span * step.share
        yield at
        event = _event(teller, step, at)
        record_event(rma_id=rma.pk, event=event, by=teller.operator, now=at, key=teller.key())
    if one.lends:
        _lend(teller, at)
    if one.claims is not None:
        _claim(teller, rma, one.claims, at)


def _claim(teller: Teller, rma: Rma, amount: Decimal, at: datetime) -> None:
    """Ask the maker for what the repair cost; they agree to most of it and have paid a part."""
    language = teller.operator.language
    claim = NewSupplierClaim(
        case_id=teller.case_id,
        rma_id=rma.pk,
        supplier=MAKER,
        amount=amount,
        currency="CNY",
        reason=returns.CLAIMED.by(language),
        due_at=at + ANSWERED_IN,
    )
    made = claim_from_supplier(claim=claim, by=teller.operator, now=at, key=teller.key())
    decision = NewSupplierDecision(
        claim_id=made,
        amount=amount - AGREED_LESS,
        said_by=MAKER,
        reason=returns.AGREED.by(language),
        due_at=at + ANSWERED_IN,
    )
    decide_supplier_claim(decision=decision, by=teller.operator, now=at, key=teller.key())
    came = NewRecovery(
        claim_id=made,
        amount=CAME,
        way=Way.CREDITED,
        came_on=at.date(),
        reference="GS-2026-118",
    )
    record_recovery(recovery=came, by=teller.operator, now=at, key=teller.key())


def _line(teller: Teller, one: Return) -> NewLine:
    if one.what is not None:
        return NewLine(name=one.what.by(teller.operator.language), quantity=one.quantity)
    piece = Equipment.objects.get(pk=teller.piece.pk)
    return NewLine(
        name=f"{teller.piece.model.brand} {teller.piece.model.code}",
        serial_number=piece.serial_number,
        equipment_id=piece.pk,
    )


def _event(teller: Teller, step: Happened, at: datetime) -> NewEvent:
    language = teller.operator.language
    return NewEvent(
        kind=step.kind,
        at=at,
        line=1 if step.quantity else None,
        quantity=step.quantity,
        text=step.text.by(language) if step.text else "",
        due_at=at + step.due_in if step.due_in else None,
        despite=returns.NEVERTHELESS.by(language),
        **step.said,
    )


def fill_pool(world: World) -> None:
    """Put a few units of the first models into the pool of loaners."""
    dice = world.dice("loaners")
    office = next(iter(world.offices.values()))
    known = Equipment.objects.select_related("product").order_by("pk")
    products = list(dict.fromkeys(known.values_list("product_id", flat=True)))[:POOL]
    for product in products:
        details = LoanerDetails(
            product_id=product,
            serial_number=f"L-{dice.randint(1000, 9999)}",
            office_id=office,
            note=returns.NOTE.by("en"),
        )
        add_loaner(details=details, by=world.people[KEEPER], now=world.began)


def _lend(teller: Teller, at: datetime) -> None:
    unit = LoanerUnit.objects.order_by("pk").first()
    assert unit is not None
    by = teller.operator
    loan = reserve_loaner(
        unit_id=unit.pk,
        case_id=teller.case_id,
        grade=Grade.LOWER,
        by=by,
        now=at,
        key=teller.key(),
    )
    over = HandOver(at=at, due_at=at + LENT_FOR, despite=returns.NEVERTHELESS.by(by.language))
    hand_over_loaner(loan_id=loan.pk, over=over, by=by, now=at, key=teller.key()[:30])
