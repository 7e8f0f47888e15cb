"""The documents of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form

from kept.web.hotline.pages.parts import ClauseRef, Link, State


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the policy demands in writing or by signature. `url`: a document may be begun for it."""

    words: str
    state: State
    clause: ClauseRef | None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperVersion:
    """A version that was issued; `signed` tells each outcome, the last one last."""

    number: int
    pdf_url: str
    sign_url: str  # only of the last version
    signed: Sequence[str]
    sealed_url: str  # the final PDF
    seal_url: str  # there are outcomes without one
    other_signed: int | None  # the newest version that was signed, where this is not it
    issued_at: datetime
    issued_by: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document."""

    number: str
    title: str
    languages: str
    url: str
    written_at: datetime
    written_by: str
    versions: Sequence[PaperVersion]


@dataclass(frozen=True, kw_only=True)
class PapersPage:
    """All documents of a case, what the policy demands, and a form to begin one."""

    now: datetime
    case: Link
    papers: Sequence[Paper]
    wanted: Sequence[Wanted]
    form: Form | None  # for who may begin one
    duty: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """One document: its draft and what was issued."""

    now: datetime
    case: Link
    papers: Link
    paper: Paper
    form: Form | None
    draft_key: str
    drop_url: str = ""


@dataclass(frozen=True, kw_only=True)
class PreviewPage:
    """A document as it would be issued, or was."""

    now: datetime
    case: Link
    paper: Paper
    data: Mapping[str, Any] | None
    problem: str = ""
    pdf_url: str = ""
    issue_url: str = ""
    form: Form | None = None


@dataclass(frozen=True, kw_only=True)
class SignPage:
    """A version to be signed, as it was issued."""

    now: datetime
    case: Link
    paper: Paper
    version: PaperVersion
    data: Mapping[str, Any]
    form: Form
