"""Reading the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, Count, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from kept.records.archive.cards import (
    ContactCard,
    CustomerCard,
    CustomerLine,
    EquipmentCard,
    MilestoneCard,
    ProductCard,
    SiteCard,
    SystemCard,
    TerritoryCard,
)
from kept.records.archive.models import (
    Contact,
    Customer,
    Equipment,
    EquipmentLabel,
    Milestone,
    ProductModel,
    Site,
    System,
    Territory,
)
from kept.records.archive.search.finding import Hit, search
from kept.records.people.phones import Phone

__all__ = [
    "ContactCard",
    "CustomerCard",
    "CustomerLine",
    "EquipmentCard",
    "Hit",
    "MilestoneCard",
    "ProductCard",
    "SiteCard",
    "SystemCard",
    "TerritoryCard",
    "chain_ids",
    "contact",
    "contacts_by_phone",
    "contacts_of_site",
    "customer",
    "customer_names",
    "customers",
    "equipment",
    "equipment_cards",
    "equipment_of_customer",
    "equipment_of_label",
    "in_chain",
    "labels_of",
    "pieces_at",
    "search",
    "serial_chain",
    "serial_numbers",
    "site",
    "system",
    "systems_of_site",
    "territories",
]


def customers(*, after: str = "", limit: int = 50) -> list[CustomerLine]:
    """Return customers sorted by sound, those after a place in that order."""
    sound, _, pk = after.rpartition("~")
    rows = Customer.objects.order_by("sort_key", "pk")
    if pk.isdecimal() and len(pk) < 19:
        rows = rows.filter(Q(sort_key__gt=sound) | Q(sort_key=sound, pk__gt=int(pk)))
    found = list(rows[:limit])
    counted = (
        Equipment.objects.filter(customer__in=found).values("customer").annotate(n=Count("pk"))
    )
    pieces = {row["customer"]: row["n"] for row in counted}
    return [
        CustomerLine(
            r.pk, r.names, r.short_name, r.is_key, pieces.get(r.pk, 0), f"{r.sort_key}~{r.pk}"
        )
        for r in found
    ]


def customer_names(pk: int) -> dict[str, str]:
    """Return what a customer is called, by language. Raises Customer.DoesNotExist."""
    names: dict[str, str] = Customer.objects.values_list("names", flat=True).get(pk=pk)
    return names


def customer(pk: int) -> CustomerCard:
    """Return one customer with contacts and sites. Raises Customer.DoesNotExist."""
    row = Customer.objects.get(pk=pk)
    contacts = _contacts().filter(customer_id=pk).order_by("left_at", "sort_key")
    sites = _sites().filter(customer_id=pk).order_by("sort_key", "pk")
    systems = System.objects.filter(customer_id=pk).order_by("pk")
    return CustomerCard(
        pk=row.pk,
        names=row.names,
        short_name=row.short_name,
        language=row.language,
        is_key=row.is_key,
        contacts=tuple(_contact(each) for each in contacts),
        sites=tuple(_site(each) for each in sites),
        systems=tuple(_system(each) for each in systems),
        equipment_count=row.equipment.count(),
    )


def contact(pk: int) -> ContactCard:
    """Return one contact. Raises Contact.DoesNotExist."""
    return _contact(_contacts().get(pk=pk))


def contacts_of_site(site_id: int) -> list[ContactCard]:
    """Return who belongs to a site and still works there, by name."""
    rows = _contacts().filter(places__site_id=site_id, left_at=None).order_by("sort_key")
    return [_contact(row) for row in rows]


def contacts_by_phone(phone: Phone) -> list[ContactCard]:
    """Return who may be calling from a number, those who still work there first."""
    rows = _contacts().filter(phones__number=phone.number).order_by("left_at", "sort_key")
    return [_contact(row) for row in rows.distinct()]


def site(pk: int) -> SiteCard:
    """Return one site. Raises Site.DoesNotExist."""
    return _site(_sites().get(pk=pk))


def equipment(pk: int) -> EquipmentCard:
    """Return one piece of equipment. Raises Equipment.DoesNotExist."""
    return _piece(_pieces().get(pk=pk))


def particulars(equipment_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was written down for policies, of a piece alone and of its model.

    Raises Equipment.DoesNotExist.
    """
    rows = Equipment.objects.values_list("particulars", "product__particulars")
    own, model = rows.get(pk=equipment_id)
    return own, model


