"""A draft's page: the paper on the left, what runs on the right, findings in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import KeptRate, kept_rates
from kept.records.people.models import Person
from kept.records.policies.drafts import DraftCard, DraftState, draft_text
from kept.rules.policy.blocks import blocks
from kept.rules.policy.check.words import missing_in
from kept.rules.policy.model import Policy
from kept.rules.policy.model.policy import FORM_OF
from kept.rules.policy.pieces import unset_values
from kept.web.common.reading.clauses import build_clause
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.accepting import accept_url
from kept.web.policydesk.building.checking import Checked, found_line
from kept.web.policydesk.forms import ShowForm
from kept.web.policydesk.pages import (
    ClauseRow,
    DraftLine,
    DraftPage,
    FoundLine,
    Grave,
    OutlineEntry,
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
    card: DraftCard, found: Checked, viewer: Person, reader: Reader, show: ShowForm
) -> DraftPage:
    """Return a draft's page with the clauses that are to be shown."""
    rows: list[ClauseRow] = []
    about = _about(card, found, reader)
    if found.policy is not None:
        rates = kept_rates(card.policy_code, since=reader.now - KEPT_IN)
        rows = list(_rows(card, about, found.policy, rates, reader))
    lines = about.get("", [])
    wanted = show.cleaned_data if show.is_valid() else {}
    chosen = [row for row in rows if _is_wanted(row, wanted)]
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
        rows=chosen,
        others=[*found.mistake_lines(reader.language), *(one for one in lines if not one.accepted)],
        others_accepted=[one for one in lines if one.accepted],
        steps=list(steps_of(card, found, viewer)),
        form=show,
        is_open=card.is_open,
        outline=[_outlined(row) for row in chosen],
        of_all=len(rows),
        unset=sum(row.is_unset for row in rows),
        accepted=len(found.findings) - len(found.open),
    )


def _rows(
    card: DraftCard,
    about: Mapping[str, Sequence[FoundLine]],
    policy: Policy,
    rates: Mapping[str, KeptRate],
    reader: Reader,
) -> Iterator[ClauseRow]:
    speaker = reader.speaker(policy)
    places = [one.path for one in unset_values(draft_text(card.pk))]
    open_rules = {path[1] for path in places if path[0] == "rules"}
    missing = {key for one in missing_in(policy) for key in one.source}
    for clause in policy.clauses.values():
        rate = rates.get(clause.id)
        block = build_clause(clause, policy, speaker)
        lines = about.get(clause.id, [])
        rules = [policy.rules[run.rule] for run in block.runs if run.rule]
        yield ClauseRow(
            block=block,
            url=reverse("policydesk:clause", args=[card.pk, clause.id]) if card.is_open else "",
            found=[one for one in lines if not one.accepted],
            accepted=[one for one in lines if one.accepted],
            forms=[*dict.fromkeys(FORM_OF[type(rule)] for rule in rules), clause.form],
            is_unset=block.state == "unset"
            or clause.id in missing
            or any(rule.id in open_rules for rule in rules),
            kept=f"{rate.percent} %" if rate else "",
            kept_detail=_kept(rate),
        )


def _about(card: DraftCard, found: Checked, reader: Reader) -> dict[str, list[FoundLine]]:
    """Return what was found by the first clause it is about; under nothing what is about none."""
    about: dict[str, list[FoundLine]] = {}
    starts = _starts(card) if card.is_open else []
    for finding in found.findings:
        to_accept = accept_url(card.pk, finding) if card.is_open else ""
        line = finding.place.line if finding.place else 0
        rule = next((key for end, start, key in starts if start < line <= end), "")
        url = reverse("policydesk:rule", args=[card.pk, rule]) if rule else ""
        place = next(iter(finding.clauses), "")
        about.setdefault(place, []).append(found_line(finding, reader.language, to_accept, url))
    return about


def _starts(card: DraftCard) -> list[tuple[int, int, str]]:
    """Return up to which line, and from where, each rule stands in the text."""
    found = blocks(draft_text(card.pk)).values()
    return [(one.end, one.start, one.key) for one in found if one.section == "rules"]


def _is_wanted(row: ClauseRow, wanted: Mapping[str, str]) -> bool:
    shown = {
        "found": bool(row.found),
        "unset": row.is_unset,
        "accepted": bool(row.accepted),
        "pending": row.block.state == "pending",
    }
    form, words = wanted.get("form", ""), wanted.get("q", "").casefold().split()
    said = " ".join([row.block.clause_id, *(one.text for one in row.block.texts)])
    said += " ".join(f" {run.name} {run.words} {run.rule}" for run in row.block.runs)
    return (
        shown.get(wanted.get("show", ""), True)
        and (not form or form in row.forms)
        and all(word in said.casefold() for word in words)
    )


def _outlined(row: ClauseRow) -> OutlineEntry:
    """Return a clause for the list to jump to."""
    looks = {one.look for one in row.found}
    gravest = next((look for look in ("broken", "soon", "unset") if look in looks), "")
    if gravest:
        words = _("{count} open").format(count=len(row.found))
        return OutlineEntry(clause_id=row.block.clause_id, look=gravest, words=words)
    state = row.block.state
    look = {"rule": "met", "unset": "unset", "pending": "not_started"}.get(state, "stopped")
    return OutlineEntry(clause_id=row.block.clause_id, look=look, words=row.block.state_words)


def _kept(rate: KeptRate | None) -> str:
    if rate is None:
        return ""
    return _("{kept} of {all}").format(kept=rate.kept, all=rate.kept + rate.missed)


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
