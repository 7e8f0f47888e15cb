"""Returns, loaners and removed units of a company, made for one question."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

from kept.records.parts.models import Condition, MovementKind, PlaceKind, Tracking
from kept.records.parts.services import (
    NewMovement,
    PartDetails,
    PlaceDetails,
    move,
    open_place,
    register_part,
)
from kept.records.returns.models import Grade, Rma
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
from kept.records.transit.models import Way
from kept.records.transit.queries import label_secret
from kept.records.transit.services import Reply, label_return, page_for
from kept.records.transit.services.asking import secret_of as page_secret
from tests.security.company import NOW, Company, World
from tests.security.post import Post

HOLES = ("rma", "loan", "unit", "movement", "goods", "parcel")


def made_for(hole: str, company: Company, world: World) -> object:
    """Return what fills a hole with something of a company, made for this."""
    making = {
        "rma": rma_of,
        "loan": loan_of,
        "unit": unit_of,
        "movement": removed_of,
        "goods": goods_of,
        "parcel": parcel_of,
    }
    return making[hole](company, world)


def goods_of(company: Company, world: World) -> str:
    """Return what opens the page of the company's return."""
    rma = Rma.objects.get(number=rma_of(company, world))
    by = world.desk.hotline
    label_return(rma_id=rma.pk, way=Way.IN, by=by, now=NOW)
    return page_secret(page_for(rma, Reply(), by=by, now=NOW))


def parcel_of(company: Company, world: World) -> str:
    """Return what the code on the label of the company's return opens by."""
    rma = Rma.objects.get(number=rma_of(company, world))
    label_return(rma_id=rma.pk, way=Way.IN, by=world.desk.hotline, now=NOW)
    return label_secret(rma.pk, Way.IN, at=NOW)


def rma_of(company: Company, world: World) -> str:
    """Return the number of a return that is approved, in the company's closed case."""
    by, key = world.desk.hotline, uuid.uuid4().hex
    there = Rma.objects.filter(case_id=company.closed.case_id).first()
    if there is not None:
        return there.number
    asked = NewRma(
        case_id=company.closed.case_id, lines=(NewLine(name=company.mark),), text=company.mark
    )
    rma = open_rma(asked=asked, by=by, now=NOW, key=key)
    event = NewEvent(kind=Kind.APPROVED, at=NOW)
    record_event(rma_id=rma.pk, event=event, by=by, now=NOW, key=f"{key} approved")
    return rma.number


def unit_of(company: Company, world: World) -> int:
    """Return the key of a loaner that is free."""
    details = LoanerDetails(
        product_id=world.desk.equipment.product_id,
        serial_number=uuid.uuid4().hex,
        office_id=world.desk.office.pk,
    )
    return add_loaner(details=details, by=world.desk.manager, now=NOW).pk


def loan_of(company: Company, world: World, *, is_out: bool = False) -> int:
    """Return the key of a loaner that is promised to the company's closed case, or is there."""
    by, key = world.desk.hotline, uuid.uuid4().hex
    loan = reserve_loaner(
        unit_id=unit_of(company, world),
        case_id=company.closed.case_id,
        grade=Grade.EQUAL,
        by=by,
        now=NOW,
        key=key,
    )
    if is_out:
        over = HandOver(at=NOW, due_at=NOW + timedelta(days=3))
        hand_over_loaner(loan_id=loan.pk, over=over, by=by, now=NOW, key=f"{key} over")
    return loan.pk


def removed_of(company: Company, world: World) -> int:
    """Return the key of the movement by which a part was taken out in the company's case."""
    by, word = world.desk.manager, uuid.uuid4().hex[:12]
    part = register_part(
        details=PartDetails(
            brand=company.mark, number=word, names={"en": word}, tracking=Tracking.QUANTITY
        ),
        by=by,
        at=NOW,
    )
    details = PlaceDetails(
        code=word,
        names={"en": word},
        kind=PlaceKind.WAREHOUSE,
        office_id=world.desk.office.pk,
    )
    place = open_place(details=details, by=by, at=NOW)
    movement = NewMovement(
        kind=MovementKind.TAKEN_OUT,
        part_id=part.pk,
        quantity=Decimal(1),
        reason="taken out in a test",
        at=NOW,
        target_id=place.pk,
        condition=Condition.REMOVED,
        case_id=company.closed.case_id,
    )
    return move(movement=movement, by=by, now=NOW, key=word).movement_id


def depot_posts(company: Company, world: World, key: str) -> dict[str, Post]:
    """Return a right form for each route of the depot that takes one."""
    case, due = f"/cases/{company.case.number}/returns", "2026-12-01T12:00"
    there, promised = loan_of(company, world, is_out=True), loan_of(company, world)
    free, lent = unit_of(company, world), world.desk.equipment.product_id
    unit = {"product": str(lent), "serial": key, "office": str(world.desk.office.pk), "note": ""}
    settled = {"key": key, "outcome": "scrapped", "quantity": "1", "reason": "sent in a test"}
    step = Post(f"/returns/{rma_of(company, world)}/noted/", {"key": key, "text": "in a test"})
    return {
        "depot:ask": Post(f"{case}/new/", {"key": key, "name_1": "sent in a test"}),
        "depot:step": step,
        "depot:remedy": Post(
            f"/cases/{company.case.number}/remedies/none/",
            {"key": key, "option": "x", "follows": "nothing"},
        ),
        "depot:label": Post(f"/returns/{rma_of(company, world)}/label/in/", {}),
        "depot:reserve": Post(f"{case}/loaner/", {"key": key, "unit": free, "grade": "equal"}),
        "depot:loaner_new": Post("/loaners/new/", unit),
        "depot:loaner_retire": Post(f"/loaners/{free}/retire/", {}),
        "depot:loan_over": Post(f"/loans/{promised}/over/", {"key": key, "at": "", "due": due}),
        "depot:loan_back": Post(f"/loans/{there}/back/", {"key": key, "condition": "in a test"}),
        "depot:loan_keep": Post(f"/loans/{there}/keep/", {"key": key, "reason": "in a test"}),
        "depot:loan_release": Post(f"/loans/{promised}/release/", {}),
        "depot:settle": Post(f"/owed/{removed_of(company, world)}/", settled),
    }


def goods_posts(company: Company, world: World, key: str) -> dict[str, Post]:
    """Return a right form for each route about goods on their way that anybody may send."""
    said = {"key": key, "what": "Pump", "serial": "", "pieces": "1", "why": "sent in a test"}
    stranger = {"name": "Wu", "phone": "138 0000 0000"}
    asked = {"key": key, "machine": "Pump", "serial": "", "pieces": "1", "description": "in a test"}
    scanned = {"deed": "picked_up", "name": "Wang Wu", "at": ""}
    other = world.b if company is world.a else world.a  # of ours, the label is still to be made
    return {
        "portal:machine_return": Post(f"/m/{company.label}/return/", said | stranger),
        "portal:anything_return": Post("/request/return/", asked | stranger),
        "portal:parcel": Post(f"/c/{parcel_of(other, world)}/", scanned),
    }
