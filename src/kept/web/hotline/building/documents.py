"""The documents of a case, put together."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from kept.records.cases.queries import CaseCard
from kept.records.documents.asking import duty_rule, unknown_contents
from kept.records.documents.kinds import DocumentKind
from kept.records.documents.models import Outcome, Party
from kept.records.documents.queries import DocumentCard, VersionLine
from kept.rules.assess.duties import DutyLine, DutyState
from kept.rules.assess.gates import GateLine, GateState
from kept.rules.assess.say.duties import duty_words
from kept.rules.assess.say.gates import gate_words
from kept.rules.policy.model import DutyKind, Happened, Policy
from kept.web.common import languages
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.signatures import signed_words
from kept.web.common.reading.wording import listed
from kept.web.hotline.building.awaited import DESCRIBED, Awaited
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.forms.asked import CAUSE
from kept.web.hotline.pages.documents import Paper, PaperVersion, Wanted
from kept.web.hotline.pages.parts import Link, State

SIGNED = "report.signed"
STATES: dict[DutyState, State] = {
    DutyState.OWED: "running",
    DutyState.POSSIBLE: "possible",
    DutyState.DONE: "met",
    DutyState.LAPSED: "stopped",
    DutyState.NOT_OPEN: "not_started",
}


def title_of(document: DocumentCard, policy: Policy, reader: Reader) -> str:
    """Return what the policy calls the document, else what such a one is called."""
    rule = duty_rule(policy, document.duty)
    return (reader.text(rule.name) if rule else "") or str(DocumentKind(document.kind).label)


def build_paper(document: DocumentCard, card: CaseCard, reader: Reader) -> Paper:
    """Return one document with its versions."""
    return Paper(
        number=document.number,
        title=title_of(document, card.policy, reader),
        languages=listed(languages.NAMES[code] for code in document.languages),
        url=paper_url("paper", card, document),
        written_at=document.written_at,
        written_by=document.written_by,
        versions=[_version(version, card, document, reader) for version in document.versions],
        to_record=list(_to_record(document, card, reader)),
    )


def _to_record(document: DocumentCard, card: CaseCard, reader: Reader) -> Iterator[Link]:
    """Yield what has to be recorded before the document can be issued, with where to do it."""
    duty = duty_rule(card.policy, document.duty)
    for key in unknown_contents(card.policy, duty, card.facts):
        label = reader.text(card.policy.attributes[key].name)
        asked = Awaited(CAUSE) if key == "cause" else Awaited(DESCRIBED, {key: ""})
        yield Link(label=label, url=asked.url(card.number))


def _version(
    version: VersionLine, card: CaseCard, document: DocumentCard, reader: Reader
) -> PaperVersion:
    names: list[str | int] = [card.number, document.number, version.number]
    is_last = version.number == document.versions[0].number
    is_open = not version.has_signed(Party.CUSTOMER)
    return PaperVersion(
        sign_url=reverse("hotline:paper_sign", args=names) if is_last else "",
        link_url=reverse("hotline:paper_link", args=names) if is_last and is_open else "",
        signed=[signed_words(line, reader) for line in version.signatures],
        sealed_url=reverse("hotline:paper_signed_pdf", args=names) if version.sealed else "",
        seal_url=_seal_url(version, names),
        other_signed=_other_signed(version, document) if is_last else None,
        number=version.number,
        pdf_url=reverse("hotline:paper_pdf", args=names),
        issued_at=version.issued_at,
        issued_by=version.issued_by,
        sha256=version.sha256,
    )


def _seal_url(version: VersionLine, names: list[str | int]) -> str:
    is_open = version.signatures and not version.sealed
    return reverse("hotline:paper_seal", args=names) if is_open else ""


def _other_signed(version: VersionLine, document: DocumentCard) -> int | None:
    """Return which version was signed, if not this one: what was changed since is not signed."""
    signed = [
        one.number
        for one in document.versions
        if any(line.outcome == Outcome.SIGNED for line in one.signatures)
    ]
    return signed[0] if signed and signed[0] != version.number else None


def paper_url(name: str, card: CaseCard, document: DocumentCard) -> str:
    """Return the address of something about a document."""
    return reverse(f"hotline:{name}", args=[card.number, document.number])


def papers_link(card: CaseCard, label: str) -> Link:
    """Return the way to all documents of a case."""
    return Link(label=label, url=reverse("hotline:papers", args=[card.number]))


def build_wanted(card: CaseCard, reader: Reader, *, may_begin: bool) -> list[Wanted]:
    """Return what the policy demands in writing or by signature, and where each stands."""
    speaker = reader.speaker(card.policy)
    clauses = Clauses(card.policy, card.policy_code, card.policy_number)
    begin = reverse("hotline:papers", args=[card.number])
    found = [
        Wanted(
            words=duty_words(speaker, line),
            state=STATES[line.state],
            clause=clauses.ref(line.reason.clauses),
            url=f"{begin}?{urlencode({'duty': line.key})}#begin"
            if may_begin and line.state in (DutyState.OWED, DutyState.POSSIBLE)
            else "",
        )
        for line in written_duties(card)
    ]
    found += [
        Wanted(
            words=gate_words(speaker, line),
            state="paused" if line.state is GateState.CLOSED else "possible",
            clause=clauses.ref(line.reason.clauses),
        )
        for line in signature_gates(card)
    ]
    return found


def written_duties(card: CaseCard) -> Iterator[DutyLine]:
    """Yield the duties that a document or a signature does, but for those that may still open."""
    for line in card.assessment.duties:
        is_written = line.kind is DutyKind.DOCUMENT or line.signatures
        if is_written and line.state is not DutyState.NOT_OPEN:
            yield line


def signature_gates(card: CaseCard) -> Iterator[GateLine]:
    """Yield the gates that wait for a signature."""
    for line in card.assessment.gates:
        waits = (b.condition for missing in line.missing for b in missing.reason.because)
        if line.state is not GateState.OPEN and any(
            isinstance(one, Happened) and SIGNED in str(one.event) for one in waits
        ):
            yield line


def provider_of(card: CaseCard) -> dict[str, str]:
    """Return who issues documents: the company by its setting, else the office of the case."""
    if settings.COMPANY:
        return dict.fromkeys(languages.NAMES, settings.COMPANY)
    return dict(card.office.names)
