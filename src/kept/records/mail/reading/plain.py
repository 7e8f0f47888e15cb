"""The words of an HTML body, for those who read text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
_LINES: Final = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "hr", "pre"}
    | {f"h{n}" for n in range(1, 7)}
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self.silent = ""  # the element whose words nobody sees

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and not self.silent:
            self.silent = tag
        elif tag in _LINES:
            self.told.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag in _LINES:
            self.told.append("\n")
        elif tag in {"td", "th"}:
            self.told.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.told.append(re.sub(r"\s+", " ", data))


def text_of(html: str) -> str:
    """Return what a reader of the page would see as words, line by line."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.told).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
