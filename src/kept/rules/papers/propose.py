"""From a passage to the rules that it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kept.rules.papers.clock import clocks
from kept.rules.papers.cost import costs
from kept.rules.papers.cover import covers
from kept.rules.papers.found import Found
from kept.rules.papers.fragment import written
from kept.rules.papers.others import by_words, nothing_else, schedules
from kept.rules.papers.passage import Passage, Proposal
from kept.rules.papers.spoken import Spoken, spoken
from kept.rules.papers.term import terms
from kept.rules.policy.forms import RULE_FORMS

_BY_CASES = ("cost", "cover")
_READERS = (clocks, terms, covers, costs, schedules)


def propose(passage: Passage) -> tuple[Proposal, ...]:
    """Return what a passage may mean, at least that it is a statement; the surest is not first.

    Where the paper says the same in two languages, both are read, and each proposal rests on the
    words of both.
    """
    read = [_read(text) for text in spoken(passage)]
    found = read[0] if len(read) == 1 else _together(read[0], read[1])
    texts = spoken(passage)
    return tuple(proposal_of(passage, one) for one in found or [nothing_else(texts[0])])


def _read(text: Spoken) -> list[Found]:
    found = [one for reader in _READERS for one in reader(text)]
    return [*found, *by_words(text, found)]


def _together(first: list[Found], second: list[Found]) -> list[Found]:
    """Return what two languages of one passage say: of each form as many as either says."""
    forms = dict.fromkeys((one.form, one.kind) for one in [*first, *second])
    return [one for form in forms for one in _of_form(first, second, form)]


def _of_form(first: list[Found], second: list[Found], form: tuple[str, str]) -> Iterator[Found]:
    sides = [[one for one in side if (one.form, one.kind) == form] for side in (first, second)]
    for one, other in zip_longest(*sides):
        kept = one or other
        assert kept is not None
        both = one is not None and other is not None
        spans = (*kept.spans, *(other.spans if both and other else ()))
        sure = round(min(0.98, kept.sure + 0.05) if both else kept.sure - 0.1, 2)
        yield Found(
            kept.form, spans, sure, kept.name, kept.rule, kept.kind, kept.needs, kept.durations
        )


def with_source(found: Found, clause: str) -> dict[str, object]:
    """Return the whole rule, its clause named where the form wants it: on it or on its cases."""
    head: dict[str, object] = {"form": found.form, "name": found.name}
    if found.form not in _BY_CASES:
        return {**head, "source": clause, **found.rule}
    cases = found.rule["cases"]
    assert isinstance(cases, list)
    return {**head, "cases": [{"source": clause, **case} for case in cases]}


def proposal_of(passage: Passage, found: Found) -> Proposal:
    """Return what was found as a proposal, its rule written with the passage as its source."""
    rule = ""
    if found.rule and found.form in RULE_FORMS:
        rule = written(with_source(found, passage.id))
    return Proposal(
        passage=passage.id,
        form=found.form,
        spans=tuple(dict.fromkeys(found.spans)),
        sure=found.sure,
        name=found.name,
        rule=rule,
        kind=found.kind,
        needs=found.needs,
        durations=found.durations,
    )
