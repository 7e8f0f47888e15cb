"""A draft's page: the paper on the left, what runs on the right, findings in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import KeptRate, kept_rates
from kept.records.people.models import Person
from kept.records.policies.drafts import DraftCard, DraftState
from kept.rules.policy.model import Policy
from kept.web.common.reading.clauses import build_clause
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.checking import Checked, found_line
from kept.web.policydesk.pages import (
    ClauseRow,
    DraftLine,
    DraftPage,
    FoundLine,
    Grave,
    Step,
)

KEPT_IN = timedelta(days=90)
LOOKS = {
    DraftState.WRITTEN: "running",
    DraftState.SUBMITTED: "soon",
    DraftState.APPROVED: "met",
    DraftState.PUBLISHED: "met",
    DraftState.DISCARDED: "stopped",
}


def draft_name(card: DraftCard) -> str:
    """Return what a draft is called."""
    if card.base_number is None:
        return _("{code}: new text").format(code=card.policy_code)
    return _("{code}: after version {number}").format(
        code=card.policy_code, number=card.base_number
    )


def state_words(card: DraftCard) -> str:
    """Return how far a draft has come."""
    words = {
        DraftState.WRITTEN: _("being written"),
        DraftState.SUBMITTED: _("waits for review"),
        DraftState.APPROVED: _("approved by {person}"),
        DraftState.PUBLISHED: _("published as version {number}"),
        DraftState.DISCARDED: _("discarded"),
    }
    return words[card.state].format(person=card.approved_by, number=card.version_number)


def draft_line(card: DraftCard, reader: Reader) -> DraftLine:
    """Return a draft for a list."""
    return DraftLine(
        url=reverse("policydesk:draft", args=[card.pk]),
        name=draft_name(card),
        state=state_words(card),
        look=LOOKS[card.state],
        detail=_changed(card, reader),
    )


def _changed(card: DraftCard, reader: Reader) -> str:
    return _("changed {moment} by {person}, edition {edition}").format(
        moment=reader.moment(card.changed_at), person=card.changed_by, edition=card.edition
    )


def build_draft(
    card: DraftCard, found: Checked, viewer: Person, reader: Reader, *, only_unset: bool
) -> DraftPage:
    """Return a draft's page."""
    rows: list[ClauseRow] = []
    if found.policy is not None:
        rates = kept_rates(card.policy_code, since=reader.now - KEPT_IN)
        rows = list(_rows(card, found, found.policy, rates, reader))
    if only_unset:
        rows = [row for row in rows if _is_unset(row)]
    nowhere = [one for one in found.findings if not one.clauses]
    others = [*found.mistakes, *(found_line(one, reader.language) for one in nowhere)]
    return DraftPage(
        now=reader.now,
        draft=card.pk,
        title=draft_name(card),
        code=card.policy_code,
        state=state_words(card),
        look=LOOKS[card.state],
        detail=_changed(card, reader),
        remark=card.remark,
        tally=_tally(found, reader),
        rows=rows,
        others=others,
        steps=list(steps_of(card, found, viewer)),
        only_unset=only_unset,
    )


def _rows(
    card: DraftCard,
    found: Checked,
    policy: Policy,
    rates: Mapping[str, KeptRate],
    reader: Reader,
) -> Iterator[ClauseRow]:
    speaker = reader.speaker(policy)
    about: dict[str, list[FoundLine]] = {}
    for finding in found.findings:
        for clause_id in finding.clauses[:1]:
            about.setdefault(clause_id, []).append(found_line(finding, reader.language))
    for clause in policy.clauses.values():
        rate = rates.get(clause.id)
        yield ClauseRow(
            block=build_clause(clause, policy, speaker),
            url=reverse("policydesk:clause", args=[card.pk, clause.id]) if card.is_open else "",
            found=about.get(clause.id, []),
            kept=f"{rate.percent} %" if rate else "",
            kept_detail=_kept(rate),
        )


def _kept(rate: KeptRate | None) -> str:
    if rate is None:
        return ""
    return _("{kept} of {all}").format(kept=rate.kept, all=rate.kept + rate.missed)


def _is_unset(row: ClauseRow) -> bool:
    return row.block.state == "unset" or any("unset" in one.code for one in row.found)


def _tally(found: Checked, reader: Reader) -> list[tuple[Grave, int, str]]:
    looks = [line.look for line in found.lines(reader.language)]
    words: tuple[tuple[Grave, str], ...] = (
        ("broken", _("mistakes")),
        ("soon", _("doubts")),
        ("unset", _("notes")),
    )
    return [(look, n, word) for look, word in words if (n := looks.count(look))]


def steps_of(card: DraftCard, found: Checked, viewer: Person) -> Iterator[Step]:
    """Yield what this person can do with a draft now, and what stands in the way."""

    def to(name: str) -> str:
        return reverse(f"policydesk:{name}", args=[card.pk])

    if not card.is_open:
        return
    if card.state is DraftState.WRITTEN:
        why = _("There are mistakes to mend first.") if found.grave else ""
        yield Step(label=_("Submit for review"), url=to("submit"), is_next=True, why_not=why)
    if card.state is DraftState.SUBMITTED:
        own = _("You have worked on it yourself: somebody else must review it.")
        why = own if viewer.pk in card.authors else ""
        yield Step(label=_("Approve"), url=to("approve"), is_next=True, why_not=why)
    if card.state in (DraftState.SUBMITTED, DraftState.APPROVED):
        yield Step(label=_("Give back"), url=to("return"))
    if card.state is DraftState.APPROVED:
        yield Step(label=_("Publish"), url=to("publish"), is_next=True)
    yield Step(label=_("Discard"), url=to("discard"))
