"""Putting the equipment on record under its contracts, each piece with its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from kept.config.demo.chinese import in_chinese
from kept.config.demo.lives import Life, Phase, life, phases, warranty_days
from kept.config.demo.makers import MODELS, TRADES, Model
from kept.config.demo.publishing import WITHOUT_CONTRACT
from kept.config.demo.signing import (
    Agreement,
    agreements_of,
    holding,
    sign_all,
    sign_for_new,
    sign_service,
)
from kept.config.demo.staff import DISPATCHERS, HOTLINE
from kept.config.demo.world import HOME, CustomerMade, PieceMade, SiteMade, World, key
from kept.records.archive.models import MilestoneKind
from kept.records.archive.services import (
    Day,
    EquipmentDetails,
    Place,
    ProductDetails,
    TakenOver,
    register_product,
    take_over_equipment,
)

LABELS = {
    "ups": "UPS",
    "transmitter": "PT",
    "flow": "FT",
    "drive": "VFD",
    "pump": "P",
    "switchgear": "SWG",
    "analyser": "AT",
    "loom": "L",
    "cold": "CU",
}
NOT_OURS = 0.03  # of the pieces we look after were bought elsewhere


@dataclass(frozen=True)
class Planned:
    """A piece before it is on record."""

    model: Model
    site: SiteMade
    system_id: int
    serial: str
    label: str
    phase: Phase
    policy: str
    life: Life


@dataclass(frozen=True)
class Making:
    """What all pieces are made with."""

    products: Mapping[Model, int]
    numbers: Iterator[int]  # of contracts
    dice: Random


def install_everything(world: World) -> None:
    """Register all models, then each customer's contracts and equipment."""
    products = {model: _product(world, model) for model in MODELS}
    making = Making(products, iter(range(1, 1000)), world.dice("equipment"))
    left = phases(making.dice)
    for customer in world.customers:
        agreements = agreements_of(customer, making.dice)
        own = [left.pop() for _ in range(customer.company.pieces)]
        planned = list(_plan(world, customer, agreements, own, making.dice))
        sign_all(world, customer, agreements, _first_deliveries(planned), making.numbers)
        made = _install(world, customer, planned, making)
        sign_for_new(world, customer, made, making.numbers, making.dice)
        world.pieces += made
    sign_service(world, world.customers[0], next(making.numbers))


def _first_deliveries(planned: list[Planned]) -> dict[str, date]:
    """Return the first day of delivery under each policy."""
    latest_first = sorted(planned, key=lambda one: one.life.delivered_on, reverse=True)
    return {one.policy: one.life.delivered_on for one in latest_first}


def _plan(
    world: World,
    customer: CustomerMade,
    agreements: list[Agreement],
    own: list[Phase],
    dice: Random,
) -> Iterator[Planned]:
    families = TRADES[customer.company.trade]
    models = [model for model in MODELS if model.family in families]
    today = world.at.astimezone(HOME).date()
    for place, phase in enumerate(own):
        site = customer.sites[place % len(customer.sites)]
        model = models[place % len(models)]
        agreement = holding(agreements, site)
        about = agreement.about if agreement else {}
        policy = agreement.policy if agreement else WITHOUT_CONTRACT
        days = life(phase, warranty_days(world.policies[policy], about, today), today, dice)
        yield Planned(
            model=model,
            site=site,
            system_id=site.systems[place // len(customer.sites) % len(site.systems)],
            serial=f"{model.code}-{days.made_on:%y%m}-{dice.randrange(10_000):04d}",
            label=f"{LABELS[model.family]}-{place + 101}",
            phase=phase,
            policy=policy,
            life=days,
        )


def _product(world: World, model: Model) -> int:
    details = ProductDetails(
        brand=model.brand,
        code=model.code,
        names={"en": model.en, **in_chinese(model.zh)},
        family=model.family,
        specification=model.specification,
        design_life_months=model.life_years * 12,
    )
    by = world.people[HOTLINE[0].username]
    return register_product(details=details, by=by, at=world.began).pk


def _install(
    world: World, customer: CustomerMade, planned: list[Planned], making: Making
) -> list[PieceMade]:
    """Put the pieces on record: those from before Kept at once, later ones when they were new."""
    made: dict[str, int] = {}
    when = [world.recorded(one.life.accepted_on or one.life.delivered_on) for one in planned]
    for at in sorted(set(when)):
        together = [one for one, then in zip(planned, when, strict=True) if then == at]
        rows = take_over_equipment(
            customer_id=customer.pk,
            pieces=[_taken_over(customer, one, making) for one in together],
            by=world.people[DISPATCHERS[0].username],
            at=at,
        )
        made |= {one.serial: row.pk for one, row in zip(together, rows, strict=True)}
    return [_made(customer, one, made[one.serial]) for one in planned]


def _taken_over(customer: CustomerMade, planned: Planned, making: Making) -> TakenOver:
    place = Place(customer_id=customer.pk, site_id=planned.site.pk, system_id=planned.system_id)
    return TakenOver(
        details=EquipmentDetails(
            product_id=making.products[planned.model],
            serial_number=planned.serial,
            place=place,
            label=planned.label,
            supplied_by_us=making.dice.random() >= NOT_OURS,
        ),
        days=tuple(_days(planned)),
        key=key(making.dice),
    )


def _made(customer: CustomerMade, planned: Planned, pk: int) -> PieceMade:
    return PieceMade(
        pk=pk,
        model=planned.model,
        customer=customer,
        site=planned.site,
        label=planned.label,
        policy=planned.policy,
        phase=planned.phase,
        since=planned.life.accepted_on or planned.life.delivered_on,
    )


def _days(planned: Planned) -> Iterator[Day]:
    life, number = planned.life, planned.serial[-9:]
    yield Day(kind=MilestoneKind.DELIVERED, on=life.delivered_on, evidence=f"DN-{number}")
    if life.installed_on:
        yield Day(kind=MilestoneKind.INSTALLED, on=life.installed_on)
    if life.accepted_on:
        yield Day(kind=MilestoneKind.ACCEPTED, on=life.accepted_on, evidence=f"AC-{number}")
    if life.retired_on:
        yield Day(kind=MilestoneKind.RETIRED, on=life.retired_on, evidence="报废单")
