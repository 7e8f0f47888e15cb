"""What the pages of knowledge show: frozen values, made by views, read by templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.records.knowledge.body import Block


@dataclass(frozen=True, kw_only=True)
class ArticleLine:
    """An article in a list."""

    url: str
    title: str
    detail: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class ArticlesPage:
    """What is known, as far as it holds what was asked for; and what waits for somebody."""

    now: datetime
    asked: str
    found: Sequence[ArticleLine]
    waiting: Sequence[ArticleLine]
    may_write: bool
    may_keep: bool


@dataclass(frozen=True, kw_only=True)
class Step:
    """What can be done with a version: a button, or why not."""

    label: str
    url: str
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    """One version of an article."""

    now: datetime
    key: str
    number: int
    title: str
    lang: str
    state: str
    look: str
    facts: Sequence[tuple[str, str]]
    blocks: Sequence[Block]
    paths: str
    steps: Sequence[Step]
    versions: Sequence[ArticleLine]
    edit_url: str = ""
    withdraw_url: str = ""


@dataclass(frozen=True, kw_only=True)
class WordsLine:
    """Ready words in a list."""

    key: str
    name: str
    texts: Sequence[tuple[str, str]]  # language and words
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class CodeRow:
    """A code in its tree."""

    code: str
    name: str
    depth: int
    cause: str
    cases: int
    edit_url: str = ""


@dataclass(frozen=True, kw_only=True)
class CodeGroup:
    """The codes of one kind and family."""

    title: str
    rows: Sequence[CodeRow]


@dataclass(frozen=True, kw_only=True)
class RowsPage:
    """A checklist or a macro: its form of several rows, and what became of it so far."""

    now: datetime
    title: str
    back: str
    row_word: str  # before the place of each
    button: str
    draft: str
    versions: Sequence[tuple[str, str]] = ()  # by whom and when; what became of it
    publish: str = ""
    number: int = 0  # which version is published
    retire: str = ""
