"""What a paper is cut into, and what is proposed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kept.rules.facts.values import Lang, Texts


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause of a paper: the least that a rule can name as its source.

    `texts` holds it in each language that the paper gives, with line breaks joined. `lead` is the
    sentence that introduces the list in which it stands, `heading` the headings above it.
    """

    id: str
    texts: Texts
    line: int  # where it begins in the paper, from 1
    last_line: int
    heading: tuple[str, ...] = ()
    lead: str = ""

    @property
    def language(self) -> Lang:
        """Return the language that comes first in the paper."""
        return next(iter(self.texts))

    @property
    def text(self) -> str:
        """Return the text in the language that comes first."""
        return self.texts[self.language]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words of a passage: `passage.texts[language][start:end]`."""

    start: int
    end: int
    language: Lang

    def words(self, texts: Mapping[Lang, str]) -> str:
        """Return the words themselves."""
        return texts[self.language][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that may be meant by a passage. Nothing runs until a person accepts it.

    `form` is a form word of the policy language, and `kind` its kind where the form has kinds.
    `rule` is the rule's body as the language writes it; it is empty where the proposal is only
    that the passage is of this form. `needs` names what the rule speaks of and a draft must
    define, such as `calendar:elapsed`.
    """

    passage: str
    form: str
    spans: tuple[Span, ...]
    sure: float  # 0..1: how often a proposal of this kind is right
    name: Texts
    rule: str = ""
    kind: str = ""
    needs: tuple[str, ...] = ()
    durations: tuple[str, ...] = ()  # as the language writes them; "immediately" among them
    second: bool = False  # a second reader's, who is never believed unseen
