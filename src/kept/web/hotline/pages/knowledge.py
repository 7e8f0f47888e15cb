"""What is known that may help in a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.records.knowledge.body import Block
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class HelpArticle:
    """An article that fits what the customer says."""

    title: str
    url: str
    blocks: Sequence[Block]
    use_url: str = ""  # to record that it was used, or whether it helped; empty: not here
    walk_url: str = ""  # of steps with yes or no
    outcome: str = ""  # what came of it in this case, in words


@dataclass(frozen=True, kw_only=True)
class ReadyLine:
    """Ready words, their holes filled from the case."""

    key: str
    name: str
    lang: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CodeField:
    """The codes of one kind to choose from, and the one chosen last."""

    kind: str
    label: str
    chosen: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Help:
    """What is known that may help in a case, and what can be said with one press."""

    articles: Sequence[HelpArticle]
    ready: Sequence[ReadyLine]
    codes: Sequence[CodeField]
    code_url: str  # empty: this person records nothing
    code_key: str


@dataclass(frozen=True, kw_only=True)
class WalkPage:
    """A self-check on the telephone: one question, or how it ended."""

    now: datetime
    case: Link
    title: str
    step: int
    question: str
    yes_url: str
    no_url: str
    back_url: str
    taken: Sequence[tuple[str, str]]  # questions with their answers
    said: str
    key: str
    ended: str = ""  # in words; empty: not yet
    helped: bool = False