def equipment_of_label(code: str) -> EquipmentCard | None:
    """Return the piece of equipment that a code stands for; None if the code leads nowhere.

    Where another piece took its place, that one: what is stuck on a frame or a door stays there.
    Once the last of them has left its customer as well, nowhere; nor while the unit that it is
    stuck on stands at another customer, who would see what is not theirs.
    """
    row = _pieces().filter(labels__code=code, labels__revoked_at=None).first()
    if row is not None and _went_to_another(row):
        return None
    while row is not None and (newer := _pieces().filter(replaces_id=row.pk).first()):
        row = newer
    return _piece(row) if row and row.left_at is None else None


def _went_to_another(row: Equipment) -> bool:
    """Say whether the unit of a piece that left is another customer's by now."""
    if row.left_at is None:
        return False
    same = Equipment.objects.filter(product_id=row.product_id, left_at=None)
    same = same.filter(serial_number__iexact=row.serial_number)
    return same.exclude(customer_id=row.customer_id).exists()


def products() -> list[ProductCard]:
    """Return every model, by brand and code."""
    return [_product(row) for row in ProductModel.objects.order_by("brand", "code")]


def labels_of(ids: Collection[int]) -> dict[int, str]:
    """Return the codes that lead to pieces of equipment, by the piece's key."""
    rows = EquipmentLabel.objects.filter(equipment_id__in=ids, revoked_at=None)
    return dict(rows.values_list("equipment_id", "code"))


def equipment_cards(ids: Collection[int]) -> dict[int, EquipmentCard]:
    """Return pieces of equipment by key; those not there are left out."""
    return {row.pk: _piece(row) for row in _pieces().filter(pk__in=ids)}


def serial_numbers(ids: Collection[int]) -> dict[int, str]:
    """Return the serial numbers of pieces of equipment by their keys."""
    return dict(Equipment.objects.filter(pk__in=ids).values_list("pk", "serial_number"))


def system(pk: int) -> SystemCard:
    """Return one system. Raises System.DoesNotExist."""
    return _system(System.objects.get(pk=pk))


def systems_of_site(site_id: int) -> list[SystemCard]:
    """Return the systems at a site, in the order they were registered."""
    return [_system(row) for row in System.objects.filter(site_id=site_id).order_by("pk")]


def pieces_at(
    *, site_id: int | None = None, system_id: int | None = None, limit: int = 100
) -> list[EquipmentCard]:
    """Return the equipment of a site or of a system, in the order it was registered."""
    where = {"site_id": site_id, "system_id": system_id}
    rows = _pieces().filter(**{name: pk for name, pk in where.items() if pk is not None})
    return [_piece(row) for row in rows.order_by("pk")[:limit]]


def equipment_of_customer(
    customer_id: int, *, site_id: int | None = None, after: int = 0, limit: int = 100
) -> list[EquipmentCard]:
    """Return a customer's equipment, perhaps of one site, in the order it was registered."""
    rows = _pieces().filter(customer_id=customer_id, pk__gt=after).order_by("pk")
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return [_piece(row) for row in rows[:limit]]


VALID = ArraySubquery(
    Milestone.objects.filter(equipment=OuterRef("pk"), superseded_at=None)
    .order_by("on", "pk")
    .values(day=JSONObject(kind="kind", on="on", evidence="evidence"))
)
CHAIN = """
    WITH RECURSIVE older AS (
        SELECT id, replaces_id, 0 AS place FROM archive_equipment WHERE id = %(pk)s
        UNION ALL
        SELECT piece.id, piece.replaces_id, older.place - 1
        FROM archive_equipment piece JOIN older ON piece.id = older.replaces_id
    ), newer AS (
        SELECT id, 0 AS place FROM archive_equipment WHERE id = %(pk)s
        UNION ALL
        SELECT piece.id, newer.place + 1
        FROM archive_equipment piece JOIN newer ON piece.replaces_id = newer.id
    )
    SELECT id, place FROM older UNION SELECT id, place FROM newer ORDER BY place
"""


