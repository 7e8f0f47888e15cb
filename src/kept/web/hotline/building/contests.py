"""What of a case is contested, how the finding of the cause stands, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.people.models import Person
from kept.rules.assess import Assessment, ContestLine, ContestState, FindingLine, Standing, assess
from kept.rules.assess.findings import FOUND, deciders
from kept.rules.assess.say import contest_words, finding_words
from kept.rules.assess.say.conditions import value_name
from kept.web.common.access import RECORDERS, may
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed
from kept.web.hotline import pages
from kept.web.hotline.building.changes import supposed
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.clocks import Telling
from kept.web.hotline.building.pays import payers_words

CAUSE = "cause"
STATES: Final[dict[ContestState, pages.State]] = {
    ContestState.OPEN: "possible",
    ContestState.UPHELD: "met",
    ContestState.CHANGED: "met",
    ContestState.BARRED: "stopped",
}


def build_contests(telling: Telling, *, viewer: Person) -> pages.Contests:
    """Return what is contested, what was decided, and the finding with its outcomes."""
    card = telling.card
    records = may(viewer, *RECORDERS)
    lines = [
        _contest(line, card, telling.speaker, telling.clauses, records=records)
        for line in (*card.assessment.contested, *_decided(card.assessment))
    ]
    finding = card.assessment.finding
    return pages.Contests(
        lines=lines,
        finding=_finding(finding, card, telling.speaker, records=records) if finding else None,
    )


def _decided(assessment: Assessment) -> list[ContestLine]:
    return [line for line in assessment.contests if not line.is_open]


def _contest(
    line: ContestLine, card: CaseCard, speaker: PageSpeaker, clauses: Clauses, *, records: bool
) -> pages.ContestShown:
    name = "finding" if line.rule == CAUSE else "level"
    return pages.ContestShown(
        state=STATES[line.state],
        words=contest_words(speaker, line),
        text=line.text,
        requester=line.requester,
        number=int(line.fact),
        clause=clauses.ref(line.reason.clauses),
        decide_url=reverse(f"hotline:{name}", args=[card.number])
        if line.is_open and records
        else "",
        reason=_reason(line, card),
    )


def _reason(line: ContestLine, card: CaseCard) -> str:
    """Return why it was decided so."""
    facts = {fact.id: fact for fact in card.facts.facts}
    decided = facts.get(line.decided)
    return str(decided.values.get("reason", "")) if decided else ""


def _finding(
    finding: FindingLine, card: CaseCard, speaker: PageSpeaker, *, records: bool
) -> pages.FindingShown:
    def url(name: str) -> str:
        return reverse(f"hotline:{name}", args=[card.number]) if records else ""

    is_final = finding.standing is Standing.FINAL
    return pages.FindingShown(
        state="met" if is_final else "possible",
        words=finding_words(speaker, finding),
        number=int(finding.fact),
        evidence=_evidence(finding, card),
        outcomes=[] if is_final else list(_outcomes(finding, card, speaker)),
        dispute_url=url("dispute"),
        find_url=url("finding"),
    )


def _evidence(finding: FindingLine, card: CaseCard) -> str:
    """Return on what a finding rests, in words and as the numbers of its files."""
    fact = next(f for f in card.facts.facts if f.id == finding.fact)
    words, files = fact.values.get("evidence", ""), fact.values.get("files", ())
    numbers = [str(number) for number in (files if isinstance(files, tuple) else (files,))]
    shown = [_("files {numbers}").format(numbers=listed(numbers))] if any(numbers) else []
    return " · ".join([*([str(words)] if words else []), *shown])


def _outcomes(
    finding: FindingLine, card: CaseCard, speaker: PageSpeaker
) -> Iterator[pages.FindingOutcome]:
    """Yield who would pay by the finding, and by what the other party says it was."""
    yield _outcome(
        _("If it stays “{cause}”").format(cause=value_name(speaker, CAUSE, finding.cause)),
        finding.cause,
        card,
        speaker,
    )
    if finding.claimed:
        yield _outcome(
            _("If it was “{cause}”").format(cause=value_name(speaker, CAUSE, finding.claimed)),
            finding.claimed,
            card,
            speaker,
        )
    else:
        yield pages.FindingOutcome(
            label=_("Otherwise"), words=_paid(card.assessment, speaker) or _("nobody can say yet")
        )


def _outcome(label: str, cause: str, card: CaseCard, speaker: PageSpeaker) -> pages.FindingOutcome:
    said = {CAUSE: cause, "finding": Standing.FINAL.value, "reason": label}
    said["role"] = deciders(card.policy.cause.contest)[0]
    fact = supposed(card, FOUND, card.at, dict(said))
    after = assess(card.policy, card.facts.with_more([fact]), card.at)
    return pages.FindingOutcome(label=label, words=_paid(after, speaker))


def _paid(assessment: Assessment, speaker: PageSpeaker) -> str:
    """Return who pays what, components with the same answer together."""
    alike: dict[str, list[str]] = {}
    for line in assessment.costs:
        component = speaker.component(line.component)
        alike.setdefault(payers_words(line, speaker), []).append(component)
    said = (
        _("{components}: {payer}").format(components=listed(components), payer=payer)
        for payer, components in alike.items()
    )
    return " · ".join(said)
