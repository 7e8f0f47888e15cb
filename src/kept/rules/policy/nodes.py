"""The bare structure of a policy file: texts, lists and mappings, each with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from kept.rules.said import Saying, noun


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar. It stays text until the place where it stands gives it a type."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    parts: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in the order of the file; no key stands twice."""

    entries: tuple[tuple[TextNode, Node], ...]
    line: int

    def get(self, key: str) -> Node | None:
        """Return the value of `key`; None if it is not there."""
        return next((value for name, value in self.entries if name.value == key), None)


Node: TypeAlias = TextNode | ListNode | MapNode


def kind_of(node: Node) -> Saying:
    """Return what a node is, for sentences."""
    match node:
        case TextNode():
            return noun("a text")
        case ListNode():
            return noun("a list")
        case MapNode():
            return noun("a mapping")


def size(node: Node) -> int:
    """Return how many texts, lists and mappings a node consists of, itself included."""
    match node:
        case TextNode():
            return 1
        case ListNode():
            return 1 + sum(size(part) for part in node.parts)
        case MapNode():
            return 1 + sum(1 + size(value) for _, value in node.entries)
