from kept.records.cases.queries.assessed import Assessed, assessed
from kept.records.cases.queries.before import BeforeLine, cases_before
from kept.records.cases.queries.card import (
    CaseCard,
    ClockThenNow,
    Hindsight,
    case_card,
    case_key,
    case_version,
    open_clocks,
)
from kept.records.cases.queries.links import (
    ComplaintCounts,
    ComplaintLine,
    KeptClock,
    LinkLine,
    case_links,
    complaint_counts,
    complaints,
)
from kept.records.cases.queries.lists import (
    CaseLine,
    CaseTag,
    case_tags,
    cases_of_equipment,
    open_cases_of_customer,
)
from kept.records.cases.queries.marks import By, Mark, MarkCount, MarkLine, Marks, marks
from kept.records.cases.queries.preview import Preview, preview, preview_for_anyone
from kept.records.cases.queries.promised import Promised, promised
from kept.records.cases.queries.queue import (
    NextClock,
    QueueFilter,
    QueuePage,
    QueueRow,
    QueueState,
    queue,
    queue_count,
    queue_state,
    queue_version,
    soon_count,
)
from kept.records.cases.queries.rates import KeptRate, kept_rates
from kept.records.cases.queries.rebuilds import (
    RebuildCard,
    rebuild_card,
    rebuild_findings,
    running_rebuilds,
    stretches_to_do,
)
from kept.records.cases.queries.replays import (
    ReplayCard,
    ReplayedLine,
    replay_card,
    replayed_cases,
)
from kept.records.cases.queries.software import SoftwareLine, software_of
from kept.records.cases.queries.things import Belonging, Thing
from kept.records.cases.queries.timeline import FactLine, FlipLine
from kept.records.cases.queries.waits import would_wait

__all__ = [
    "Assessed",
    "BeforeLine",
    "Belonging",
    "By",
    "CaseCard",
    "CaseLine",
    "CaseTag",
    "ClockThenNow",
    "ComplaintCounts",
    "ComplaintLine",
    "FactLine",
    "FlipLine",
    "Hindsight",
    "KeptClock",
    "KeptRate",
    "LinkLine",
    "Mark",
    "MarkCount",
    "MarkLine",
    "Marks",
    "NextClock",
    "Preview",
    "Promised",
    "QueueFilter",
    "QueuePage",
    "QueueRow",
    "QueueState",
    "RebuildCard",
    "ReplayCard",
    "ReplayedLine",
    "SoftwareLine",
    "Thing",
    "assessed",
    "case_card",
    "case_key",
    "case_links",
    "case_tags",
    "case_version",
    "cases_before",
    "cases_of_equipment",
    "complaint_counts",
    "complaints",
    "kept_rates",
    "marks",
    "open_cases_of_customer",
    "open_clocks",
    "preview",
    "preview_for_anyone",
    "promised",
    "queue",
    "queue_count",
    "queue_state",
    "queue_version",
    "rebuild_card",
    "rebuild_findings",
    "replay_card",
    "replayed_cases",
    "running_rebuilds",
    "software_of",
    "soon_count",
    "stretches_to_do",
    "would_wait",
]
