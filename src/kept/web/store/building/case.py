"""The parts of a case, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive.queries import equipment
from kept.records.cases.queries import CaseCard
from kept.records.parts.models import Answer, PlaceKind, RequestEnd
from kept.records.parts.queries import (
    HeldLine,
    ProposalLine,
    RequestCard,
    StockLine,
    SubstituteLine,
    find_parts,
    free_for,
    part_card,
    requests_of_case,
)
from kept.records.parts.services import NotEnough
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.transit.queries import ScanLine, scans_of_shipments
from kept.web.common.access import may
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.scans import scan_line
from kept.web.store import pages
from kept.web.store.building.catalogue import NOT_READ, part_row
from kept.web.store.families import family_names
from kept.web.store.forms.case import ReserveForm
from kept.web.store.roles import KEEPERS, WITH_PARTS
from kept.web.store.saying import amount, face, pieces, place_name

OFFERED = 12  # parts that are offered for the machine of a case


def case_link(card: CaseCard) -> pages.Link:
    """Return the way back to a case."""
    url = reverse("hotline:case", args=[card.number])
    return pages.Link(label=f"{card.number} {card.title}", url=url)


def parts_link(number: str) -> pages.Link:
    """Return the way back to the parts of a case."""
    return pages.Link(label=_("Parts of this case"), url=parts_url(number))


def parts_url(number: str) -> str:
    """Return the address of the parts of a case."""
    return reverse("store:case_parts", args=[number])


def build_case_parts(
    card: CaseCard, asked: str, *, viewer: Person, reader: Reader
) -> pages.CasePartsPage:
    """Return the parts of a case, and those that fit its machine to ask for."""
    may_act = card.state == "open" and may(viewer, *WITH_PARTS)
    first = equipment(card.equipment.pk).product.family if card.equipment else ""
    found = find_parts(asked, first=first, limit=OFFERED) if may_act else []
    names = family_names(reader) if may_act else NOT_READ
    at_site = ""
    if card.site and may(viewer, *KEEPERS):
        at_site = f"{reverse('store:place_new')}?site={card.site.pk}"
    return pages.CasePartsPage(
        now=reader.now,
        case=case_link(card),
        requests=build_requests(requests_of_case(card.pk), reader, may_act=may_act),
        asked=asked,
        family=names.get(first, first),
        may_ask=may_act,
        consignment_url=at_site,
        found=[
            replace_acts(part_row(part, reader, families=names), _ask_link(card.number, part.pk))
            for part in found
        ],
    )


def replace_acts(row: pages.PartRow, act: pages.Link) -> pages.PartRow:
    """Return a part with what can be done about it here."""
    return pages.PartRow(**{**vars(row), "acts": [act]})


def _ask_link(number: str, part: int) -> pages.Link:
    url = f"{reverse('store:case_ask', args=[number])}?part={part}"
    return pages.Link(label=_("Ask for it"), url=url)


def build_requests(
    cards: Sequence[RequestCard], reader: Reader, *, may_act: bool
) -> list[pages.RequestBlock]:
    """Return requests with all that was done about them, and what was said by scanning."""
    sent = [line.pk for card in cards for line in card.held if line.shipped_at]
    scans = scans_of_shipments(sent) if sent else {}
    return [build_request(card, reader, may_act=may_act, scans=scans) for card in cards]


def build_request(
    card: RequestCard,
    reader: Reader,
    *,
    may_act: bool,
    is_own_page: bool = False,
    scans: Mapping[int, Sequence[ScanLine]] = MappingProxyType({}),
) -> pages.RequestBlock:
    """Return a request with all that was done about it; `scans` by what is promised."""
    url = reverse("store:case_request", args=[card.case, card.pk])
    over = reverse("store:case_withdraw", args=[card.case, card.pk])
    acts = [
        pages.Link(label=_("Reserve, or propose another part"), url=url),
        pages.Link(label=_("Not needed any more"), url=over),
    ]
    is_over = bool(card.end)
    return pages.RequestBlock(
        pk=card.pk,
        part=card.part.label,
        name=reader.name(card.part.names),
        amount=amount(card.quantity, card.part.unit),
        words=_request_words(card, reader),
        note=card.note,
        clock=face(card.due),
        promise=reader.text(card.due.names) if card.due else "",
        is_over=is_over,
        held=[
            held_row(line, reader, may_act=may_act and not is_over, scans=scans.get(line.pk, ()))
            for line in card.held
        ],
        proposals=[
            _proposal_row(one, card, reader, may_act=may_act and not is_over)
            for one in card.proposals
        ],
        acts=acts if may_act and not is_over and not is_own_page else [],
    )


def _request_words(card: RequestCard, reader: Reader) -> str:
    said = _("asked for by {name}, {at}").format(
        name=card.asked_by, at=reader.moment(card.asked_at)
    )
    more = []
    if card.needed_by:
        more.append(_("needed by {at}").format(at=reader.moment(card.needed_by)))
    if card.end:
        more.append(str(RequestEnd(card.end).label))
    elif card.missing:
        more.append(_("{number} not reserved yet").format(number=amount(card.missing)))
    return " · ".join([said, *more])


def held_row(
    line: HeldLine, reader: Reader, *, may_act: bool, scans: Sequence[ScanLine] = ()
) -> pages.HeldRow:
    """Return so much of a part that is promised to a case, and what can be done about it."""
    return pages.HeldRow(
        part=line.part.label,
        amount=amount(line.quantity, line.part.unit),
        words=" · ".join([*_how_far(line, reader), *(scan_line(one, reader) for one in scans)]),
        state=_state(line),
        acts=list(_held_acts(line)) if may_act and not line.end else [],
    )


def _state(line: HeldLine) -> str:
    if line.end:
        return "met" if line.end == "taken" else "stopped"
    return "met" if line.on_site_at else "running"


def _how_far(line: HeldLine, reader: Reader) -> Iterator[str]:
    if line.end == "taken":
        yield _("fitted")
    elif line.end:
        yield _("given free again")
    elif line.on_site_at:
        yield _("on site since {at}").format(at=reader.moment(line.on_site_at))
    elif line.shipped_at:
        on_its_way = _("on its way with {carrier} since {at}")
        at = reader.moment(line.shipped_at)
        yield on_its_way.format(carrier=f"{line.carrier} {line.consignment}".strip(), at=at)
    else:
        said = _("picked in {place}") if line.picked_at else _("reserved in {place}")
        yield said.format(place=place_name(dict(line.place_names), line.place_code, reader))
    if pieces(line):
        yield pieces(line)


def _held_acts(line: HeldLine) -> Iterator[pages.Link]:
    args = [line.case, line.pk]
    if not line.is_out and not line.on_site_at and line.place_kind != PlaceKind.VAN:
        url = reverse("store:pick", args=[line.pk])
        yield pages.Link(label=_("Pick and send off"), url=url)
    if line.shipped_at and not line.on_site_at:
        yield pages.Link(label=_("Label"), url=reverse("store:label", args=[line.pk]))
    if not line.on_site_at:
        yield pages.Link(label=_("It is on site"), url=reverse("store:case_arrived", args=args))
    yield pages.Link(label=_("Fit it"), url=reverse("store:case_fit", args=args))
    yield pages.Link(label=_("Not used"), url=reverse("store:case_back", args=args))


def _proposal_row(
    line: ProposalLine, card: RequestCard, reader: Reader, *, may_act: bool
) -> pages.ProposalRow:
    if line.answer and line.answered_at:
        said = _("approved by {name}, {how}, {at}")
        if line.answer == Answer.REFUSED:
            said = _("refused by {name}, {how}, {at}")
        words = said.format(name=line.answerer, how=line.how, at=reader.moment(line.answered_at))
    else:
        words = _("proposed {at}; the customer has not answered").format(
            at=reader.moment(line.proposed_at)
        )
    states = {Answer.APPROVED.value: "met", Answer.REFUSED.value: "stopped"}
    url = reverse("store:case_answer", args=[card.case, line.pk])
    can_answer = may_act and line.answer != Answer.APPROVED
    return pages.ProposalRow(
        part=line.part.label,
        evidence=line.evidence,
        words=words,
        state=states.get(line.answer, "paused"),
        acts=[pages.Link(label=_("Record the answer"), url=url)] if can_answer else [],
        paper_url=reverse("store:case_paper", args=[card.case, line.pk]) if can_answer else "",
    )


def build_request_page(
    card: CaseCard,
    request: RequestCard,
    *,
    viewer: Person,
    reader: Reader,
    problem: Refused | str = "",
) -> pages.RequestPage:
    """Return one request: where it can come from, and what may stand in for it."""
    known = part_card(request.part.pk)
    others = known.substitutes if known else ()
    proposed = {one.part.pk for one in request.proposals}
    to_propose = [one for one in others if one.part.pk not in proposed]
    offers = [request.part.pk, *proposed]
    offered = near_first(free_for(offers), card, viewer) if request.missing else []
    key = new_key()
    return pages.RequestPage(
        now=reader.now,
        case=case_link(card),
        parts=parts_link(card.number),
        block=build_request(request, reader, may_act=True, is_own_page=True),
        missing=amount(request.missing, request.part.unit) if request.missing else "",
        offers=[_offer(line, request, nearness, key, reader) for nearness, line in offered],
        substitutes=[
            pages.SubstituteOffer(row=part_row(one.part, reader, one.evidence), part=one.part.pk)
            for one in to_propose
        ],
        can_propose=not request.end,
        problem=str(problem),
        instead=list(ways_out([line for _rank, line in offered], to_propose, reader))
        if isinstance(problem, NotEnough) and request.missing
        else [],
    )


def ways_out(
    offered: Sequence[StockLine],
    to_propose: Sequence[SubstituteLine],
    reader: Reader,
) -> Iterator[pages.Link]:
    """Yield what can be done when it could not be reserved where somebody wanted it."""
    if offered:
        nearest = offered[0]
        place = place_name(dict(nearest.place_names), nearest.place_code, reader)
        free = amount(nearest.free, nearest.unit)
        said = _("The nearest place with some: {place}, {number} free.")
        yield pages.Link(label=said.format(place=place, number=free), url="#offers")
    elif to_propose:
        said = _("Propose {part} to the customer instead.")
        yield pages.Link(label=said.format(part=to_propose[0].part.label), url="#instead")
    else:
        said = _("Nothing has to be done: the stores see that it is missing.")
        yield pages.Link(label=said, url="")


def _offer(
    line: StockLine, request: RequestCard, nearness: int, key: str, reader: Reader
) -> pages.OfferRow:
    source = f"{line.place_id}-{line.part_id}"
    quantity = min(line.free, request.missing)
    form = ReserveForm(
        initial={"key": key, "source": source, "quantity": f"{quantity.normalize():f}"},
        auto_id=f"id_{source}_%s",
    )
    return pages.OfferRow(
        place=place_name(dict(line.place_names), line.place_code, reader),
        part=line.part,
        nearness=nearness_words(nearness),
        free=amount(line.free, line.unit),
        is_substitute=line.part_id != request.part.pk,
        form=form,
    )


def near_first(
    lines: Sequence[StockLine], card: CaseCard, viewer: Person
) -> list[tuple[int, StockLine]]:
    """Return where parts can be taken from, the nearest to the site first."""
    ranked = ((_nearness(line, card, viewer), line) for line in lines)
    found = [(rank, line) for rank, line in ranked if rank is not None]
    return sorted(found, key=lambda pair: (pair[0], -pair[1].free, pair[1].place_code))


def _nearness(line: StockLine, card: CaseCard, viewer: Person) -> int | None:
    """Return how far it is from the site; None for what lies at another customer's site."""
    about = card.facts.about
    if line.site_id is not None:
        return 0 if card.site and line.site_id == card.site.pk else None
    if line.person_id is not None and line.person_id in (card.responsible.pk, viewer.pk):
        return 1
    _country, province, city = line.office_codes
    if city and city == about.get("site.city"):
        return 2
    if line.office_id == card.office.pk:
        return 3
    return 4 if province and province == about.get("site.province") else 5


def nearness_words(nearness: int) -> str:
    """Return how near a place is, in words."""
    return (
        _("at the site"),
        _("in the van of who goes there"),
        _("in the same city"),
        _("the case's own office"),
        _("in the same province"),
        _("elsewhere"),
    )[nearness]