def serial_chain(equipment_id: int) -> list[EquipmentCard]:
    """Return the pieces that took each other's place, the first one first, this one among them."""
    ids = chain_ids(equipment_id)
    cards = equipment_cards(ids)
    return [cards[pk] for pk in ids]


def chain_ids(equipment_id: int) -> list[int]:
    """Return the keys of the same pieces, in the same order."""
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, {"pk": equipment_id})
        return [row[0] for row in cursor.fetchall()]


def in_chain(column: str, equipment_id: int) -> RawSQL:
    """Return the condition that a column names one of these pieces.

    As an array: PostgreSQL takes a chain for long, and would read all rows there are instead.
    """
    chain = CHAIN % {"pk": "%s"}
    told = f"{column} = ANY(ARRAY(SELECT id FROM ({chain}) AS chain))"  # noqa: S608  # our own
    return RawSQL(told, [equipment_id, equipment_id], output_field=BooleanField())  # noqa: S611


def territories(*, parent: str | None = None) -> list[TerritoryCard]:
    """Return the territories right inside another, by sound; without one, the countries."""
    rows = Territory.objects.filter(parent_id=parent) if parent else _countries()
    return [_territory(row) for row in rows.order_by("sort_key", "code")]


def _countries() -> QuerySet[Territory]:
    return Territory.objects.filter(parent__isnull=True)


def _sites() -> QuerySet[Site]:
    return Site.objects.select_related("territory__parent__parent", "office")


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.prefetch_related("phones", "emails", "places")


def _pieces() -> QuerySet[Equipment]:
    return Equipment.objects.annotate(valid=VALID).select_related(
        "product",
        "customer",
        "system",
        "site__territory__parent__parent",
        "site__office",
        "replaced_by",
    )


def _territory(row: Territory) -> TerritoryCard:
    return TerritoryCard(row.code, row.level, row.names, row.time_zone)


def _around(row: Territory) -> Iterable[TerritoryCard]:
    if row.parent is not None:
        yield from _around(row.parent)
    yield _territory(row)


def _site(row: Site) -> SiteCard:
    office = row.office
    return SiteCard(
        pk=row.pk,
        customer_id=row.customer_id,
        names=row.names,
        territory=tuple(_around(row.territory)),
        address=row.address,
        time_zone=row.time_zone,
        office_id=office.pk,
        office_code=office.code,
        office_names=office.names,
        office_codes=tuple(
            filter(None, (office.country_code, office.province_code, office.city_code))
        ),
        distance_km=row.distance_km,
        access_hours=row.access_hours,
        directions=row.directions,
    )


def _system(row: System) -> SystemCard:
    return SystemCard(row.pk, row.site_id, row.names, row.code, row.customer_id)


def _contact(row: Contact) -> ContactCard:
    return ContactCard(
        pk=row.pk,
        customer_id=row.customer_id,
        name=row.name,
        position=row.position,
        language=row.language,
        phones=tuple(sorted(Phone(p.number, p.extension) for p in row.phones.all())),
        emails=tuple(sorted(mail.address for mail in row.emails.all())),
        site_ids=tuple(sorted(place.site_id for place in row.places.all())),
        person_id=row.person_id,
        has_left=row.left_at is not None,
    )


def _product(row: ProductModel) -> ProductCard:
    plain = (row.brand, row.code, row.family, row.names, row.specification)
    return ProductCard(row.pk, *plain, row.design_life_months)


def _milestone(told: Mapping[str, str]) -> MilestoneCard:
    return MilestoneCard(told["kind"], date.fromisoformat(told["on"]), told["evidence"])


def _piece(row: Equipment) -> EquipmentCard:
    owner = row.customer
    successor = getattr(row, "replaced_by", None)
    return EquipmentCard(
        pk=row.pk,
        serial_number=row.serial_number,
        label=row.label,
        product=_product(row.product),
        customer_id=owner.pk,
        customer_names=owner.names,
        customer_short_name=owner.short_name,
        customer_is_key=owner.is_key,
        site=_site(row.site) if row.site else None,
        system=_system(row.system) if row.system else None,
        milestones=tuple(_milestone(told) for told in vars(row)["valid"]),
        recognised=row.recognised,
        supplied_by_us=row.supplied_by_us,
        replaces_id=row.replaces_id,
        replaced_by_id=successor.pk if successor else None,
        left_at=row.left_at,
    )
