"""What a paper may mean: its clauses, and the rules proposed for each."""

from __future__ import annotations

from collections.abc import Iterator

from kept.records.policies.queries import PolicyCard
from kept.rules.papers import Passage, Proposal, cut, propose
from kept.web.common.reading.clauses import texts_of
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.pages import PaperPage, PassageRow, ProposalLine

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
    return PassageRow(
        clause_id=passage.id,
        line=passage.line,
        heading=" · ".join(passage.heading),
        texts=texts_of(dict(passage.texts), reader.language),
        proposals=list(_proposals(passage, reader)),
    )


def _proposals(passage: Passage, reader: Reader) -> Iterator[ProposalLine]:
    for place, proposal in enumerate(propose(passage)):
        yield ProposalLine(
            key=key_of(passage, place),
            name=reader.text(proposal.name) or proposal.form,
            form=proposal.form,
            sure=f"{proposal.sure:.0%}",
            words=_words(passage, proposal),
            rule=proposal.rule.strip("\n"),
            taken=bool(proposal.rule) and proposal.sure >= LIKELY,
        )


def _words(passage: Passage, proposal: Proposal) -> str:
    """Return the words of the paper that a proposal rests on."""
    quoted = (span.words(passage.texts) for span in proposal.spans)
    return " … ".join(dict.fromkeys(quoted))
