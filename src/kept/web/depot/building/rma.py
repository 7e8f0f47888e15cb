"""The page of a return, put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.cases.queries import CaseCard
from kept.records.claims.supplier_queries import supplier_claims
from kept.records.money import Money
from kept.records.parts.models import Condition
from kept.records.people.models import Person, Role
from kept.records.returns.queries import EventCard, LineCard, RmaCard
from kept.records.returns.services import Follows
from kept.records.returns.services.checking import BY_OTHERS, fits
from kept.records.returns.standing import COUNTS, Kind, State
from kept.records.transit.models import Way
from kept.records.transit.queries import labels_again, scans_of_return
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.returns import return_state_words
from kept.web.common.reading.scans import scan_line
from kept.web.common.reading.suppliers import state_words as claim_words
from kept.web.common.reading.wording import listed, pair, with_serial
from kept.web.depot import pages
from kept.web.depot.building.clocks import dated, faces_of_case
from kept.web.depot.building.pays import build_pays, build_quotes, build_refunds
from kept.web.depot.reading import CLAIMANTS, WORKERS, may_record
from kept.web.depot.words import event_words, label_again, step_words, tally_words

# What usually comes next, by where a return stands; the rest stands behind "more".
NEXT: Final = {
    State.ASKED: (Kind.APPROVED, Kind.REFUSED),
    State.EXPECTED: (Kind.SENT, Kind.RECEIVED),
    State.ON_THE_WAY: (Kind.RECEIVED,),
    State.TO_INSPECT: (Kind.INSPECTED, Kind.RECEIVED),
    State.TO_REPAIR: (
        Kind.STARTED,
        Kind.REPAIRED,
        Kind.REPLACED,
        Kind.TO_SUPPLIER,
        Kind.UNREPAIRED,
    ),
    State.AT_SUPPLIER: (Kind.FROM_SUPPLIER, Kind.TOLD),
    State.TO_TEST: (Kind.TESTED, Kind.FAILED),
    State.TO_SHIP: (Kind.SHIPPED,),
    State.SENT_BACK: (Kind.ARRIVED,),
    State.CLOSED: (Kind.STOCKED,),
    State.REFUSED: (),
    State.CANCELLED: (),
}
CHOSEN: Final = {
    Follows.TAKE_BACK.value: Kind.TAKEN_BACK,
    Follows.EXCHANGE.value: Kind.REPLACED,
}
SHOWN: Final = tuple(dict.fromkeys(["announced", *(name for name, _sign in COUNTS.values())]))


def build_rma(
    card: RmaCard, case: CaseCard, *, version: str, viewer: Person, reader: Reader
) -> pages.RmaPage:
    """Return the page of a return of a case."""
    now = card.standing
    likely, others = _steps(card, viewer)
    return pages.RmaPage(
        now=reader.now,
        number=card.number,
        version=version,
        version_url=reverse("depot:rma_version", args=[card.number]),
        state=return_state_words()[now.state],
        look="stopped" if now.is_over else "running",
        since=now.since,
        is_over=now.is_over,
        customer=reader.name(card.customer_names),
        case=card.case_number,
        case_title=card.case_title,
        case_url=reverse("hotline:case", args=[card.case_number]),
        facts=list(_facts(card, reader)),
        clocks=[
            *faces_of_case(case, reader),
            *dated(_("Back from the supplier"), now.supplier_due_at),
            *dated(_("The defective one is owed to us"), now.owed_due_at),
        ],
        lines=[_line(line, card) for line in card.lines],
        steps=likely,
        more_steps=others,
        pays=build_pays(case, reader),
        quotes=build_quotes(case, reader),
        events=[_event(event, card, reader) for event in reversed(card.events)],
        labels=_labels(card, reader) if may(viewer, *WORKERS) else [],
        scans=[scan_line(one, reader) for one in scans_of_return(card.pk)],
        refunds=list(build_refunds(case, viewer, reader)) or list(_unpriced(card, viewer)),
        claims=list(_claims(card, viewer, reader)),
        claim_url=_claim_url(card) if may(viewer, *CLAIMANTS) else "",
    )


def _claim_url(card: RmaCard) -> str:
    return f"{reverse('money:supplier_new', args=[card.case_number])}?rma={card.number}"


def _claims(card: RmaCard, viewer: Person, reader: Reader) -> Iterator[pages.ClaimLine]:
    """Yield what suppliers were asked for, to who may know."""
    if not may(viewer, *CLAIMANTS):
        return
    for row in supplier_claims(viewer=viewer, rma_id=card.pk):
        yield pages.ClaimLine(
            supplier=row.supplier,
            url=reverse("money:supplier_claim", args=[row.pk]),
            claimed=str(row.claimed),
            came=str(row.recovered) if row.recovered else "",
            state=claim_words(row, reader),
        )


def _unpriced(card: RmaCard, viewer: Person) -> Iterator[tuple[str, str]]:
    """Yield where a price is decided for what was taken back, if the policy names none."""
    if not any(tally.taken_back for tally in card.standing.tallies.values()):
        return
    is_decider = may(viewer, Role.MANAGER)
    name = "money:compensation" if is_decider else "money:made_good"
    said = _("The policy names no price for what was taken back. A manager decides what is given.")
    yield said, reverse(name, args=[card.case_number])


def _labels(card: RmaCard, reader: Reader) -> list[tuple[str, str]]:
    """Return the labels that can be printed: of what comes, of what goes back, and once more."""
    now, found = card.standing, []
    if now.is_approved and not now.is_over and now.total("received") < now.total("announced"):
        found.append((_("Label for the customer"), Way.IN))
    if now.ready_to_go:
        found.append((_("Label back"), Way.BACK))
    again = reverse("depot:label", args=[card.number, Way.BACK.value])
    return [
        *((name, reverse("depot:label", args=[card.number, way.value])) for name, way in found),
        *(
            (label_again(number), f"{again}?parcel={number}")
            for number in labels_again(card.pk, Way.BACK, at=reader.now)
        ),
    ]


def _facts(card: RmaCard, reader: Reader) -> Iterator[tuple[str, str]]:
    first = card.events[0]
    yield pgettext("a return", "Asked for"), f"{reader.moment(first.at)}, {first.by}"
    if first.text:
        yield _("What they say"), first.text


def about_return(card: RmaCard, reader: Reader) -> str:
    """Return in one line what a return is of, and whose, for who has the goods in hand."""
    goods = [
        with_serial(line.name, line.serial_number)
        if line.serial_number
        else f"{max(line.tally.announced, line.tally.received)} × {line.name}"
        for line in card.lines
    ]
    return f"{listed(goods)} · {reader.name(card.customer_names)}"


def possible(card: RmaCard, kind: Kind) -> bool:
    """Say whether a step fits how a return and its lines stand, so that it is offered."""
    now = card.standing
    if kind in BY_OTHERS or not fits(kind, now):
        return False
    if kind is Kind.RECEIVED or kind not in COUNTS:
        return True
    return any(tally.room(kind) for tally in now.tallies.values())


def _steps(card: RmaCard, viewer: Person) -> tuple[list[pages.StepButton], list[pages.StepButton]]:
    """Return the steps that usually come next, then all others that fit."""
    can = [kind for kind in Kind if possible(card, kind) and may_record(viewer, kind)]
    first = [kind for kind in _next(card) if kind in can]
    if Kind.KEPT in can:
        first = [Kind.KEPT, *first]
    rest = [kind for kind in can if kind not in first]
    likely = [_button(card, kind, str(place), place == 1) for place, kind in enumerate(first, 1)]
    return likely, [_button(card, kind, "", False) for kind in rest]


def _next(card: RmaCard) -> tuple[Kind, ...]:
    """Return what usually comes next; what was chosen comes before any repair."""
    usual = NEXT[card.standing.state]
    chosen = CHOSEN.get(card.follows)
    if chosen is not None and card.standing.state is State.TO_REPAIR:
        return (chosen, *(kind for kind in usual if kind is not chosen))
    return usual


def _button(card: RmaCard, kind: Kind, key: str, is_likely: bool) -> pages.StepButton:
    return pages.StepButton(
        label=step_words()[kind],
        url=reverse("depot:step", args=[card.number, kind.value]),
        key=key,
        is_likely=is_likely,
    )


def _line(line: LineCard, card: RmaCard) -> pages.LineRow:
    names = tally_words()
    counts = [(names[name], getattr(line.tally, name)) for name in SHOWN]
    chain = "" if line.equipment_id is None else "hotline:archive_equipment"
    return pages.LineRow(
        seq=line.seq,
        name=line.name,
        serial=line.serial_number,
        instead=listed(card.came_instead(line)),
        counts=[(name, count) for name, count in counts if count],
        chain_url=reverse(chain, args=[line.equipment_id]) if chain else "",
    )


def _event(event: EventCard, card: RmaCard, reader: Reader) -> pages.EventRow:
    return pages.EventRow(
        at=event.at,
        what=event_words()[event.kind],
        detail=" · ".join(_detail(event, card, reader)),
        by=event.by,
    )


def _detail(event: EventCard, card: RmaCard, reader: Reader) -> Iterator[str]:
    line = next((one for one in card.lines if one.seq == event.line), None)
    if line is not None:
        yield f"{event.quantity} × {line.name}"
    if event.serial:
        yield pair(_("serial number"), event.serial)
    yield from (part for part in (event.party, event.reference, event.place) if part)
    if event.kind is Kind.STOCKED:
        yield str(Condition(event.condition).label) if event.condition else _("scrapped")
    if event.amount is not None:
        yield str(Money(event.amount, event.currency))
    if event.due_at is not None:
        yield _("by {moment}").format(moment=reader.moment(event.due_at))
    if event.text:
        yield event.text
