"""What a paper may mean: its clauses, and the rules proposed for each."""

from __future__ import annotations

from collections.abc import Sequence

from kept.records.policies.queries import PolicyCard
from kept.rules.papers import Passage, Proposal, cut, draft, propose
from kept.rules.papers.passage import Span
from kept.web.common.reading.clauses import texts_of
from kept.web.common.reading.parts import ClauseText, RunLine
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.rules_in_words import runs_of
from kept.web.policydesk.building.checking import policy_of
from kept.web.policydesk.labels import form_name
from kept.web.policydesk.pages import MarkedText, PaperPage, PassageRow, ProposalLine

LIKELY = 0.75  # so sure a proposal is taken unless somebody leaves it out


def build_paper(card: PolicyCard, text: str, reader: Reader) -> PaperPage:
    """Return the page of a paper; without text, of an empty form."""
    return PaperPage(
        now=reader.now,
        code=card.code,
        title=reader.name(card.names),
        rows=[_row(passage, reader) for passage in cut(text)] if text else [],
    )


def key_of(passage: Passage, place: int) -> str:
    """Return what names a proposal in a form."""
    return f"{passage.id}#{place}"


def _row(passage: Passage, reader: Reader) -> PassageRow:
    found = propose(passage)
    spans = [span for proposal in found for span in proposal.spans]
    shown = texts_of(dict(passage.texts), reader.language)
    return PassageRow(
        clause_id=passage.id,
        line=passage.line,
        heading=" · ".join(passage.heading),
        texts=[MarkedText(lang=one.lang, pieces=_marked(one, passage, spans)) for one in shown],
        proposals=[
            _proposed(passage, place, proposal, reader) for place, proposal in enumerate(found)
        ],
    )


def _marked(text: ClauseText, passage: Passage, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """Return a text in pieces; one that is shown in another script than the paper's is whole."""
    language = next((tag for tag, said in passage.texts.items() if said == text.text), "")
    pieces, done = list[tuple[str, bool]](), 0
    for span in sorted(span for span in spans if span.language == language):
        if span.end > done:
            start = max(span.start, done)
            pieces += [(text.text[done:start], False), (text.text[start : span.end], True)]
            done = span.end
    return [one for one in [*pieces, (text.text[done:], False)] if one[0]]


def _proposed(passage: Passage, place: int, proposal: Proposal, reader: Reader) -> ProposalLine:
    return ProposalLine(
        key=key_of(passage, place),
        name=reader.text(proposal.name) or proposal.form,
        form=form_name(proposal.form),
        sure=f"{proposal.sure:.0%}",
        words=_words(passage, proposal),
        says=_says(passage, proposal, reader) if proposal.rule else [],
        rule=proposal.rule.strip("\n"),
        taken=bool(proposal.rule) and proposal.sure >= LIKELY,
    )


def _says(passage: Passage, proposal: Proposal, reader: Reader) -> list[RunLine]:
    """Return what a rule would do, said as of a policy that holds nothing else."""
    policy = policy_of(draft([passage], [proposal]), "paper")
    if policy is None:
        return []
    return [run for run in runs_of(passage.id, policy, reader.speaker(policy)) if run.rule]


def _words(passage: Passage, proposal: Proposal) -> str:
    """Return the words of the paper that a proposal rests on."""
    quoted = (span.words(passage.texts) for span in proposal.spans)
    return " … ".join(dict.fromkeys(quoted))
