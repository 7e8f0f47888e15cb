"""The lines of a paper, cleaned, with those that were only wrapped joined again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kept.rules.papers.languages import HAN, is_chinese
from kept.rules.papers.numbering import Mark, mark_of

MOST_LINES: Final = 60_000
LONGEST_HEADING: Final = 72  # as wide as so many letters
_TERMINAL: Final = ".。!！?？;；…:："
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_FURNITURE = re.compile(
    r"(?:[-–—]\s*)?\d{1,4}(?:\s*[-–—/]\s*\d{0,4})?|page \d+(?: (?:of|/) \d+)?"
    r"|第\s*\d+\s*页.{0,12}|[\W_]*",
    re.IGNORECASE,
)
_INLINE_TITLE = re.compile(
    r"(?P<zh>[\u3400-\u9fff]{2,24})\s*(?P<mark>[IVX]{1,5}|\d{1,2})[.、]\s*(?=[A-Z])"
)
_WRAPS_AT: Final = 130  # wider lines were never wrapped by hand


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text in one line, its mark, and where it stands."""

    text: str  # without the mark
    mark: Mark | None
    line: int
    last_line: int
    apart: bool  # an empty line stands before it

    @property
    def ends(self) -> bool:
        """Tell whether it ends as a sentence does."""
        return self.text[-1:] in _TERMINAL

    @property
    def leads(self) -> bool:
        """Tell whether it introduces what follows."""
        return self.text[-1:] in ":："


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    number: int
    apart: bool


def blocks(text: str) -> list[Block]:
    """Return the paragraphs of a paper, in their order."""
    lines = list(_lines(text))
    wrap = _wrap_width(lines)
    grouped: list[list[_Line]] = []
    for line in lines:
        if grouped and _goes_on(grouped[-1], line, wrap):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [_block(group) for group in grouped]


def clean(line: str) -> str:
    """Return a line without invisible characters and without needless space."""
    return " ".join(_INVISIBLE.sub("", line).replace("\u3000", " ").split()).strip("|").strip()


def width(text: str) -> int:
    """Return how wide a text is; a Chinese character is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _lines(text: str) -> Iterator[_Line]:
    apart = True
    for number, raw in enumerate(text.splitlines()[:MOST_LINES], start=1):
        line = clean(raw)
        if not _FURNITURE.fullmatch(line):
            yield _Line(line, number, apart)
            apart = False
        elif not line:
            apart = True


def _wrap_width(lines: list[_Line]) -> int:
    """Return the width at which the paper's lines were wrapped; 0 when they were not."""
    widths = sorted(width(line.text) for line in lines)
    widest = widths[int(len(widths) * 0.95)] if widths else 0
    open_ends = sum(
        one.text[-1:] not in _TERMINAL and _full(one.text, widest) and not after.apart
        for one, after in pairwise(lines)
    )
    return widest if widest <= _WRAPS_AT and open_ends >= 2 else 0


def _full(text: str, wrap: int) -> bool:
    return wrap > 0 and width(text) >= 0.75 * wrap


def _goes_on(group: list[_Line], line: _Line, wrap: int) -> bool:
    """Tell whether `line` belongs to the paragraph that the lines of `group` began."""
    before = group[-1].text
    if mark_of(line.text) or is_chinese(before) != is_chinese(line.text):
        return before[-1:] in ":：" and _is_number_to_call(line.text)
    ended = before[-1:] in _TERMINAL
    if before[-1:] in ":：":
        return not line.apart and width(line.text) <= 30 and len(group) == 1 and _short(before)
    if line.text[:1].islower() and not ended:
        return True
    if line.apart:  # an empty line in the middle of a sentence
        return not ended and width(before) > LONGEST_HEADING and not before.endswith(('"', "”"))
    if not wrap:
        return False
    in_item = ended and mark_of(group[0].text) is not None
    return _full(before, wrap) if not ended else in_item


def _short(text: str) -> bool:
    return width(text) <= 24


def _is_number_to_call(text: str) -> bool:
    return re.fullmatch(r"[+\d][\d\s()-]{5,20}", text) is not None


def _block(group: list[_Line]) -> Block:
    text = group[0].text
    for line in group[1:]:
        glue = "" if HAN.match(text[-1]) and HAN.match(line.text[0]) else " "
        hyphen = text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower()
        text = text + line.text if hyphen else text + glue + line.text
    mark = mark_of(text)
    title = _INLINE_TITLE.match(text)
    if mark is None and title and width(text) <= LONGEST_HEADING:  # 标题II. Title
        inner = mark_of(text[title.start("mark") :])
        mark = inner and Mark(inner.style, inner.value, 0)
        text = f"{title['zh']} {text[title.end() :]}"
    rest = text[mark.length :].strip() if mark else text
    first, last = group[0], group[-1]
    return Block(rest, mark, first.number, last.number, first.apart)
