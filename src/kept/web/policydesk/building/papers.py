"""What a paper may mean: its clauses, and the rules proposed for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.policies.queries import PolicyCard
from kept.records.policies.second_reader import Reading
from kept.rules.papers import Passage, Proposal, cut, draft, propose
from kept.rules.papers.passage import Span
from kept.web.common.reading.clauses import texts_of
from kept.web.common.reading.parts import ClauseText, RunLine
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.rules_in_words import runs_of
from kept.web.policydesk.building.checking import policy_of
from kept.web.policydesk.labels import form_name
from kept.web.policydesk.pages import MarkedText, PaperPage, PassageRow, ProposalLine

MOST_IN_WORDS = 200  # clauses; in a longer paper each rule is shown as text, or nobody would wait
LIKELY = 0.75  # so sure a proposal is taken unless somebody leaves it out


@dataclass(frozen=True, kw_only=True)
class ReadAgain:
    """What a second reader proposes, what became of asking it, and what was ticked by then."""

    proposals: Sequence[Proposal] = ()
    sentence: str = ""
    taken: Set[str] | None = None  # None: nobody has chosen yet


def build_paper(
    card: PolicyCard,
    text: str,
    reader: Reader,
    *,
    again: ReadAgain | None = None,
    may_ask: bool = False,
) -> PaperPage:
    """Return the page of a paper; without text, of an empty form."""
    again, passages = again or ReadAgain(), cut(text) if text else ()
    in_words = len(passages) <= MOST_IN_WORDS
    return PaperPage(
        now=reader.now,
        code=card.code,
        title=reader.name(card.names),
        rows=[_row(passage, reader, again, in_words=in_words) for passage in passages],
        may_ask=may_ask,
        second=again.sentence,
    )


def proposals_of(passage: Passage, more: Sequence[Proposal]) -> Iterator[tuple[str, Proposal]]:
    """Give what is proposed for a passage, the second reader's last, with its key in a form."""
    for place, proposal in enumerate(propose(passage)):
        yield f"{passage.id}#{place}", proposal
    second = (one for one in more if one.passage == passage.id)
    for place, proposal in enumerate(second):
        yield f"{passage.id}#second-{place}", proposal


def sentence_of(reading: Reading) -> str:
    """Return what came of asking the second reader."""
    count, unread = len(reading.let_in.proposals), reading.unread
    said = ngettext(
        "The second reader proposes {count} more rule. Only you can tick it.",
        "The second reader proposes {count} more rules. Only you can tick them.",
        count,
    ).format(count=count)
    if not count:
        said = _("The second reader proposes nothing more.")
    if unread:
        said += " " + _("It did not get to {unread} of {clauses} clauses.").format(
            unread=unread, clauses=reading.clauses
        )
    return said


def _row(passage: Passage, reader: Reader, again: ReadAgain, *, in_words: bool) -> PassageRow:
    found = list(proposals_of(passage, again.proposals))
    spans = [span for _key, proposal in found for span in proposal.spans]
    shown = texts_of(dict(passage.texts), reader.language)
    return PassageRow(
        clause_id=passage.id,
        line=passage.line,
        heading=" · ".join(passage.heading),
        texts=[MarkedText(lang=one.lang, pieces=_marked(one, passage, spans)) for one in shown],
        proposals=[
            _proposed(
                passage,
                proposal,
                key=key,
                reader=reader,
                says=_says(passage, proposal, reader) if proposal.rule and in_words else [],
                taken=_is_taken(key, proposal, again),
            )
            for key, proposal in found
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


def _is_taken(key: str, proposal: Proposal, again: ReadAgain) -> bool:
    """Tell whether a proposal is ticked: by a person, else where it is likely and our own."""
    likely = proposal.sure >= LIKELY and not proposal.second
    return bool(proposal.rule) and (likely if again.taken is None else key in again.taken)


def _proposed(
    passage: Passage,
    proposal: Proposal,
    *,
    key: str,
    reader: Reader,
    says: Sequence[RunLine],
    taken: bool,
) -> ProposalLine:
    return ProposalLine(
        key=key,
        name=reader.text(proposal.name) or proposal.form,
        form=form_name(proposal.form),
        sure=f"{proposal.sure:.0%}",
        words=_words(passage, proposal),
        says=says,
        rule=proposal.rule.strip("\n"),
        taken=taken,
        second=proposal.second,
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
