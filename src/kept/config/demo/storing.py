"""Stocking the demo company's stores, and letting some of its cases ask for parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kept.config.demo.chinese import in_chinese
from kept.config.demo.staff import CHENGDU, ENGINEERS, NANJING, STORE_KEEPERS
from kept.config.demo.words.spares import SPARES, Spare
from kept.config.demo.world import HOME, World
from kept.records.cases.models import Case
from kept.records.parts.asking import questions
from kept.records.parts.models import MovementKind, PlaceKind, Reservation, Tracking
from kept.records.parts.queries import PartLine, find_parts, free_for
from kept.records.parts.services import (
    CustomerAnswer,
    NewMovement,
    NewRequest,
    NewReservation,
    NewShipment,
    PartDetails,
    PlaceDetails,
    answer_proposal,
    move_all,
    name_substitute,
    open_place,
    propose_substitute,
    register_part,
    request_part,
    reserve,
    ship,
)
from kept.records.people.models import Language, Person
from kept.rules.facts import Value

ASKING = 6  # open cases that ask for a part
SENT_OFF = 3  # of those that ask, from this one on, it is on its way
FULL = 0.9  # of what a store should have lies there
VANS = 3  # different parts in each van


@dataclass(frozen=True)
class _Store:
    """A place, who keeps it, and its share of what comes in."""

    pk: int
    code: str
    keeper: Person
    share: int


def stock_stores(world: World) -> None:
    """Open the places, put the catalogue on record and receive the first stock."""
    parts = {one.number: _register(world, one) for one in SPARES}
    for one in SPARES:
        if one.instead:
            name_substitute(
                part_id=parts[one.instead],
                instead_id=parts[one.number],
                evidence="原厂函 2025-118",
                by=_keeper(world, NANJING),
                at=world.began,
            )
    _fill_shelves(world, parts)
    _fill_vans(world, parts)


def _fill_shelves(world: World, parts: Mapping[str, int]) -> None:
    dice, stores = world.dice("parts"), list(_stores(world))
    for one, store in ((one, store) for one in SPARES for store in stores):
        amount = store.share * (1 if one.tracking == Tracking.SERIAL else 4)
        if not one.gone_for_days and dice.random() < FULL:
            _receive(world, store, one, parts[one.number], amount)


def _fill_vans(world: World, parts: Mapping[str, int]) -> None:
    made = [one for one in SPARES if not one.gone_for_days]
    for nth, van in enumerate(_vans(world)):
        for step in range(VANS):
            one = made[(nth * VANS + step) % len(made)]
            _receive(world, van, one, parts[one.number], 1 + (step == 0))


def _keeper(world: World, office: str) -> Person:
    name = next(one.username for one in STORE_KEEPERS if one.office == office)
    return world.people[name]


def _register(world: World, one: Spare) -> int:
    gone = None
    if one.gone_for_days:
        gone = (world.at - timedelta(days=one.gone_for_days)).astimezone(HOME).date()
    details = PartDetails(
        brand=one.brand,
        number=one.number,
        names={"en": one.en, **in_chinese(one.zh)},
        model=one.model,
        maker=one.maker,
        specification=one.specification,
        families=one.families,
        tracking=one.tracking,
        discontinued_on=gone,
    )
    return register_part(details=details, by=_keeper(world, NANJING), at=world.began).pk


def _stores(world: World) -> Iterator[_Store]:
    """Open a warehouse in the head office, a shop in the other one, and a cabinet at a customer."""
    customer = world.customers[0]
    site = customer.sites[0]
    at_site = {"customer_id": customer.pk, "site_id": site.pk}
    for code, kind, office, name, share, more in (
        ("NKG-1", PlaceKind.WAREHOUSE, NANJING, ("Central warehouse", "中心仓库"), 3, {}),
        ("CTU-1", PlaceKind.SHOP, CHENGDU, ("Chengdu shop", "成都备件室"), 2, {}),
        ("K-1", PlaceKind.CONSIGNMENT, NANJING, ("Cabinet on site", "现场备件柜"), 1, at_site),
    ):
        details = PlaceDetails(
            code=code,
            names={"en": name[0], **in_chinese(name[1])},
            kind=kind,
            office_id=world.offices[office],
            **more,
        )
        keeper = _keeper(world, office)
        place = open_place(details=details, by=keeper, at=world.began)
        yield _Store(place.pk, code, keeper, share)


def _vans(world: World) -> Iterator[_Store]:
    """Open a van for each engineer."""
    for nth, one in enumerate(ENGINEERS, start=1):
        keeper = _keeper(world, one.office)
        details = PlaceDetails(
            code=f"{one.office}-V{nth}",
            names={"en": f"Van of {one.name}", **in_chinese(f"{one.name}的服务车")},
            kind=PlaceKind.VAN,
            office_id=world.offices[one.office],
            person_id=world.people[one.username].pk,
        )
        place = open_place(details=details, by=keeper, at=world.began)
        yield _Store(place.pk, place.code, keeper, 1)


def _receive(world: World, store: _Store, one: Spare, part: int, amount: int) -> None:
    movement = NewMovement(
        kind=MovementKind.RECEIVED,
        part_id=part,
        quantity=Decimal(amount),
        reason=f"DN-{one.number}-{store.code}",
        at=world.began,
        target_id=store.pk,
        lot=f"L{world.began:%y%m}" if one.tracking == Tracking.LOT else "",
    )
    serials = [f"{one.number}-{store.code}-{nth:02}" for nth in range(amount)]
    move_all(
        movement=movement,
        serials=serials if one.tracking == Tracking.SERIAL else [],
        by=store.keeper,
        now=world.began,
        key=f"demo {one.number} {store.code}",
    )


def ask_for_parts(world: World) -> None:
    """Let some open cases ask for a part that fits their machine; each has come further."""
    rows = Case.objects.filter(state="open", equipment__isnull=False, case_type="fault")
    cases = rows.select_related("equipment__product", "version__policy").order_by("pk")
    promised = sorted(cases, key=lambda row: not _wanted(world, row))  # with a time for spares
    chosen = [row for row in promised if _fitting(row)][:ASKING]
    for place, case in enumerate(chosen):
        _ask(world, case, _fitting(case), place)


def _wanted(world: World, case: Case) -> dict[str, Value]:
    """Return what the customer says of the need, if the policy asks."""
    asked = questions(world.policies[case.version.policy.code])
    return {one.key: True for one in asked[-1:]}


def _fitting(case: Case) -> list[PartLine]:
    product = case.equipment.product if case.equipment else None
    found = find_parts(family=product.family if product else "none")
    return [one for one in found if one.discontinued_on or one.free]


def _ask(world: World, case: Case, parts: Sequence[PartLine], place: int) -> None:
    """Ask for a part; the second asks for one that is no longer made, if there is one."""
    by, now = case.responsible, world.at
    gone = next((one for one in parts if one.discontinued_on), None)
    part = gone or parts[place % len(parts)]
    since = max(case.logged_at, now - timedelta(minutes=5 * place + 5))
    wanted = NewRequest(case_id=case.pk, part_id=part.pk, quantity=Decimal(1), needed_at=since)
    request = request_part(wanted=wanted, by=by, now=now, key=f"demo {place}").request_id
    if part.discontinued_on:
        _propose(request, part, by, now)
    elif place:  # the first one waits for a place
        _reserve(world, case, part, request, place)


def _propose(request: int, part: PartLine, by: Person, now: datetime) -> None:
    other = next(one for one in SPARES if one.instead == part.number)
    [instead] = find_parts(other.number)
    proposal, _there = propose_substitute(request_id=request, part_id=instead.pk, by=by, now=now)
    how = "by telephone" if by.language == Language.ENGLISH else "电话"
    answer = CustomerAnswer(proposal_id=proposal, is_approved=True, name="李采薇", how=how, at=now)
    answer_proposal(answer=answer, by=by, now=now)


def _reserve(world: World, case: Case, part: PartLine, request: int, place: int) -> None:
    shelves = (PlaceKind.WAREHOUSE, PlaceKind.SHOP)
    lines = [line for line in free_for([part.pk]) if line.place_kind in shelves]
    if not lines:
        return
    wanted = NewReservation(
        place_id=lines[0].place_id,
        part_id=part.pk,
        quantity=Decimal(1),
        case_id=case.pk,
        request_id=request,
    )
    held = reserve(wanted=wanted, by=case.responsible, now=world.at, key=f"demo {case.pk}")
    if place >= SENT_OFF:
        row = Reservation.objects.select_related("part", "place").get(pk=held.reservation_id)
        _send(world, row, place)


def _send(world: World, row: Reservation, place: int) -> None:
    unit = row.part.units.filter(place=row.place, condition="good").order_by("pk").first()
    shipping = NewShipment(
        reservation_id=row.pk,
        carrier="SF Express 顺丰",
        consignment=f"SF14{place:08}",
        serial=unit.serial_number if unit else "",
        lot=f"L{world.began:%y%m}" if row.part.tracking == Tracking.LOT else "",
    )
    ship(shipping=shipping, by=_keeper(world, NANJING), now=world.at, key=f"demo {row.pk}")
