"""What the hotline's pages show: a frozen dataclass per page, made by a view, read by a template.

Templates neither query nor decide. Texts are whole sentences in the reader's language; Chinese
words inside them need no mark. Moments are aware datetimes. A clause is always a ClauseRef.
"""

from kept.web.common.reading.parts import ClauseBlock, ClauseText, Keeping, RunLine
from kept.web.hotline.pages.case import (
    CasePage,
    EarlierCase,
    Level,
    Pair,
    PayLine,
    PolicyGroup,
    PolicyLine,
    TermBox,
)
from kept.web.hotline.pages.clocks import Clock, SumLine, Why
from kept.web.hotline.pages.compare import Cell, CompareGroup, ComparePage, CompareRow, PolicyColumn
from kept.web.hotline.pages.facts import (
    Change,
    Changes,
    FactLine,
    FactPage,
    Kind,
    KindGroup,
    LateFact,
    NextFact,
    Then,
)
from kept.web.hotline.pages.log import (
    Answer,
    AnswerGroup,
    AnswerLine,
    Asking,
    Candidate,
    Chosen,
    FormRow,
    FormSection,
    LogPage,
    SearchPage,
)
from kept.web.hotline.pages.notices import NoticeRow, NoticesPage
from kept.web.hotline.pages.parts import Action, ClauseRef, Link, State, Strength
from kept.web.hotline.pages.policy import PoliciesPage, PolicyLink, PolicyPage
from kept.web.hotline.pages.queue import (
    Queue,
    QueueClock,
    QueueFilter,
    QueueGroup,
    QueuePage,
    QueueRow,
)
from kept.web.hotline.pages.rules import Asks, Part, Rule, RuleGroup

__all__ = [
    "Action",
    "Answer",
    "AnswerGroup",
    "AnswerLine",
    "Asking",
    "Asks",
    "Candidate",
    "CasePage",
    "Cell",
    "Change",
    "Changes",
    "Chosen",
    "ClauseBlock",
    "ClauseRef",
    "ClauseText",
    "Clock",
    "CompareGroup",
    "ComparePage",
    "CompareRow",
    "EarlierCase",
    "FactLine",
    "FactPage",
    "FormRow",
    "FormSection",
    "Keeping",
    "Kind",
    "KindGroup",
    "LateFact",
    "Level",
    "Link",
    "LogPage",
    "NextFact",
    "NoticeRow",
    "NoticesPage",
    "Pair",
    "Part",
    "PayLine",
    "PoliciesPage",
    "PolicyColumn",
    "PolicyGroup",
    "PolicyLine",
    "PolicyLink",
    "PolicyPage",
    "Queue",
    "QueueClock",
    "QueueFilter",
    "QueueGroup",
    "QueuePage",
    "QueueRow",
    "Rule",
    "RuleGroup",
    "RunLine",
    "SearchPage",
    "State",
    "Strength",
    "SumLine",
    "TermBox",
    "Then",
    "Why",
]
