from kept.records.cases.models.case import Case, CaseState
from kept.records.cases.models.clock import Clock
from kept.records.cases.models.contest import ContestReply
from kept.records.cases.models.fact import CaseFact
from kept.records.cases.models.flip import Flip, FlipKind
from kept.records.cases.models.link import CaseLink, Concern, LinkKind
from kept.records.cases.models.news import News, NewsKind
from kept.records.cases.models.rebuild import Rebuild, RebuildStretch
from kept.records.cases.models.replay import Replay, ReplayedCase, ReplayStretch
from kept.records.cases.models.words import CaseWords

__all__ = [
    "Case",
    "CaseFact",
    "CaseLink",
    "CaseState",
    "CaseWords",
    "Clock",
    "Concern",
    "ContestReply",
    "Flip",
    "FlipKind",
    "LinkKind",
    "News",
    "NewsKind",
    "Rebuild",
    "RebuildStretch",
    "Replay",
    "ReplayStretch",
    "ReplayedCase",
]
