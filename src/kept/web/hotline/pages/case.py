"""A case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.records.alerts.queries import AlertLine
from kept.web.common.ruler import Ruler
from kept.web.hotline.pages.case_parts import CasePartGroup
from kept.web.hotline.pages.checklists import NO_CHECKLISTS, Checklists
from kept.web.hotline.pages.clocks import Clock
from kept.web.hotline.pages.contests import NOTHING_CONTESTED, Contests
from kept.web.hotline.pages.documents import CasePapers
from kept.web.hotline.pages.facts import FactList, NextFact
from kept.web.hotline.pages.files import Files
from kept.web.hotline.pages.knowledge import Help
from kept.web.hotline.pages.marks import Mark, Marks
from kept.web.hotline.pages.parts import Action, ClauseRef, Link, State
from kept.web.hotline.pages.queue import Queue
from kept.web.hotline.pages.related import NOTHING_LINKED, Belongs
from kept.web.hotline.pages.responsibility import Responsible
from kept.web.hotline.pages.returned import ReturnedLine
from kept.web.hotline.pages.rules import Asks, RuleGroup


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A label and its value, with a link and a note if there are."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class TermBox:
    """A warranty or another term."""

    title: str
    state: State  # met: it holds; stopped: it has ended; possible, unset, not_started
    words: str  # "in warranty, 263 days left"
    starts_on: str = ""
    ends_on: str = ""
    ruler: Ruler | None = None
    sentence: str = ""
    clause: ClauseRef | None = None
    possible: str = ""
    longer: Sequence[TermNote] = ()  # each time something made it longer
    enders: Sequence[TermNote] = ()  # what would end it before its time


@dataclass(frozen=True, kw_only=True)
class TermNote:
    """What makes a term longer or would end it; `case`: where it was made good."""

    words: str
    clause: ClauseRef | None
    case: Link | None = None


@dataclass(frozen=True, kw_only=True)
class PayLine:
    """Who pays a component. A possible line says under which condition."""

    component: str  # or several with the same answer
    payer: str
    clause: ClauseRef | None
    price: str = ""
    is_sure: bool = True
    condition: str = ""
    components: tuple[str, ...] = ()  # each by itself
    said: str = ""  # component and condition in one


@dataclass(frozen=True, kw_only=True)
class PolicyLine:
    """What a policy says beside its clocks: a level, a cover, a rule that gives nothing here."""

    name: str
    words: str
    clause: ClauseRef | None
    state: State = "stopped"


@dataclass(frozen=True, kw_only=True)
class PolicyGroup:
    """Lines of one kind."""

    title: str
    lines: Sequence[PolicyLine]
    is_folded: bool = False  # the same for every case of the policy


@dataclass(frozen=True, kw_only=True)
class EarlierCase:
    """Another case of the same equipment."""

    number: str
    url: str
    summary: str
    on: str
    serial: str = ""  # where it was another machine of the chain
    same: str = ""  # which problem both have
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What is counted over the cases of a machine. `leads` are the rules that it opens."""

    words: str
    state: State
    clause: ClauseRef | None
    leads: Sequence[tuple[str, ClauseRef | None]] = ()


@dataclass(frozen=True, kw_only=True)
class Level:
    """The severity level: its words, and 1 (worst) to 4 for the bars."""

    words: str
    bars: int


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One case, with the queue beside it."""

    now: datetime
    queue: Queue
    version: str
    version_url: str
    number: str
    title: str
    level: Level | None
    customer: Link
    equipment: Link | None
    policy: Link
    clocks: Sequence[Clock]
    facts: FactList
    next_facts: Sequence[NextFact]
    files: Files
    fact_url: str  # where a fact is posted: key, kind, when, note
    then_url: str = ""  # says what each press would change at the time given
    fact_key: str = ""  # makes the post safe to repeat
    fact_form: Form | None = None  # what was posted and could not be taken
    actions: Sequence[Action] = ()
    marks: Marks | None = None  # who else has it open
    equipment_pairs: Sequence[Pair] = ()
    customer_pairs: Sequence[Pair] = ()
    terms: Sequence[TermBox] = ()
    pays: Sequence[PayLine] = ()
    belongs: Belongs = NOTHING_LINKED
    contests: Contests = NOTHING_CONTESTED
    asks: Asks | None = None
    rule_groups: Sequence[RuleGroup] = ()
    cover: PolicyGroup | None = None
    parts: Sequence[CasePartGroup] = ()
    work: Sequence[str] = ()  # what was done, summed up
    earlier: Sequence[EarlierCase] = ()
    counted: Sequence[Counted] = ()
    policy_groups: Sequence[PolicyGroup] = ()
    help: Help | None = None
    checklists: Checklists = NO_CHECKLISTS
    macros: Sequence[Link] = ()
    papers: CasePapers | None = None
    alerts: Sequence[AlertLine] = ()  # what machines said, the last first
    returned: Sequence[ReturnedLine] = ()
    description: str = ""
    responsible: str = ""  # who has it in hand
    who: Responsible | None = None
    pressing: Sequence[str] = ()  # reminders of the customer, who is called in
    closed_at: datetime | None = None

    @property
    def mark(self) -> Mark | None:
        """Return who else has it open."""
        return self.marks.cases.get(self.number) if self.marks else None

    @property
    def is_closed(self) -> bool:
        """Return whether nothing is to be done any more."""
        return self.closed_at is not None

    @property
    def blocked(self) -> Sequence[Action]:
        """Return the actions that wait for something."""
        return [action for action in self.actions if action.waits_for]

    @property
    def settled_pays(self) -> Sequence[PayLine]:
        """Return who pays by a clause whose conditions are all known."""
        return [line for line in self.sure_pays if line.clause]

    @property
    def open_pays(self) -> Sequence[PayLine]:
        """Return the components for which nobody pays for sure."""
        return [line for line in self.sure_pays if not line.clause]

    @property
    def sure_pays(self) -> Sequence[PayLine]:
        """Return who pays for sure."""
        return [line for line in self.pays if line.is_sure]

    @property
    def possible_pays(self) -> Sequence[PayLine]:
        """Return who may have to pay."""
        return [line for line in self.pays if not line.is_sure]
