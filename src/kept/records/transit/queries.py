"""What is shown of goods on their way: to their customer, to carriers, to those who work here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from kept.records import tokens
from kept.records.cases.models import CaseFact
from kept.records.cases.queries import promised
from kept.records.returns.models import Rma
from kept.records.returns.rows import standing_now, standing_of
from kept.records.returns.standing import Kind, Standing
from kept.records.transit.models import Deed, Parcel, ReturnPage, Scan, Way
from kept.records.transit.purposes import LONGEST_SECRET
from kept.records.transit.services.asking import secret_of
from kept.records.transit.services.labelling import label_for_next
from kept.records.transit.services.labelling import secret_of as parcel_secret
from kept.rules.assess import ClockLine

QUOTED = "quote.sent"


@dataclass(frozen=True)
class Goods:
    """What comes back: so many pieces of something."""

    name: str
    serial: str
    pieces: int


@dataclass(frozen=True)
class ReturnView:
    """A return as its customer may see it: where it stands, and when what happened."""

    rma_id: int
    number: str
    case_id: int
    asked_at: datetime
    goods: tuple[Goods, ...]
    standing: Standing
    quoted_at: datetime | None
    refusal: str
    office_names: Mapping[str, str]
    office_address: str
    office_phone: str
    language: str  # in which they asked
    page_id: int


@dataclass(frozen=True)
class ScanLine:
    """Somebody without an account said by scanning what happened to a parcel."""

    way: Way
    deed: Deed
    name: str
    at: datetime
    received_at: datetime
    counted: bool


@dataclass(frozen=True)
class ParcelView:
    """A parcel as whoever scans its code may see it: nothing of whose it is or what is in it."""

    pk: int
    way: Way
    name: str  # the number of the return, or of the case and its consignment
    parcel: int
    made_at: datetime
    is_expired: bool
    scans: Mapping[Deed, ScanLine]
    case_number: str  # for those who work here
    rma_number: str


def return_view(secret: str) -> ReturnView | None:
    """Return the return that this secret opens; None if there is none."""
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    rows = ReturnPage.objects.filter(secret_sha256=tokens.hash_of(secret))
    page = rows.select_related("rma__case__office").first()
    if page is None:
        return None
    rma, lines = page.rma, list(page.rma.lines.order_by("seq"))
    events = list(rma.events.order_by("seq"))
    office = rma.case.office
    quoted = CaseFact.objects.filter(case_id=rma.case_id, kind=QUOTED, at__gte=rma.asked_at)
    refused = [event.text for event in events if event.kind == Kind.REFUSED]
    return ReturnView(
        rma_id=rma.pk,
        number=rma.number,
        case_id=rma.case_id,
        asked_at=rma.asked_at,
        goods=tuple(Goods(row.name, row.serial_number, row.announced) for row in lines),
        standing=standing_of(lines, events),
        quoted_at=quoted.order_by("seq").values_list("at", flat=True).first(),
        refusal=next(iter(refused), ""),
        office_names=office.names,
        office_address=office.address,
        office_phone=office.phone,
        language=page.language,
        page_id=page.pk,
    )


def clocks_of_case(case_id: int, rules: Collection[str], *, at: datetime) -> list[ClockLine]:
    """Return the clocks of a case that run by these rules."""
    found = promised(case_id, at=at).assessment.clocks
    return [line for line in found if line.rule in rules and line.started_at is not None]


def label_secret(rma_id: int, way: Way, *, at: datetime, number: int | None = None) -> str:
    """Return what the code of the label for what goes next opens by; empty if none is made.

    `number`: of a parcel whose label was made before, to print it again while its code opens.
    """
    rma = Rma.objects.get(pk=rma_id)
    if number is None:
        found = label_for_next(rma, way, standing_now(rma), now=at)
    else:
        rows = Parcel.objects.filter(rma=rma, way=way, number=number, expires_at__gt=at)
        found = rows.first()
    return parcel_secret(found) if found is not None else ""


def labels_again(rma_id: int, way: Way, *, at: datetime) -> list[int]:
    """Return the parcels of a way whose labels can be printed again, by number.

    That of what goes next is not among them: it is printed as that.
    """
    rma = Rma.objects.get(pk=rma_id)
    rows = Parcel.objects.filter(rma=rma, way=way, expires_at__gt=at)
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    following = label_for_next(rma, way, standing_now(rma), now=at) if numbers else None
    return [one for one in numbers if following is None or one != following.number]


def shipment_secret(held_id: int) -> str:
    """Return what the code on spare parts opens by, by what is reserved; empty if none is made."""
    found = Parcel.objects.filter(shipment__held_id=held_id).first()
    return parcel_secret(found) if found is not None else ""


def secrets_through(through: str) -> list[tuple[str, str]]:
    """Return the returns asked for with one request: numbers, and what their pages open by."""
    if not through:
        return []
    rows = ReturnPage.objects.filter(through=through).select_related("rma").order_by("-pk")
    return [(row.rma.number, secret_of(row)) for row in rows]


def parcel_view(secret: str, *, at: datetime) -> ParcelView | None:
    """Return the parcel whose code this is; None if there is none."""
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    rows = Parcel.objects.filter(secret_sha256=tokens.hash_of(secret))
    row = rows.select_related("rma", "case", "shipment").first()
    if row is None:
        return None
    return ParcelView(
        pk=row.pk,
        way=Way(row.way),
        name=row.rma.number if row.rma else _spares_name(row),
        parcel=row.number,
        made_at=row.made_at,
        is_expired=row.expires_at <= at,
        scans={Deed(one.deed): _scan(one, row) for one in row.scans.all()},
        case_number=str(row.case.number),
        rma_number=row.rma.number if row.rma else "",
    )


def scans_of_return(rma_id: int) -> list[ScanLine]:
    """Return what was said by scanning about the parcels of a return, the last first."""
    rows = Scan.objects.filter(parcel__rma_id=rma_id).select_related("parcel")
    return [_scan(row, row.parcel) for row in rows.order_by("-pk")]


def scans_of_shipments(held_ids: Collection[int]) -> dict[int, list[ScanLine]]:
    """Return the same about spare parts, by what is reserved for the case they went to."""
    found: dict[int, list[ScanLine]] = {}
    rows = Scan.objects.filter(parcel__shipment__held_id__in=held_ids)
    for row in rows.select_related("parcel__shipment").order_by("pk"):
        assert row.parcel.shipment is not None
        found.setdefault(row.parcel.shipment.held_id, []).append(_scan(row, row.parcel))
    return found


def _spares_name(row: Parcel) -> str:
    consignment = row.shipment.consignment if row.shipment else ""
    return f"{row.case.number} {consignment}".strip()


def _scan(row: Scan, parcel: Parcel) -> ScanLine:
    return ScanLine(Way(parcel.way), Deed(row.deed), row.name, row.at, row.received_at, row.counted)
