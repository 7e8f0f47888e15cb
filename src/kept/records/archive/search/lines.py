"""What one thing can be found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kept.records import naming
from kept.records.archive.search.folding import IDEOGRAPH, compact, grams
from kept.records.people.phones import Phone

PHONE = "tel:"  # before the last digits of a telephone number
SHORTEST = 4  # digits that may stand for a telephone number


@dataclass(frozen=True)
class Line:
    """A text to be found by, and what the finder is then shown."""

    shown: str
    text: str

    @property
    def folded(self) -> str:
        """The line as it is compared."""
        return compact(self.text)

    def grams(self) -> frozenset[str]:
        """The line's pieces for the index."""
        return grams(self.text)


@dataclass(frozen=True)
class PhoneLine(Line):
    """A telephone number: found by all of it or by its last digits."""

    def grams(self) -> frozenset[str]:
        """Every ending that is long enough to mean something."""
        return frozenset(
            PHONE + self.text[start:] for start in range(len(self.text) - SHORTEST + 1)
        )


def text_lines(text: str) -> list[Line]:
    """Return how a text is found: as written and, if it holds Chinese, by its sound."""
    if not text:
        return []
    if not IDEOGRAPH.search(text):
        return [Line(text, text)]
    return [Line(text, text), *_sound_lines(text, naming.pinyin_key(text))]


def person_lines(name: str) -> list[Line]:
    """Return how a person is found: as written and by sound, as the family name is read."""
    if not IDEOGRAPH.search(name):
        return [Line(name, name)]
    sounds = dict.fromkeys([naming.person_key(name), naming.pinyin_key(name)])
    return [Line(name, name), *(line for s in sounds for line in _sound_lines(name, s))]


def _sound_lines(shown: str, sound: str) -> list[Line]:
    return [Line(shown, sound), Line(shown, naming.first_letters(sound))]


def name_lines(names: Mapping[str, str]) -> list[Line]:
    """Return how something is found by its names in all languages."""
    return [line for name in names.values() for line in text_lines(name)]


def phone_line(phone: Phone) -> PhoneLine:
    """Return how a telephone number is found."""
    return PhoneLine(str(phone), phone.number.lstrip("+"))


def distinct(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without those that say the same when compared."""
    seen: dict[str, Line] = {}
    for line in lines:
        if line.folded:
            seen.setdefault(line.folded, line)
    return list(seen.values())
