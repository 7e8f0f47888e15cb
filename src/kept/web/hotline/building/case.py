"""A case's page, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.alerts.queries import alerts_of_case
from kept.records.alerts.services.receiving import CHANNEL
from kept.records.archive import queries as archive
from kept.records.archive.calling import callers
from kept.records.cases.queries import CaseCard
from kept.records.checklists.queries import RunCard, runs_of
from kept.records.checklists.queries import published as published_checklists
from kept.records.knowledge.queries import ready_texts
from kept.records.people.models import Person
from kept.records.work.queries import work_of_case
from kept.web.common.access import DESK, RECORDERS, may
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import with_serial
from kept.web.common.reading.work import sum_words
from kept.web.hotline import pages
from kept.web.hotline.building.archive_facts import to_scope
from kept.web.hotline.building.before import build_before, build_counted
from kept.web.hotline.building.case_papers import build_case_papers
from kept.web.hotline.building.case_parts import build_case_parts
from kept.web.hotline.building.checklists import build_answers, build_checklists
from kept.web.hotline.building.clocks import Telling, build_clocks
from kept.web.hotline.building.contests import build_contests
from kept.web.hotline.building.facts import build_facts
from kept.web.hotline.building.files import build_files
from kept.web.hotline.building.knowledge import build_help
from kept.web.hotline.building.labels import label_pair
from kept.web.hotline.building.macros import build_macros
from kept.web.hotline.building.next_facts import build_next
from kept.web.hotline.building.pays import build_pays
from kept.web.hotline.building.presence import marks_of_one
from kept.web.hotline.building.promises import build_cover, build_promises, level_of
from kept.web.hotline.building.queue import View, build_queue
from kept.web.hotline.building.related import build_belongs
from kept.web.hotline.building.responsibility import build_pressing, build_responsible
from kept.web.hotline.building.returned import build_returned
from kept.web.hotline.building.rules import build_asks, build_rule_groups
from kept.web.hotline.building.side import (
    Around,
    customer_pairs,
    equipment_pairs,
)
from kept.web.hotline.building.terms import build_terms


def around(card: CaseCard, viewer: Person) -> Around:
    """Return what is known around a case."""
    piece = archive.equipment(card.equipment.pk) if card.equipment else None
    site = piece.site if piece else None
    if card.site is not None and (site is None or site.pk != card.site.pk):
        site = archive.site(card.site.pk)
    return Around(
        contacts=callers(card.customer.pk, site_id=site.pk if site else None),
        equipment=piece,
        site=site if card.site else None,
    )


def build_case(
    card: CaseCard,
    view: View,
    *,
    viewer: Person,
    reader: Reader,
    form: Form | None = None,
    all_facts: bool = False,
) -> pages.CasePage:
    """Return the page of a case, with the queue beside it; a long one without all its facts."""
    known = around(card, viewer)
    records = may(viewer, *RECORDERS)
    telling = Telling.of(card, reader, viewer, all_facts=all_facts)
    speaker, clauses, assessment = telling.speaker, telling.clauses, card.assessment
    queue = build_queue(view, viewer=viewer, reader=reader, current=card.number)
    runs = runs_of(card.pk)
    page = pages.CasePage(
        now=reader.now,
        queue=queue,
        version=str(card.change),
        version_url=reverse("hotline:case_version", args=[card.number]),
        number=card.number,
        title=card.title,
        level=level_of(assessment, speaker),
        customer=_customer(card, reader),
        equipment=_equipment(card, reader),
        policy=pages.Link(label=policy_label(card), url=clauses.policy_url),
        clocks=build_clocks(telling),
        facts=_facts(telling, runs, viewer),
        next_facts=build_next(card, speaker, viewer=viewer) if records else (),
        files=build_files(card, viewer=viewer),
        fact_url=reverse("hotline:facts", args=[card.number]) + view.query(),
        then_url=reverse("hotline:fact_then", args=[card.number]),
        fact_key=new_key(),
        fact_form=form,
        equipment_pairs=_equipment_pairs(card, known, reader, with_label=records),
        customer_pairs=customer_pairs(card, known, may_log=may(viewer, *DESK)),
        terms=build_terms(assessment, speaker, clauses, number=card.number),
        pays=build_pays(assessment, speaker, clauses),
        earlier=build_before(card, speaker, viewer=viewer, reader=reader),
        cover=build_cover(assessment, speaker, clauses),
        parts=build_case_parts(card.pk, reader),
        policy_groups=build_promises(assessment, speaker, clauses),
        description=beyond_title(card),
        responsible=reader.name(card.responsible.names),
        who=build_responsible(telling, known.equipment, reader, may_accept=may(viewer, *DESK)),
        pressing=build_pressing(card, speaker),
        closed_at=card.closed_at,
        marks=marks_of_one(queue.marks, card.number),
    )
    return _with_work(page, telling, known, runs, viewer=viewer, reader=reader)


def _facts(telling: Telling, runs: Sequence[RunCard], viewer: Person) -> pages.FactList:
    may_change = may(viewer, *DESK) and viewer.pk not in telling.card.about
    return build_facts(telling, may_change=may_change, answers=build_answers(runs))


def _with_work(
    page: pages.CasePage,
    telling: Telling,
    known: Around,
    runs: Sequence[RunCard],
    *,
    viewer: Person,
    reader: Reader,
) -> pages.CasePage:
    """Return the page with what is asked, what helps, and what can be done."""
    card = telling.card
    records = may(viewer, *RECORDERS) and viewer.pk not in card.about
    family = known.equipment.product.family if known.equipment else ""
    ready, published = ready_texts(), published_checklists()
    return replace(
        page,
        actions=list(_actions(card, viewer)) if may(viewer, *DESK) else (),
        help=build_help(card, family, viewer=viewer, reader=reader, ready=ready, records=records),
        checklists=build_checklists(card, family, viewer=viewer, runs=runs, published=published),
        macros=build_macros(
            card, family, viewer=viewer, reader=reader, ready=ready, published=published
        ),
        papers=build_case_papers(telling, may_write=records),
        belongs=build_belongs(card, viewer=viewer),
        contests=build_contests(telling, viewer=viewer),
        asks=build_asks(telling),
        work=sum_words(work_of_case(card.pk)),
        alerts=alerts_of_case(card.pk) if was_told_by_machine(card) else (),
        returned=build_returned(card),
        rule_groups=build_rule_groups(telling),
        counted=build_counted(card, telling.speaker, telling.clauses),
    )


def was_told_by_machine(card: CaseCard) -> bool:
    """Say whether an alert opened a case: none belongs to any other."""
    return any(fact.values.get("channel") == CHANNEL for fact in card.facts.facts)


def _equipment_pairs(
    card: CaseCard, known: Around, reader: Reader, *, with_label: bool
) -> list[pages.Pair]:
    label = label_pair(known.equipment) if with_label else []
    return [*equipment_pairs(card, known, reader), *label]


def beyond_title(card: CaseCard) -> str:
    """Return what the customer said, without the line that stands above as the title already."""
    first, _newline, rest = card.description.partition("\n")
    return rest.strip() if " ".join(first.split()) == card.title else card.description


def policy_label(card: CaseCard) -> str:
    """Return the policy of a case and its version."""
    return _("policy {code}, version {number}").format(
        code=card.policy_code, number=card.policy_number
    )


def _customer(card: CaseCard, reader: Reader) -> pages.Link:
    return to_scope("customer", card.customer.pk, reader.name(card.customer.names))


def _equipment(card: CaseCard, reader: Reader) -> pages.Link | None:
    piece = card.equipment
    if piece is None:
        return None
    return to_scope("equipment", piece.pk, with_serial(reader.name(piece.names), piece.note))


def _actions(card: CaseCard, viewer: Person) -> list[pages.Action]:
    """Return what can be done; whom a complaint is about is not offered what others do about it."""

    def action(name: str, label: str, key: str) -> pages.Action:
        url = reverse(f"hotline:{name}", args=[card.number])
        return pages.Action(label=label, url=url, key=key)

    has_level = any(
        scale.kind == "level" and not scale.attribute for scale in card.policy.scales.values()
    )
    if viewer.pk in card.about:
        return [
            action("related", _("Related"), "r"),
            action("case_compare", _("Compare"), "v"),
            action("proof", _("Proof"), ""),
        ]
    return [
        action("assign", _("Assign"), "a"),
        *([action("level", _("Level"), "l")] if has_level else []),
        *([action("contest", _("Contest"), "")] if has_level else []),
        action("related", _("Related"), "r"),
        action("case_compare", _("Compare"), "v"),
        action("papers", _("Documents"), "p"),
        pages.Action(label=_("Returns"), url=reverse("depot:of_case", args=[card.number]), key=""),
        action("follow_up", _("Follow up"), "w"),
        action("write", _("Write"), ""),
        action("proof", _("Proof"), ""),
        *([] if card.state == "closed" else [_close(card)]),
    ]


def _close(card: CaseCard) -> pages.Action:
    """Return the way to close: a page that first says what would still be owed."""
    url = f"{reverse('hotline:fact_new', args=[card.number])}?kind=case.closed"
    return pages.Action(label=_("Close…"), url=url, key="c")
