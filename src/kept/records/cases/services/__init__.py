from kept.records.cases.concerned import ConcernsThem, ConcernsYou
from kept.records.cases.held_back import ClosingHeldBack, HeldBack
from kept.records.cases.services.assigning import (
    AssignedMeanwhile,
    assign_case,
    pass_on_ownerless,
)
from kept.records.cases.services.closing import (
    AlreadyClosed,
    ClosedByOthers,
    Closing,
    NotClosed,
    close_case,
    reopen_case,
)
from kept.records.cases.services.complaining import Grievance, Part, open_complaint, split_case
from kept.records.cases.services.contest_news import ReplyTo
from kept.records.cases.services.contesting import (
    AlreadySo,
    CauseFinding,
    Contest,
    EvidenceMissing,
    MayNotContest,
    NothingFound,
    NothingSaid,
    contest_level,
    dispute_cause,
    find_cause,
)
from kept.records.cases.services.deciding import (
    DecidedByManagers,
    DecisionNeeded,
    OwnFinding,
    SaidByOthers,
)
from kept.records.cases.services.facts import (
    AnotherKind,
    FactGone,
    KeyReused,
    NeedsItsOwnForm,
    Recorded,
    RequestStays,
    correct_fact,
    record_fact,
    record_goodwill,
    withdraw_fact,
)
from kept.records.cases.services.grading import (
    DecidedByOthers,
    Grading,
    OwnGrade,
    SetByOthers,
    UnknownGrade,
    grade_case,
)
from kept.records.cases.services.handing_over import HandedOver, accept_equipment
from kept.records.cases.services.holding import CaseNotFound
from kept.records.cases.services.linking import Linking, link_cases, undo_link
from kept.records.cases.services.moving import NotPublished, move_case_to_policy, renew_about
from kept.records.cases.services.newsworthy import NewsItem, take_news
from kept.records.cases.services.opening import (
    NobodyResponsible,
    NothingAsked,
    Opened,
    TooLongAgo,
    Unreadable,
    open_case,
)
from kept.records.cases.services.outside import WEB_FORM, Door, open_from_outside
from kept.records.cases.services.rebuilding import differences, rebuild
from kept.records.cases.services.rebuilds import (
    Scope,
    ask_rebuild,
    cancel_rebuilds,
    follow_zones,
    rebuild_some,
    zones_followed,
)
from kept.records.cases.services.replays import (
    NotReadable,
    TooManyCases,
    ask_replay,
    cancel_replay,
    replay_some,
)
from kept.records.cases.services.stretching import LONG
from kept.records.cases.services.sweeping import Swept, sweep
from kept.records.cases.services.touching import touch_case
from kept.records.cases.services.waiting import (
    AlreadyWaiting,
    NotWaiting,
    OurOwnWaiting,
    Waiting,
    begin_waiting,
    end_waiting,
)
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.cases.whose_word import NotYourWord, UnknownWord, WhoSaidIt, Word

__all__ = [
    "LONG",
    "WEB_FORM",
    "AlreadyClosed",
    "AlreadySo",
    "AlreadyWaiting",
    "AnotherKind",
    "AssignedMeanwhile",
    "CaseNotFound",
    "CauseFinding",
    "ClosedByOthers",
    "Closing",
    "ClosingHeldBack",
    "ConcernsThem",
    "ConcernsYou",
    "Contest",
    "DecidedByManagers",
    "DecidedByOthers",
    "DecisionNeeded",
    "Door",
    "EvidenceMissing",
    "FactGone",
    "Grading",
    "Grievance",
    "HandedOver",
    "HeldBack",
    "KeyReused",
    "Linking",
    "MayNotContest",
    "NeedsItsOwnForm",
    "NewsItem",
    "NobodyResponsible",
    "NotClosed",
    "NotPublished",
    "NotReadable",
    "NotWaiting",
    "NotYourWord",
    "NothingAsked",
    "NothingFound",
    "NothingSaid",
    "Opened",
    "OurOwnWaiting",
    "OwnFinding",
    "OwnGrade",
    "Part",
    "ReasonMissing",
    "Recorded",
    "ReplyTo",
    "RequestStays",
    "SaidByOthers",
    "Scope",
    "SetByOthers",
    "Swept",
    "TooLongAgo",
    "TooManyCases",
    "UnknownGrade",
    "UnknownWord",
    "Unreadable",
    "Waiting",
    "WhoSaidIt",
    "Word",
    "accept_equipment",
    "ask_rebuild",
    "ask_replay",
    "assign_case",
    "begin_waiting",
    "cancel_rebuilds",
    "cancel_replay",
    "close_case",
    "contest_level",
    "correct_fact",
    "differences",
    "dispute_cause",
    "end_waiting",
    "find_cause",
    "follow_zones",
    "grade_case",
    "link_cases",
    "move_case_to_policy",
    "open_case",
    "open_complaint",
    "open_from_outside",
    "pass_on_ownerless",
    "rebuild",
    "rebuild_some",
    "record_fact",
    "record_goodwill",
    "renew_about",
    "reopen_case",
    "replay_some",
    "split_case",
    "sweep",
    "take_news",
    "touch_case",
    "undo_link",
    "withdraw_fact",
    "zones_followed",
]
