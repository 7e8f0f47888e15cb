"""What cases need, what is promised to them, and what is to be picked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from kept.records.cases.held_back import HeldBack, held_back
from kept.records.cases.models import Case, Clock
from kept.records.cases.queries import CaseCard
from kept.records.cases.rows_as_facts import fact_id
from kept.records.cases.running import running_policy
from kept.records.parts.models import PartRequest, PlaceKind, Proposal, Reservation, Stock
from kept.records.parts.queries.catalogue import PartLine, part_line
from kept.records.parts.queries.stock import StockLine, stock_line
from kept.records.parts.saying import proof_of
from kept.rules.facts import Fact
from kept.rules.policy.model import ClockRule, alternatives

RECEIVED, FITTED = "spare.received", "part.fitted"
RUNNING = ("running", "paused", "broken")


@dataclass(frozen=True)
class SpareDue:
    """The promise by which spares of a case are to be on site."""

    names: Mapping[str, str]
    state: str
    due_at: datetime | None


@dataclass(frozen=True)
class HeldLine:
    """So much of a part that is promised to a case, and how far it has come."""

    pk: int
    request_id: int | None
    case: str
    case_title: str
    part: PartLine
    quantity: Decimal
    place_id: int
    place_kind: str
    place_code: str
    place_names: Mapping[str, str]
    serial: str
    lot: str
    needed_by: datetime | None
    picked_at: datetime | None
    on_site_at: datetime | None
    carrier: str
    consignment: str
    shipped_at: datetime | None
    end: str
    due: SpareDue | None = None

    @property
    def is_out(self) -> bool:
        """Say whether it was sent off."""
        return self.place_kind == PlaceKind.OUT


@dataclass(frozen=True)
class ProposalLine:
    """A substitute that was proposed, and what the customer said."""

    pk: int
    part: PartLine
    evidence: str
    proposed_at: datetime
    answer: str
    answerer: str
    how: str
    answered_at: datetime | None


@dataclass(frozen=True)
class RequestCard:
    """What a case needs of a part, and all that was done about it."""

    pk: int
    case_id: int
    case: str
    case_title: str
    part: PartLine
    quantity: Decimal
    needed_by: datetime | None
    note: str
    asked_at: datetime
    asked_by: str
    end: str
    held: tuple[HeldLine, ...]
    proposals: tuple[ProposalLine, ...]
    due: SpareDue | None = None

    @property
    def missing(self) -> Decimal:
        """Return how much of it nobody has promised yet."""
        covered = (one.quantity for one in self.held if one.end != "released")
        return max(self.quantity - sum(covered, Decimal(0)), Decimal(0))


def requests_of_case(case_id: int) -> list[RequestCard]:
    """Return what a case asked for, the last first."""
    rows = PartRequest.objects.filter(case_id=case_id).order_by("-pk")
    return _cards(rows)


def request_card(request_id: int, *, case_id: int) -> RequestCard | None:
    """Return a request of a case; None if there is none such."""
    found = _cards(PartRequest.objects.filter(pk=request_id, case_id=case_id))
    return found[0] if found else None


def open_requests(*, limit: int = 100) -> list[RequestCard]:
    """Return the requests of which something is missing, the most urgent first."""
    rows = PartRequest.objects.filter(end="", case__state="open").order_by("pk")[: limit * 3]
    cards = [card for card in _cards(rows) if card.missing > 0]
    return sorted(cards, key=lambda card: _urgency(card.needed_by, card.due, card.asked_at))[:limit]


def to_pick(place_id: int | None = None, *, limit: int = 100) -> list[HeldLine]:
    """Return what is reserved in a place, or in all, and not sent off, the most urgent first."""
    rows = Reservation.objects.filter(end="", on_site_at=None).exclude(place__kind=PlaceKind.OUT)
    if place_id is not None:
        rows = rows.filter(place_id=place_id)
    lines = _held(rows.order_by("needed_at", "pk")[:limit])
    return sorted(lines, key=lambda one: _urgency(one.needed_by, one.due, None))


def held_line(reservation_id: int) -> HeldLine | None:
    """Return what is promised to a case; None if there is none such."""
    return next(iter(_held(Reservation.objects.filter(pk=reservation_id))), None)


def held_for_case(case_id: int) -> list[HeldLine]:
    """Return all that is promised to a case and not fitted yet."""
    return _held(Reservation.objects.filter(case_id=case_id, end="").order_by("pk"))


def free_for(part_ids: Collection[int]) -> list[StockLine]:
    """Return where these parts can be taken from, by place."""
    rows = Stock.objects.filter(part_id__in=part_ids, condition="good", on_hand__gt=0)
    there = rows.exclude(place__kind=PlaceKind.OUT).select_related("place__office", "part")
    lines = (stock_line(row) for row in there.order_by("place__code", "pk"))
    return [line for line in lines if line.free > 0]


def spare_dues(case_ids: Collection[int]) -> dict[int, SpareDue]:
    """Return by when spares of cases are promised to be on site; no promise, no entry."""
    clocks = Clock.objects.filter(case_id__in=case_ids, state__in=RUNNING)
    cases = {row.pk: row for row in Case.objects.with_version().filter(pk__in=case_ids)}
    found: dict[int, SpareDue] = {}
    for row in clocks.order_by("-due_at", "pk"):  # the first due is written last
        if _ends_with_a_spare(cases[row.case_id], row.rule):
            found[row.case_id] = SpareDue(row.names, row.state, row.due_at)
    return found


def holds_back_fitting(reservation_id: int, card: CaseCard) -> HeldBack | None:
    """Return why the policy does not let what is reserved be fitted now; None if it does."""
    related = ("part", "unit", "case", "request__part")
    row = Reservation.objects.select_related(*related).get(pk=reservation_id)
    values = proof_of(row, at=card.at)
    seq = len(card.facts.facts) + 1
    fact = Fact(fact_id(seq), FITTED, card.at, received_at=card.at, values=values)
    lines = held_back(card.policy, card.facts, fact, card.at)
    return HeldBack(card.policy, lines) if lines else None


def _ends_with_a_spare(case: Case, rule: str) -> bool:
    policy = running_policy(case.version_id, case.overrides, sha256=case.version.sha256).policy
    found = policy.rules.get(rule)
    if not isinstance(found, ClockRule):
        return False
    return any(event.kind == RECEIVED for event in alternatives(found.stop))


def _urgency(
    needed_by: datetime | None, due: SpareDue | None, asked_at: datetime | None
) -> tuple[bool, float]:
    times = [at for at in (needed_by, due.due_at if due else None) if at is not None]
    first = min(times, default=asked_at)
    return (not times, first.timestamp() if first else 0.0)


def _cards(rows: QuerySet[PartRequest]) -> list[RequestCard]:
    found = list(rows.select_related("part", "case", "asked_by"))
    ids = [row.pk for row in found]
    held: dict[int, list[HeldLine]] = {}
    for line in _held(_not_moved_on(Reservation.objects.filter(request_id__in=ids)).order_by("pk")):
        held.setdefault(line.request_id or 0, []).append(line)
    proposals: dict[int, list[ProposalLine]] = {}
    for one in Proposal.objects.filter(request_id__in=ids).select_related("part").order_by("pk"):
        proposals.setdefault(one.request_id, []).append(_proposal(one))
    dues = spare_dues({row.case_id for row in found if not row.end})
    return [
        RequestCard(
            pk=row.pk,
            case_id=row.case_id,
            case=str(row.case.number),
            case_title=row.case.title,
            part=part_line(row.part),
            quantity=row.quantity,
            needed_by=row.needed_by,
            note=row.note,
            asked_at=row.asked_at,
            asked_by=row.asked_by.display_name,
            end=row.end,
            held=tuple(held.get(row.pk, ())),
            proposals=tuple(proposals.get(row.pk, ())),
            due=None if row.end else dues.get(row.case_id),
        )
        for row in found
    ]


def _not_moved_on(rows: QuerySet[Reservation]) -> QuerySet[Reservation]:
    """Return what is promised where it is now, without the places from which it was sent off."""
    return rows.filter(shipment=None)


def _held(rows: QuerySet[Reservation]) -> list[HeldLine]:
    related = ("place", "part", "unit", "case", "came_by", "request")
    found = list(rows.select_related(*related))
    dues = spare_dues({row.case_id for row in found if not row.end and row.on_site_at is None})
    return [_held_line(row, dues.get(row.case_id)) for row in found]


def _held_line(row: Reservation, due: SpareDue | None) -> HeldLine:
    came_by = getattr(row, "came_by", None)
    needed_by = row.request.needed_by if row.request else None
    return HeldLine(
        pk=row.pk,
        request_id=row.request_id,
        case=str(row.case.number),
        case_title=row.case.title,
        part=part_line(row.part),
        quantity=row.quantity,
        place_id=row.place_id,
        place_kind=row.place.kind,
        place_code=row.place.code,
        place_names=row.place.names,
        serial=row.unit.serial_number if row.unit else "",
        lot=row.lot,
        needed_by=row.needed_at or needed_by,
        picked_at=row.picked_at,
        on_site_at=row.on_site_at,
        carrier=came_by.carrier if came_by else "",
        consignment=came_by.consignment if came_by else "",
        shipped_at=came_by.shipped_at if came_by else None,
        end=row.end,
        due=None if row.end or row.on_site_at else due,
    )


def _proposal(row: Proposal) -> ProposalLine:
    return ProposalLine(
        pk=row.pk,
        part=part_line(row.part),
        evidence=row.evidence,
        proposed_at=row.proposed_at,
        answer=row.answer,
        answerer=row.answerer,
        how=row.how,
        answered_at=row.answered_at,
    )
