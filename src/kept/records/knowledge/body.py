"""The plain way of writing articles: paragraphs, headings, lists, and nothing else.

What comes back are texts, never markup: a page puts its own elements around them and escapes
them, so nothing that somebody wrote can become an element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["heading", "paragraph", "bullets", "numbers"]
HEADING: Final = re.compile(r"#{1,4}\s+(.+)")
BULLET: Final = re.compile(r"\s*[-*•]\s+(.+)")
NUMBER: Final = re.compile(r"\s*\d{1,3}[.)、]\s*(.+)")


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph (one line), or a list (a line for each of its items)."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Return what a text consists of, in its order."""
    found: list[tuple[Kind, list[str]]] = []
    is_open = False
    for line in text.splitlines():
        if not line.strip():
            is_open = False
            continue
        kind, said = _read(line)
        if is_open and found and found[-1][0] == kind and kind != "heading":
            found[-1][1].append(said)
        else:
            found.append((kind, [said]))
        is_open = True
    return tuple(Block(kind, _joined(kind, lines)) for kind, lines in found)


def steps(text: str) -> tuple[str, ...]:
    """Return the numbered lines of a text: the questions of a self-check."""
    return tuple(line for block in blocks(text) if block.kind == "numbers" for line in block.lines)


def _read(line: str) -> tuple[Kind, str]:
    ways: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("heading", HEADING),
        ("bullets", BULLET),
        ("numbers", NUMBER),
    )
    for kind, way in ways:
        if hit := way.fullmatch(line):
            return kind, hit[1].strip()
    return "paragraph", line.strip()


def _joined(kind: Kind, lines: list[str]) -> tuple[str, ...]:
    return (" ".join(lines),) if kind == "paragraph" else tuple(lines)
