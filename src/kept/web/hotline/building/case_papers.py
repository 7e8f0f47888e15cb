"""The documents of a case on its page: what is demanded, what there is, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.documents.models import Outcome, Party
from kept.records.documents.queries import DocumentCard, VersionLine, documents_of
from kept.rules.assess import DutyLine, GateLine
from kept.rules.assess.assessment import CLOSED
from kept.rules.assess.duties import DutyState
from kept.rules.assess.say.duties import duty_words
from kept.rules.assess.say.gates import gate_words
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.clocks import Telling
from kept.web.hotline.building.documents import (
    STATES,
    paper_url,
    signature_gates,
    title_of,
    written_duties,
)
from kept.web.hotline.pages.documents import CasePaper, CasePapers, PaperStep, Wanted
from kept.web.hotline.pages.parts import Link, State

OUTCOMES: dict[str, State] = {"signed": "met", "refused": "stopped", "absent": "stopped"}


def build_case_papers(telling: Telling, *, may_write: bool) -> CasePapers | None:
    """Return the documents of a case; None where there is none and the policy wants none."""
    card = telling.card
    documents = documents_of(card.pk)
    duties, gates = list(written_duties(card)), list(signature_gates(card))
    holds = card.assessment.holding_back(CLOSED) if card.state == "open" else ()
    if not documents and not duties and not gates:
        return None
    rows = _Rows(telling, documents, may_write)
    return CasePapers(
        papers=[*rows.demanded(duties), *rows.others(duties), *rows.unlocking(gates)],
        holds=[_hold(line, telling) for line in holds],
        url=reverse("hotline:papers", args=[card.number]),
    )


def _hold(line: GateLine | DutyLine, telling: Telling) -> Wanted:
    speaker = telling.speaker
    said = gate_words(speaker, line) if isinstance(line, GateLine) else duty_words(speaker, line)
    return Wanted(words=said, state="paused", clause=telling.clauses.ref(line.reason.clauses))


@dataclass(frozen=True)
class _Rows:
    """Rows of the block: one for each document, and for each that is demanded and not begun."""

    telling: Telling
    documents: Sequence[DocumentCard]
    may_write: bool

    @property
    def card(self) -> CaseCard:
        return self.telling.card

    @property
    def clauses(self) -> Clauses:
        return self.telling.clauses

    def demanded(self, duties: Sequence[DutyLine]) -> Iterator[CasePaper]:
        for line in duties:
            mine = [one for one in self.documents if one.duty == line.key]
            for document in mine:
                yield self._paper(document, line)
            if not mine:
                yield self._missing(line)

    def others(self, duties: Sequence[DutyLine]) -> Iterator[CasePaper]:
        asked = {line.key for line in duties}
        for document in self.documents:
            if document.duty not in asked:
                yield self._paper(document, None)

    def unlocking(self, gates: Sequence[GateLine]) -> Iterator[CasePaper]:
        """Yield the gates that wait for a signature where there is nothing yet to sign."""
        for line in gates if not self.documents else ():
            begin = f"{reverse('hotline:papers', args=[self.card.number])}#begin"
            yield CasePaper(
                title=self.telling.speaker.text(line.name),
                state="paused",
                clause=self.clauses.ref(line.reason.clauses),
                steps=[PaperStep(words=_("waits for a signed report"), state="paused")],
                acts=[Link(label=_("Begin it"), url=begin)] if self.may_write else [],
            )

    def _missing(self, line: DutyLine) -> CasePaper:
        begin = (
            f"{reverse('hotline:papers', args=[self.card.number])}?{urlencode({'duty': line.key})}"
        )
        is_open = line.state in (DutyState.OWED, DutyState.POSSIBLE)
        acts = [Link(label=_("Begin it"), url=f"{begin}#begin")] if is_open else []
        return CasePaper(
            title=self.telling.speaker.text(line.name),
            state=STATES[line.state],
            clause=self.clauses.ref(line.reason.clauses),
            steps=[PaperStep(words=_state_of(line), state=STATES[line.state])],
            acts=acts if self.may_write else [],
        )

    def _paper(self, document: DocumentCard, line: DutyLine | None) -> CasePaper:
        wanted = {one.party for one in line.signatures} if line else set()
        version = document.versions[0] if document.versions else None
        return CasePaper(
            title=title_of(document, self.card.policy, self.telling.reader),
            number=document.number,
            url=paper_url("paper", self.card, document),
            state=STATES[line.state] if line else "not_started",
            clause=self.clauses.ref(line.reason.clauses) if line else None,
            steps=list(self._steps(version, wanted)),
            acts=list(self._acts(document, version, wanted)) if self.may_write else [],
        )

    def _steps(self, version: VersionLine | None, wanted: set[str]) -> Iterator[PaperStep]:
        if version is None:
            yield PaperStep(words=_("a draft"), state="not_started")
            return
        at = self.telling.speaker.at(version.issued_at)
        issued = _("version {number} issued {at}").format(number=version.number, at=at)
        yield PaperStep(words=issued, state="met")
        for party in Party.values:
            yield from self._signing(version, party, is_wanted=party in wanted)
        if version.sealed:
            yield PaperStep(words=_("sealed"), state="met")

    def _signing(self, version: VersionLine, party: str, *, is_wanted: bool) -> Iterator[PaperStep]:
        last = [line.outcome for line in version.signatures if line.party == party][-1:]
        if last:
            yield PaperStep(words=_outcome(party, last[0]), state=OUTCOMES[last[0]])
            if party == Party.CUSTOMER and last != [Outcome.SIGNED] and not version.has_link:
                untold = _("not told by mail: who asked has no address on file")
                yield PaperStep(words=untold, state="possible")
        elif is_wanted:
            yield PaperStep(words=_outcome(party, ""), state="running")

    def _acts(
        self, document: DocumentCard, version: VersionLine | None, wanted: set[str]
    ) -> Iterator[Link]:
        if version is None:
            yield Link(label=_("Write it"), url=paper_url("paper", self.card, document))
            return
        names = [self.card.number, document.number, version.number]
        if not version.has_signed(Party.CUSTOMER):
            sign = reverse("hotline:paper_sign", args=names)
            yield Link(label=_("Customer signs here"), url=sign)
            by_link = reverse("hotline:paper_link", args=names)
            yield Link(label=_("Customer signs by a link"), url=by_link)
        if Party.PROVIDER in wanted and not version.has_signed(Party.PROVIDER):
            ours = f"{reverse('hotline:paper_sign', args=names)}?party=provider"
            yield Link(label=_("We sign"), url=ours)


def _state_of(line: DutyLine) -> str:
    return {
        DutyState.OWED: _("demanded, not begun"),
        DutyState.POSSIBLE: _("perhaps demanded, not begun"),
        DutyState.DONE: _("done without a document here"),
        DutyState.LAPSED: _("no longer demanded"),
        DutyState.NOT_OPEN: _("not demanded yet"),
    }[line.state]


def _outcome(party: str, outcome: str) -> str:
    ours = party == Party.PROVIDER
    return {
        (Outcome.SIGNED, True): _("we signed"),
        (Outcome.SIGNED, False): _("the customer signed"),
        (Outcome.REFUSED, True): _("we refused"),
        (Outcome.REFUSED, False): _("the customer refused"),
        (Outcome.ABSENT, True): _("none of us was there"),
        (Outcome.ABSENT, False): _("the customer was not there"),
        ("", True): _("we have not signed"),
        ("", False): _("the customer has not signed"),
    }[outcome, ours]
