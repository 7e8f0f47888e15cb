"""What the pages of the policy desk show: frozen values, made by views, read by templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.forms import BoundField, Form

from kept.web.common.reading.parts import ClauseBlock, RunLine

Grave = Literal["broken", "soon", "unset"]  # the look of an error, a warning, a note


@dataclass(frozen=True, kw_only=True)
class FoundLine:
    """A finding: a sentence, and where in the file."""

    look: Grave
    sentence: str
    line: int | None
    code: str = ""
    accepted: str = ""  # why, by whom and when
    accept_url: str = ""  # to accept it; empty where it cannot be
    rule_url: str = ""  # the form of the rule in which it stands


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A draft in a list."""

    url: str
    name: str
    state: str
    look: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A published version in a list."""

    number: int
    name: str
    detail: str
    url: str
    file_url: str
    compare_url: str


@dataclass(frozen=True, kw_only=True)
class PolicyLine:
    """A policy in the list of all."""

    url: str
    name: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """All policies and the drafts under way."""

    now: datetime
    policies: Sequence[PolicyLine]
    drafts: Sequence[DraftLine]


@dataclass(frozen=True, kw_only=True)
class PolicyPage:
    """One policy: its versions and drafts."""

    now: datetime
    code: str
    name: str
    versions: Sequence[VersionLine]
    drafts: Sequence[DraftLine]
    form: Form
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """A clause beside what runs: the paper, what was found, what it does, how often it was kept."""

    block: ClauseBlock
    url: str  # to change it; empty in a draft that is closed
    found: Sequence[FoundLine]
    accepted: Sequence[FoundLine] = ()
    forms: Sequence[str] = ()  # of the rules that keep it
    is_unset: bool = False  # a value of it is missing
    kept: str = ""  # "94 %"
    kept_detail: str = ""  # "367 of 390"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that can be done with a draft now. `why_not`: it cannot yet, and why."""

    label: str
    url: str
    is_next: bool = False
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class OutlineEntry:
    """A clause in the list to jump to, with the gravest thing that was found about it."""

    clause_id: str
    look: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """A draft: paper beside rules."""

    now: datetime
    draft: int
    title: str
    code: str
    state: str
    look: str
    detail: str
    remark: str
    tally: Sequence[tuple[Grave, int, str]]
    rows: Sequence[ClauseRow]
    others: Sequence[FoundLine]  # of no clause
    others_accepted: Sequence[FoundLine]
    steps: Sequence[Step]
    form: Form  # what is shown
    is_open: bool
    outline: Sequence[OutlineEntry]
    of_all: int  # clauses there are
    unset: int
    accepted: int


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """A draft as text, with what the check says."""

    now: datetime
    draft: int
    title: str
    form: Form
    found: Sequence[FoundLine]
    accepted: Sequence[FoundLine]
    verdict: str
    look: str
    conflict: str = ""  # the text that somebody else has saved meanwhile


@dataclass(frozen=True, kw_only=True)
class RuleCheck:
    """What the check says while a rule is changed, and what the rule does in words."""

    verdict: str
    look: str
    found: Sequence[FoundLine]
    others: int  # findings elsewhere
    runs: Sequence[RunLine]


@dataclass(frozen=True)
class Part:
    """A part of the form as a page shows it: fields, or items with fields of their own."""

    label: str
    fields: Sequence[BoundField] = ()
    items: Sequence[Part] = ()
    name: str = ""  # of a list: what a button sends that asks for another item
    filled: bool = False
    required: bool = False
    out: BoundField | None = None  # takes an item away


@dataclass(frozen=True, kw_only=True)
class OfferList:
    """Words of one kind that a field offers, with their names."""

    kind: str
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class RulePage:
    """One rule of a draft, to be changed by a form; without `rule` a new one."""

    now: datetime
    draft: int
    title: str
    rule: str
    form_name: str
    about: str
    form: Form
    parts: Sequence[Part]
    check: RuleCheck
    check_url: str
    remove_url: str
    offers: Sequence[OfferList]
    values: Sequence[tuple[str, str]]  # what conditions can look at
    clauses: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class RequiredLine:
    """Something that a policy requires: what, by which clauses, and where it is supplied."""

    name: str
    words: str
    clauses: Sequence[tuple[str, str]]  # number and words
    note: str
    is_there: bool
    said: str  # what the policy says, if it is a statement
    document: tuple[str, str] | None  # address and words
    url: str
    label: str


@dataclass(frozen=True, kw_only=True)
class PublishPage:
    """What stands between a draft and its publication."""

    now: datetime
    draft: int
    about: str
    back: str
    required: Sequence[RequiredLine]

    @property
    def missing(self) -> int:
        """Return how much is missing."""
        return sum(not one.is_there for one in self.required)


@dataclass(frozen=True, kw_only=True)
class UnsetLine:
    """A value that the paper leaves out: where, and the field in which it is set."""

    name: str
    where: str
    clauses: Sequence[tuple[str, str]]  # number and words
    url: str
    field: BoundField | None = None
    beginning: BoundField | None = None  # from when a rhythm is counted, where nothing says so


@dataclass(frozen=True, kw_only=True)
class UnsetPage:
    """Everything in a draft that has no value yet."""

    now: datetime
    draft: int
    title: str
    form: Form
    lines: Sequence[UnsetLine]
    clauses: Sequence[UnsetLine]  # those without a rule


@dataclass(frozen=True, kw_only=True)
class ClausePage:
    """One clause of a draft, to be changed."""

    now: datetime
    draft: int
    clause_id: str
    title: str
    form: Form
    found: Sequence[FoundLine]
    accepted: Sequence[FoundLine]
    block: ClauseBlock | None
    rules: Sequence[tuple[str, str]]  # name and address of each rule that keeps it


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """An entry that differs between two texts, with both texts."""

    what: str
    name: str
    parts: str
    before: str
    after: str
    clauses: str


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    """Two versions of a policy, or a draft and a version."""

    now: datetime
    code: str
    title: str
    before: str
    after: str
    changes: Sequence[ChangeLine]
    choices: Sequence[tuple[str, str]]
    chosen: tuple[str, str]
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalLine:
    """A rule that a clause may mean, and the words it rests on."""

    key: str
    name: str
    form: str
    sure: str
    words: str
    says: Sequence[RunLine]  # what the rule would do
    rule: str
    taken: bool
    second: bool = False  # the second reader's


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """What the paper says in one language, in pieces; what a proposal rests on is marked."""

    lang: str
    pieces: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class PassageRow:
    """A clause of a paper with what it may mean."""

    clause_id: str
    line: int
    heading: str
    texts: Sequence[MarkedText]
    proposals: Sequence[ProposalLine]


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """A paper, cut into clauses. `second`: what became of asking the second reader."""

    now: datetime
    code: str
    title: str
    rows: Sequence[PassageRow]
    may_ask: bool = False
    second: str = ""


@dataclass(frozen=True, kw_only=True)
class TrialCase:
    """A case that would be different."""

    number: str
    url: str
    detail: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TrialPage:
    """A trial of a text on cases: how far it is, what it found."""

    now: datetime
    trial: int
    title: str
    state: str
    done: int
    total: int
    percent: int
    running: bool
    sums: Sequence[tuple[str, str]]
    cases: Sequence[TrialCase]
    version: str
    more_url: str = ""
