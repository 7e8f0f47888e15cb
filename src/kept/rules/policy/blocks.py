"""A policy's text in blocks, one for each entry of each section, so that one can be changed alone.

What stands around a block, comments and order included, stays exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kept.rules.policy.errors import Problems
from kept.rules.policy.nodes import ListNode, MapNode, TextNode
from kept.rules.policy.text import Unreadable, read_nodes

EMPTY = ("{}", "[]")
LINE = re.compile(
    r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One entry of a section: its lines, from the first to before `end` (counted from 0)."""

    section: str
    key: str
    start: int
    end: int
    text: str


class NoBlock(Exception):
    """The section or entry is not there, or is written so that no lines are its own."""


def blocks(text: str) -> Mapping[tuple[str, str], Block]:
    """Return the blocks of a text by section and key; empty where it cannot be read.

    Comments and blank lines above an entry belong to it, those at the end of a section to its last.
    """
    return {(block.section, block.key): block for block in _blocks(text)}


def replaced(text: str, section: str, key: str, new: str) -> str:
    """Return the text with another block in the place of one. Raises NoBlock."""
    block = _found(text, section, key)
    lines = _split(text)
    return "".join([*lines[: block.start], *_lines(new), *lines[block.end :]])


def removed(text: str, section: str, key: str) -> str:
    """Return the text without a block; a section that is empty then says so. Raises NoBlock."""
    block = _found(text, section, key)
    lines = _split(text)
    left = "".join([*lines[: block.start], *lines[block.end :]])
    others = [one for one in _blocks(text) if one.section == section and one.key != key]
    if others:
        return left
    head = _section_line(text, section)
    return "".join(
        f"{section}: {{}}\n" if place == head else line for place, line in enumerate(_split(left))
    )


def added(text: str, section: str, new: str) -> str:
    """Return the text with a block at the end of a section, which is begun if there is none."""
    there = [block for block in _blocks(text) if block.section == section]
    lines = _split(text)
    if there:
        end = max(block.end for block in there)
        return "".join([*lines[:end], *_lines(new), *lines[end:]])
    head = _section_line(text, section)
    if head is None:
        return "".join([*_lines(text), "\n" if text.strip() else "", f"{section}:\n", *_lines(new)])
    if lines[head].split("#")[0].partition(":")[2].strip() not in EMPTY:
        raise NoBlock(section)
    return "".join([*lines[:head], f"{section}:\n", *_lines(new), *lines[head + 1 :]])


def appended(text: str, section: str, item: str) -> str:
    """Return the text with an item at the end of a section that is a list. Raises NoBlock.

    The section is begun if there is none.
    """
    root, lines = _root(text), _split(text)
    heads = [(key.value, key.line - 1, node) for key, node in root.entries] if root else []
    place = next((n for n, (name, _, _) in enumerate(heads) if name == section), None)
    new = _lines(item)
    if place is None:
        return "".join([*_lines(text), "\n" if text.strip() else "", f"{section}:\n", *new])
    _name, head, node = heads[place]
    if not isinstance(node, ListNode) or (node.parts and node.parts[0].line == head + 1):
        raise NoBlock(section)
    if not node.parts:
        return "".join([*lines[:head], f"{section}:\n", *new, *lines[head + 1 :]])
    end = heads[place + 1][1] if place + 1 < len(heads) else len(lines)
    end = _before_comments(lines, head + 1, end)
    return "".join([*_lines("".join(lines[:end])), *new, *lines[end:]])


def _found(text: str, section: str, key: str) -> Block:
    block = blocks(text).get((section, key))
    if block is None:
        raise NoBlock(f"{section}.{key}")
    return block


def _split(text: str) -> list[str]:
    """Return the lines as YAML counts them, with their ends."""
    return LINE.findall(text)


def _lines(text: str) -> list[str]:
    """Return lines that all end; a text without an end is given one."""
    found = _split(text)
    if found and not found[-1].endswith(("\n", "\r")):
        found[-1] += "\n"
    return found


def _root(text: str) -> MapNode | None:
    try:
        return read_nodes(text, Problems("policy"))
    except Unreadable:
        return None


def _section_line(text: str, section: str) -> int | None:
    root = _root(text)
    found = [key.line - 1 for key, _ in root.entries if key.value == section] if root else []
    return found[0] if found else None


def _blocks(text: str) -> Iterator[Block]:
    root = _root(text)
    lines = _split(text)
    heads = [(key, node) for key, node in root.entries] if root else []
    ends = [*(key.line - 1 for key, _ in heads[1:]), len(lines)]
    for (head, node), end in zip(heads, ends, strict=False):
        if isinstance(node, MapNode) and node.entries:
            keys = [key for key, _ in node.entries]
            if keys[0].line > head.line and all(a.line < b.line for a, b in pairwise(keys)):
                yield from _of_section(lines, head, keys, _before_comments(lines, head.line, end))


def _of_section(
    lines: list[str], head: TextNode, keys: list[TextNode], end: int
) -> Iterator[Block]:
    starts = [head.line, *(_before_comments(lines, head.line, k.line - 1) for k in keys[1:])]
    for key, start, stop in zip(keys, starts, [*starts[1:], end], strict=True):
        yield Block(head.value, key.value, start, stop, "".join(lines[start:stop]))


def _before_comments(lines: list[str], first: int, place: int) -> int:
    """Return where the comments and blank lines right above a place begin."""
    while place > first and _says_nothing(lines[place - 1]):
        place -= 1
    return place


def _says_nothing(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")
