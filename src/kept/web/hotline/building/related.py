"""How cases belong together, put together for reading."""

from __future__ import annotations

from collections.abc import Iterator

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.records.cases.concerned import ConcernsYou
from kept.records.cases.models import LinkKind
from kept.records.cases.queries import (
    Belonging,
    CaseCard,
    ComplaintCounts,
    ComplaintLine,
    KeptClock,
    LinkLine,
    case_links,
    complaint_counts,
    complaints,
)
from kept.records.cases.services.linking import FOR_GOOD
from kept.records.people.models import Person
from kept.web.common.access import DESK, may
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.fact_pages import case_link, case_url

FEW = 3  # links in the head of a case


def build_related(
    card: CaseCard, *, viewer: Person, reader: Reader, form: Form | None
) -> pages.RelatedPage:
    """Return the page of what a case belongs to."""
    may_change = may(viewer, *DESK)
    is_concerned = viewer.pk in card.about
    rows = [
        _row(card, line, reader, may_change=may_change and not is_concerned)
        for line in case_links(card.pk, viewer=viewer)
    ]
    return pages.RelatedPage(
        now=reader.now,
        case=case_link(card),
        rows=rows,
        link_url=reverse("hotline:link", args=[card.number]),
        actions=list(_actions(card)) if may_change else (),
        form=form if may_change and not is_concerned else None,
        concerned=str(ConcernsYou()) if is_concerned else "",
    )


def _actions(card: CaseCard) -> Iterator[pages.Action]:
    for name, label in (("complain", _("Take down a complaint")), ("split", _("Split a part off"))):
        yield pages.Action(label=label, url=reverse(f"hotline:{name}", args=[card.number]))


def _row(card: CaseCard, line: LinkLine, reader: Reader, *, may_change: bool) -> pages.LinkRow:
    undo = reverse("hotline:link_undo", args=[card.number, line.pk])
    may_undo = may_change and line.stands and line.kind not in FOR_GOOD
    undone = _("Taken back by {person}: {reason}").format(
        person=line.undone_by, reason=line.undone_because
    )
    said = f"{line.linked_by}: {line.reason}" if line.reason else line.linked_by
    return pages.LinkRow(
        sentence=link_sentence(LinkKind(line.kind), is_outgoing=line.is_outgoing),
        url=case_url(line.number),
        number=line.number,
        title=line.title,
        said=said,
        at=line.linked_at,
        asked_at=line.requested_at,
        promises=[_promise(clock, reader) for clock in line.clocks],
        undone="" if line.stands else undone,
        undo_url=undo if may_undo else "",
    )


def build_belongs(card: CaseCard, *, viewer: Person) -> pages.Belongs:
    """Return what a case belongs to, for its head; nobody is shown a complaint about themselves."""
    lines = [line for line in card.belongs if not _complains_of(line, card, viewer)]
    return pages.Belongs(
        lines=[
            pages.BelongsLine(
                sentence=link_sentence(LinkKind(line.kind), is_outgoing=line.is_outgoing),
                case=pages.Link(label=line.number, url=case_url(line.number)),
                title=line.title,
                is_closed=line.state == "closed",
            )
            for line in lines[:FEW]
        ],
        more=max(len(lines) - FEW, 0),
        all_url=reverse("hotline:related", args=[card.number]),
        concerns_you=str(ConcernsYou()) if viewer.pk in card.about else "",
    )


def _complains_of(line: Belonging, card: CaseCard, viewer: Person) -> bool:
    """Say whether a complaint about this case is one about the viewer, or a case of theirs."""
    is_complaint = line.kind == LinkKind.COMPLAINT and not line.is_outgoing
    return is_complaint and viewer.pk in {card.responsible.pk, *line.about}


def link_sentence(kind: LinkKind, *, is_outgoing: bool) -> str:
    """Return what a case is to another, as words before the other's number."""
    sentences = {
        (LinkKind.DUPLICATE, True): _("This case asks the same again as"),
        (LinkKind.DUPLICATE, False): _("The same was asked again in"),
        (LinkKind.FOLLOWS, True): _("This case follows from"),
        (LinkKind.FOLLOWS, False): _("From this case followed"),
        (LinkKind.COMPLAINT, True): _("This case is a complaint about"),
        (LinkKind.COMPLAINT, False): _("A complaint about this case is"),
        (LinkKind.SPLIT, True): _("This case was part of"),
        (LinkKind.SPLIT, False): _("Split off from this case was"),
    }
    return sentences[kind, is_outgoing]


def _promise(clock: KeptClock, reader: Reader) -> pages.KeptPromise:
    """Return how a promise of another case stands, in a line."""
    if clock.done_at is not None:
        late = _("done late, at {at}") if clock.broken_at else _("done at {at}")
        words = late.format(at=reader.moment(clock.done_at))
    elif clock.broken_at is not None:
        words = _("broken at {at}").format(at=reader.moment(clock.broken_at))
    elif clock.due_at is not None:
        words = _("due at {at}").format(at=reader.moment(clock.due_at))
    else:
        words = _("without a time")
    return pages.KeptPromise(name=reader.text(clock.names), words=words)


def build_complaints(*, viewer: Person, reader: Reader) -> pages.ComplaintsPage:
    """Return the page of all complaints."""
    return pages.ComplaintsPage(
        now=reader.now,
        rows=[_complaint(line, reader) for line in complaints(viewer=viewer)],
        counted=_counted(complaint_counts(viewer=viewer)),
    )


def _counted(counts: ComplaintCounts) -> str:
    total = ngettext("{n} complaint", "{n} complaints", counts.total).format(n=counts.total)
    return _(
        "{total} so far: {open} open, {duplicates} made again, {retyped} called something else "
        "since. All of them count."
    ).format(total=total, open=counts.open, duplicates=counts.duplicates, retyped=counts.retyped)


def _complaint(line: ComplaintLine, reader: Reader) -> pages.ComplaintRow:
    return pages.ComplaintRow(
        url=case_url(line.number),
        number=line.number,
        title=line.title,
        customer=reader.name(line.customer_names),
        about=" · ".join((*line.about, *line.people)),
        responsible=line.responsible,
        state=_("closed") if line.state == "closed" else pgettext("a case", "open"),
        at=line.requested_at,
    )
