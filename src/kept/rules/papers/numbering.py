"""The paper's own numbers at the beginning of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kept.rules.papers.numbers import CHINESE, number

_WORDS: Final = {
    **dict(
        zip(
            [
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
            ],
            range(1, 11),
            strict=True,
        )
    ),
    **dict(
        zip(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
            range(1, 11),
            strict=True,
        )
    ),
    **dict(
        zip(["firstly", "secondly", "thirdly", "fourthly", "fifthly"], range(1, 6), strict=True)
    ),
}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_IN_PARENTHESES: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_HAN_IN_PARENTHESES: Final = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50}
_END: Final = r"[.．、,，:：)）]"

_MEASURED: Final = (
    r"(?:%|percent|hours?\b|days?\b|minutes?\b|weeks?\b|months?\b|years?\b|k?m\b|kg\b|[ckm]m\b|"
    r"eur\b|usd\b|小时|分钟|天|日|年|个|元|万|公里)"
)

# Styles that papers use for the same rank, and mix.
MAJOR: Final = "major"
DOTTED: Final = "dotted"
NUMBER: Final = "number"
_STYLES: Final[tuple[tuple[str, str], ...]] = (
    (
        DOTTED,
        rf"(?P<n>\d{{1,3}}(?:[.．]\d{{1,3}}){{1,4}})(?!\d)(?!\s?{_MEASURED})(?:{_END}|\s|(?=[^\W\d]))",
    ),
    (NUMBER, r"(?P<n>\d{1,3})\s?(?:[.．](?!\d)|[、)）]|[,，:：](?!\d))"),
    ("parentheses", rf"[(（](?P<n>\d{{1,3}})[)）]|(?P<m>[{_IN_PARENTHESES}])"),
    ("circled", rf"(?P<n>[{_CIRCLED}]){_END}?"),
    ("han_parentheses", rf"[(（](?P<n>{CHINESE})[)）]{_END}?|(?P<m>[{_HAN_IN_PARENTHESES}])"),
    (MAJOR, rf"(?P<n>{CHINESE})\s?[、.．,，:：]"),
    ("article", rf"第\s?(?P<n>{CHINESE}|\d{{1,3}})\s?[章节條条款部编篇]\s?{_END}?"),
    (MAJOR, r"(?P<n>[IVX]{1,6})(?:[.．、]|\)|,\s)"),
    (
        "article",
        (
            rf"(?i:article|section|clause|part|chapter|annex"
            rf"|§)\s?(?P<n>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}|[IVX]{{1,6}})(?:{_END}|\s|$)"
        ),
    ),
    (MAJOR, rf"(?i:(?P<n>{'|'.join(_WORDS)}))[,，、:：]\s?"),
    ("letter", r"[(（](?P<n>[a-zA-Z])[)）]|(?P<m>[a-zA-Z])(?:[.．)）]\s|、)"),
    ("bullet", r"(?P<n>[•·●○■□◆▪–*-])\s+"),
)
_PATTERNS: Final = tuple((style, re.compile(pattern)) for style, pattern in _STYLES)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number as the paper writes it: its style, its value as an id says it, and what follows."""

    style: str
    value: str  # "3", "2.1", "a"; "" for a bullet
    length: int  # how many characters of the line it takes

    @property
    def ordinal(self) -> int:
        """Return its place among its siblings."""
        last = self.value.rpartition(".")[2]
        return int(last) if last.isdigit() else ord(last or "`") - ord("`")


def mark_of(line: str) -> Mark | None:
    """Return the mark at the beginning of a line without leading space; None without one."""
    for style, pattern in _PATTERNS:
        match = pattern.match(line)
        if match:
            said = match["n"] or match["m"] if "m" in pattern.groupindex else match["n"]
            value = _value(style, said)
            if value is not None:
                depth = f"{style}{value.count('.')}" if style == DOTTED else style
                return Mark(depth, value, match.end())
    return None


def _value(style: str, said: str) -> str | None:
    """Return a number in the digits of an id; None when it cannot be one."""
    if style == "bullet":
        return ""
    if style == "letter":
        return said.lower()
    if set(said) <= set(_ROMAN):
        return _roman(said)
    plain = said.lower().replace("．", ".")
    if "." in plain:
        return ".".join(str(int(part)) for part in plain.split("."))
    found = _WORDS.get(plain) or _sign(said) or number(plain)
    return str(found) if found else None


def _sign(said: str) -> int:
    """Return the number that one character such as ③ stands for; 0 when it stands for none."""
    signs = (_CIRCLED, _IN_PARENTHESES, _HAN_IN_PARENTHESES)
    return next((chars.index(said) + 1 for chars in signs if said in chars), 0)


def _roman(said: str) -> str | None:
    values = [_ROMAN[char] for char in said]
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return str(total) if 0 < total < 50 else None
