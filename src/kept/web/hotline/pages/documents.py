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
    link_url: str  # where the customer has not signed it
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
    to_record: Sequence[Link] = ()  # what it must say and no fact says yet, and where to record it


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
class PaperStep:
    """How far a document has come: issued, signed by whom, sealed."""

    words: str
    state: State


@dataclass(frozen=True, kw_only=True)
class CasePaper:
    """A document on the page of its case, or one that is demanded and was not begun."""

    title: str
    state: State  # of what demands it
    clause: ClauseRef | None
    steps: Sequence[PaperStep]
    acts: Sequence[Link]  # what comes next
    number: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class CasePapers:
    """The documents of a case, and what closing it waits for."""

    papers: Sequence[CasePaper]
    holds: Sequence[Wanted]
    url: str


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
class SentLink:
    """A link that was sent. The link itself is nobody's business here; the code is read out."""

    to: str
    words: str  # who sent it when, until when it is open
    state: State
    mail: str  # how far the mail has come
    code: str  # "" if it cannot be used any more
    by_mail: bool
    end_url: str


@dataclass(frozen=True, kw_only=True)
class LinkPage:
    """A link by which the customer signs: the one that was sent, and a form for another."""

    now: datetime
    case: Link
    paper: Paper
    version: PaperVersion
    link: SentLink | None
    form: Form | None  # none where nobody has an address


@dataclass(frozen=True, kw_only=True)
class SignPage:
    """A version to be signed, as it was issued."""

    now: datetime
    case: Link
    paper: Paper
    version: PaperVersion
    data: Mapping[str, Any]
    form: Form
