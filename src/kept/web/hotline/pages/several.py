"""A macro in several cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.facts import Change
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class MacroChoice:
    """A macro that can be run in the marked cases."""

    label: str
    url: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class ChoosingPage:
    """Which macro is to be run in the cases that are marked."""

    now: datetime
    title: str
    cases: Sequence[Link]
    choices: Sequence[MacroChoice]
    back_url: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class SeveralCase:
    """What a macro would do in one case, or why that case refuses it."""

    number: str
    case: Link
    customer: str
    would: Sequence[str]  # what it would record, in words
    changes: Sequence[Change] = ()  # what that would change in its promises
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class SeveralPage:
    """What a macro would do in each of the cases, before it does it."""

    now: datetime
    name: str
    changed: str  # who changed it last, and when
    counted: str  # in how many it would be done
    cases: Sequence[SeveralCase]
    form: Form
    has_some: bool


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """What became of a macro in one case."""

    case: Link
    state: str
    words: str
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """What became of a macro in each of the cases."""

    now: datetime
    title: str
    counted: str
    lines: Sequence[ReportLine]
    back_url: str
