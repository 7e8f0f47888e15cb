"""A mapping's text in pieces, one for each key, so that one value can be changed alone.

What a piece does not touch stays as it was written: its neighbours, their order, their comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import dedent, indent
from typing import Final

from kept.rules.policy.errors import Problems
from kept.rules.policy.nodes import Node
from kept.rules.policy.positions import Child, Scalar, read, scalars
from kept.rules.policy.text import Unreadable, read_nodes
from kept.rules.said import Saying

UNSET: Final = "unset"
MAY_BE_UNSET: Final = (("rules",), ("required",))
_PLAIN = re.compile(r"[^\W_][\w ./-]*", re.ASCII)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STEP = "  "


class NotAPiece(Exception):
    """This is no single value of the language; the sentence, if there is one, says why."""

    def __init__(self, saying: Saying | None) -> None:
        super().__init__(saying)
        self.saying = saying


@dataclass(frozen=True, slots=True)
class Piece:
    """A value: as it is written, from the first column on, and where it stands in the text."""

    key: str
    text: str
    start: int
    end: int
    line_start: int
    line_end: int
    inline: bool  # it begins and ends on the line of its key


def value_of(text: str) -> Node:
    """Return the value that a piece says. Raises NotAPiece."""
    problems = Problems("piece")
    try:
        # Under a key, one level in: as it will stand in the file.
        root = read_nodes(f"piece:\n{indent(dedent(text), _STEP)}\n", problems)
    except Unreadable:
        found = problems.found[0]
        raise NotAPiece(found.saying) from None
    node = root.get("piece")
    if problems.found or node is None or len(root.entries) != 1:
        raise NotAPiece(problems.found[0].saying if problems.found else None)
    return node


def pieces(text: str) -> dict[str, Piece]:
    """Return the values of a mapping by their keys; nothing if the text is none.

    Comments and blank lines above a key belong to it.
    """
    seen = read(text)
    if not seen.mapping:
        return {}
    ends = [*(child.key_start for child in seen.children[1:]), len(text)]
    return {
        child.key: _piece(text, child, end, flow=seen.flow)
        for child, end in zip(seen.children, ends, strict=True)
    }


def items(text: str) -> list[str]:
    """Return the items of a list as texts; a single value is a list of itself."""
    seen = read(text)
    if not text.strip():
        return []
    if not seen.sequence:
        return [text]
    if seen.flow:
        return [dedent_rest(text[child.start : child.end]) for child in seen.children]
    lines = _lines(text)
    starts = [_dash(lines, text.count("\n", 0, child.key_start)) for child in seen.children]
    cuts = [0, *(_before(lines, start) for start in starts[1:]), len(lines)]
    return [
        _without_dash(lines[cut:end], start - cut)
        for cut, end, start in zip(cuts, cuts[1:], starts, strict=False)
    ]


def listed(parts: Sequence[str]) -> str:
    """Return items as a list, one below the other."""
    return "\n".join(_with_dash(part) for part in parts)


def keyed(parts: Sequence[tuple[str, str]]) -> str:
    """Return values under their keys, one below the other."""
    return "\n".join(written(key, text) for key, text in parts)


def changed(text: str, new: Mapping[str, str], *, order: Sequence[str] = ()) -> str:
    """Return a mapping's text with other values; an empty one takes its key away.

    New keys stand where `order` has them.
    """
    there = pieces(text)
    wanted = {k: v for k, v in new.items() if k in there or v.strip()}
    if not wanted:
        return text
    if read(text).flow:
        return changed(keyed([(k, one.text) for k, one in there.items()]), wanted, order=order)
    column = read(text).children[0].column if there else 0
    for key in reversed(there):
        if key in wanted:
            text = _replaced(text, there[key], wanted[key], column)
    for key in [key for key in order if key in wanted and key not in there]:
        text = _inserted(text, key, wanted[key], order, column)
    return text


def written(key: str, text: str, column: int = 0) -> str:
    """Return a key with its value, as lines of a mapping that begins in a column."""
    text = dedent(text).strip("\n")
    on_one_line = "\n" not in text and not _is_block(text)
    if on_one_line or text.startswith(("|", ">")):
        head, _newline, rest = text.partition("\n")
        said = f"{key}: {head}" + (f"\n{indent(dedent(rest), _STEP)}" if rest else "")
    else:
        said = f"{key}:\n{indent(text, _STEP)}"
    return indent(said, " " * column)


def plain(words: str) -> str:
    """Return a text as a scalar, between quotes where it needs them."""
    if _PLAIN.fullmatch(words) and not words.endswith(" "):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\t", "\\t") + '"'


def unset_values(text: str) -> list[Scalar]:
    """Return every value below rules and what is required that is written as unset, in order."""
    return [one for one in scalars(text) if one.path[:1] in MAY_BE_UNSET and one.value == UNSET]


def filled(text: str, values: Mapping[Scalar, str]) -> str:
    """Return the text with other values in the places of some. Raises NotAPiece."""
    for one in sorted(values, key=lambda one: one.start, reverse=True):
        value = values[one].strip()
        if "\n" in value or _is_block(value):
            raise NotAPiece(Saying("not-on-one-line", "It has to stand on one line."))
        value_of(value)
        text = text[: one.start] + value + text[one.end :]
    return text


def _piece(text: str, child: Child, end: int, *, flow: bool) -> Piece:
    line_start = text.rfind("\n", 0, child.key_start) + 1
    if not child.block:
        line_end = text.find("\n", child.end)
        line_end = len(text) if line_end < 0 else line_end + 1
        value = text[child.start : child.end]
        inline = not flow and "\n" not in text[child.key_start : child.end]
        return Piece(
            child.key, dedent_rest(value), child.start, child.end, line_start, line_end, inline
        )
    stop = end if end == len(text) else text.rfind("\n", 0, end) + 1
    lines = _lines(text[line_start:stop])
    kept = lines[: _before(lines, len(lines))]
    line_end = line_start + sum(map(len, kept))
    first = text.find("\n", child.key_start) + 1
    if text[child.start] in "|>":
        head, _newline, rest = text[child.start : line_end].partition("\n")
        value = f"{head}\n{indent(dedent(rest), _STEP)}".rstrip("\n")
    else:
        value = dedent(text[first:line_end]).strip("\n")
    return Piece(child.key, value, child.start, line_end, line_start, line_end, inline=False)


def dedent_rest(text: str) -> str:
    """Return a value on several lines, the later ones moved to the left together."""
    head, newline, rest = text.partition("\n")
    return head + newline + indent(dedent(rest), " ") if newline else head


def _replaced(text: str, piece: Piece, new: str, column: int) -> str:
    if not new.strip():
        return text[: piece.line_start] + text[piece.line_end :]
    new = dedent(new).strip("\n")
    if piece.inline and "\n" not in new and not _is_block(new):
        return text[: piece.start] + new.strip() + text[piece.end :]
    line = written(piece.key, new, column) + "\n"
    return text[: piece.line_start] + line + text[piece.line_end :]


def _inserted(text: str, key: str, new: str, order: Sequence[str], column: int) -> str:
    there = pieces(text)
    before = [there[one] for one in order[: order.index(key)] if one in there]
    place = max((one.line_end for one in before), default=0)
    if place == 0 and there:
        place = len(text)
    lead = "" if place == 0 or text[:place].endswith("\n") else "\n"
    return text[:place] + lead + written(key, new, column) + "\n" + text[place:]


def _without_dash(lines: list[str], first: int) -> str:
    body = "".join([lines[first].replace("-", " ", 1), *lines[first + 1 :]])
    above = "".join(line.lstrip(" ") for line in lines[:first])
    return (above + dedent(body)).strip("\n")


def _with_dash(text: str) -> str:
    lines = indent(text, _STEP, lambda _line: True).split("\n")
    first = next((n for n, line in enumerate(lines) if not _says_nothing(line)), 0)
    return "\n".join(
        "- " + line[2:] if n == first else line.rstrip() for n, line in enumerate(lines)
    )


def _is_block(text: str) -> bool:
    seen = read(text)
    return bool(seen.children) and not seen.flow


def _lines(text: str) -> list[str]:
    return _LINE.findall(text)


def _dash(lines: list[str], place: int) -> int:
    """Return the line on which the item begins that has its first value in a line."""
    while place > 0 and not lines[place].lstrip().startswith("-"):
        place -= 1
    return place


def _before(lines: list[str], place: int) -> int:
    while place > 0 and _says_nothing(lines[place - 1]):
        place -= 1
    return place


def _says_nothing(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")
