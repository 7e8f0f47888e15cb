"""Sentences for people, before they are in a language.

A rule that has something to say writes the whole sentence in English with named holes, and hands
over what belongs into them: `Saying("no-such-form", "There is no form “{name}”.", name=said)`. The
sentence becomes one of a language when somebody reads it. Its translations lie with those of the
pages, in `kept/locale`; docs/howto/say-a-mistake.md tells how to add one.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

ENGLISH: Final = "en"
LONGEST_SHOWN: Final = 60
MOST_LISTED: Final = 12
_CATALOGUES: Final = Path(__file__).resolve().parents[1] / "locale"
_HOLE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@runtime_checkable
class Sayable(Protocol):
    """What can be said in any language."""

    def in_language(self, language: str) -> str:
        """Return the words in `language`; in English where it has none."""
        ...


class Saying:
    """A sentence with a stable code. Two are equal when they say the same."""

    __slots__ = ("code", "more", "text", "values")

    def __init__(self, code: str, text: str, /, **values: object) -> None:
        self.code = code
        self.text = text
        self.values = values
        self.more: tuple[Sayable, ...] = ()

    def then(self, *more: Sayable | None) -> Saying:
        """Return the sentence with others behind it, such as a suggestion if there is one."""
        found = Saying(self.code, self.text, **self.values)
        found.more = (*self.more, *(one for one in more if one is not None))
        return found

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`; in English where it is not translated.

        What is put into a hole is never read again: a policy's own words open no further hole.
        """
        sentence = _HOLE.sub(
            lambda hole: _shown(self.values[hole[1]], language), _catalogue(language)(self.text)
        )
        for one in self.more:
            sentence = _join(language).format(one=sentence, next=one.in_language(language))
        return sentence

    @property
    def english(self) -> str:
        """Return the sentence in English."""
        return self.in_language(ENGLISH)

    def __str__(self) -> str:
        return self.english

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Saying) and (self.code, str(self)) == (other.code, str(other))

    def __hash__(self) -> int:
        return hash((self.code, str(self)))


class Listed:
    """Words one after the other, with the comma, the quotes and the last word of the language."""

    __slots__ = ("last", "quoted", "words")

    def __init__(self, words: Iterable[object], *, last: str = "", quoted: bool = False) -> None:
        self.words = tuple(words)
        self.last = last
        self.quoted = quoted

    def in_language(self, language: str) -> str:
        """Return "a, b", "a, b or c" or "“a” and “b”"; of very many the first dozen."""
        words = [_shown(word, language) for word in self.words]
        if self.quoted:
            words = [noun("“{word}”", word=word).in_language(language) for word in words]
        comma = noun("{word}, {next}", word="", next="").in_language(language)
        if self.last and len(words) > MOST_LISTED:
            return f"{comma.join(words[:MOST_LISTED])} …"
        if len(words) < 2 or not self.last:
            return comma.join(words) if words else noun("nothing").in_language(language)
        said = _LAST[self.last]
        return noun(said, words=_Verbatim(comma.join(words[:-1])), last=words[-1]).in_language(
            language
        )


class Misread(ValueError):
    """A text is not what it should be; `saying` is the sentence about it."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying.english)
        self.saying = saying


def noun(text: str, /, **values: object) -> Saying:
    """Return words that are put into a sentence: "a calendar", "The clock “{key}”"."""
    return Saying("words", text, **values)


def listed(words: Iterable[object], *, last: str = "", quoted: bool = False) -> Listed:
    """Return words as a list; `last` is "or" or "and" when it stands before the last of them."""
    return Listed(words, last=last, quoted=quoted)


def said_by(error: ValueError) -> Saying:
    """Return what an error says: its own sentence, or that something cannot be read."""
    if isinstance(error, Misread):
        return error.saying
    return Saying("cannot-be-read", "This cannot be read: {reason}.", reason=str(error))


def shown(value: str) -> str:
    """Return words of a policy on one line, cut to what a person can take in."""
    one_line = " ".join(value.split())
    return f"{one_line[:LONGEST_SHOWN]}…" if len(one_line) > LONGEST_SHOWN else one_line


class _Verbatim:
    """Words that are in their language already, however long."""

    __slots__ = ("words",)

    def __init__(self, words: str) -> None:
        self.words = words

    def in_language(self, language: str) -> str:
        """Return the words."""
        return self.words


_LAST: Final = {
    "or": noun("{words} or {last}").text,
    "and": noun("{words} and {last}").text,
}


def _shown(value: object, language: str) -> str:
    if isinstance(value, Sayable):
        return value.in_language(language)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return shown(str(value))


def _join(language: str) -> str:
    return _catalogue(language)(noun("{one} {next}").text)


@lru_cache(maxsize=16)
def _catalogue(language: str) -> Callable[[str], str]:
    """Return what translates whole sentences; without a catalogue they stay English."""
    if language == ENGLISH:
        return str
    names = [language.replace("-", "_")]
    return gettext.translation("django", _CATALOGUES, names, fallback=True).gettext
