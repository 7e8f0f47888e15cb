"""From text to nodes: a strict subset of YAML, read from parser events and never constructed.

Size, characters, depth and number of nodes are looked at before anything else is done with them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from kept.rules.policy.characters import FORBIDDEN, forbidden, text_of
from kept.rules.policy.errors import Problems
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.syntax import syntax_error
from kept.rules.said import Saying

MOST_LEVELS = 32
MOST_NODES = 100_000

# The parser in C when the wheel has it; only its events are used, never its constructors.
_Parser: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """The text has no structure that could be read on; the reasons are among the problems."""


def read_nodes(source: str | bytes, problems: Problems, *, strict: bool = True) -> MapNode:
    """Return the mapping a policy file consists of.

    Mistakes are noted in `problems`; raises Unreadable when there is nothing to go on with, and
    with `strict` also when a part of it cannot be taken as it is written.
    """
    text = text_of(source, problems)
    if text is None:
        raise Unreadable
    builder = _Builder(problems, strict=strict)
    try:
        for event in yaml.parse(text, Loader=_Parser):
            builder.take(event)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problems.add(*syntax_error(error, text))
        raise Unreadable from error
    return builder.result()


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    line: int
    mapping: bool
    flow: bool
    parts: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[TextNode, Node]] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    key: TextNode | None = None

    def node(self) -> Node:
        if self.mapping:
            return MapNode(tuple(self.entries.values()), self.line)
        return ListNode(tuple(self.parts), self.line)


class _Builder:
    """Puts nodes together from events, with a stack of its own: nothing recurses."""

    def __init__(self, problems: Problems, *, strict: bool) -> None:
        self.problems = problems
        self.strict = strict
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0
        self.documents = 0
        self.usable = True

    def result(self) -> MapNode:
        """Return the root mapping; raises Unreadable if there is none."""
        if not isinstance(self.root, MapNode):
            if self.usable:
                self.problems.add(
                    1,
                    Saying(
                        "not-a-mapping", "A policy is a mapping that begins like this: policy: DEMO"
                    ),
                )
            raise Unreadable
        if self.strict and not self.usable:
            raise Unreadable
        return self.root

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.ScalarEvent():
                self._count(line)
                self._marks(event, line)
                self._scalar(event, line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._count(line)
                self._marks(event, line)
                self._begin(event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._put(self.open.pop().node())
            case yaml.AliasEvent():
                self._refuse(
                    line, Saying("alias", "Aliases (*name) are refused; write the value out.")
                )
                self._put(TextNode("", line))
            case yaml.DocumentStartEvent():
                self._document(event, line)

    def _document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if event.version or event.tags:
            self._refuse(
                line,
                Saying("directive", "Directives (%YAML, %TAG) are refused; leave the line out."),
            )
        if self.documents > 1:
            self._fatal(
                line,
                Saying(
                    "second-document", "A second document begins here; a file holds one policy."
                ),
            )

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if len(self.open) >= MOST_LEVELS:
            self._fatal(
                line,
                Saying(
                    "nested-too-deep",
                    "This is nested deeper than {most_levels} levels.",
                    most_levels=MOST_LEVELS,
                ),
            )
        if self._wants_key():
            self._fatal(
                line, Saying("key-not-a-text", "A key must be a text, not a list or a mapping.")
            )
        mapping = isinstance(event, yaml.MappingStartEvent)
        self.open.append(_Open(line, mapping, bool(event.flow_style)))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        value = str(event.value)
        hidden = FORBIDDEN.search(value)
        if hidden:  # written as an escape, so the text itself did not show it
            self._refuse(line, forbidden(hidden[0]))
        node = TextNode(value.rstrip("\n"), line)
        if self._wants_key():
            self._key(node)
            return
        if not value and not event.style:
            self._empty(line)
        self._put(node)

    def _key(self, key: TextNode) -> None:
        top = self.open[-1]
        if key.value in top.keys:
            first = top.keys[key.value]
            self.problems.add(
                key.line,
                Saying(
                    "key-twice",
                    "The key “{key}” stands twice: in line {first} and here.",
                    key=key.value,
                    first=str(first),
                ),
            )
        top.keys.setdefault(key.value, key.line)
        if key.value == "<<":
            self.problems.add(
                key.line, Saying("merge-key", "Merge keys (<<) are refused; write the lines out.")
            )
        top.key = key

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if not top.mapping:
            top.parts.append(node)
            return
        if top.key is None:
            self._fatal(node.line, Saying("key-of-no-text", "A key must be a text."))
            return
        top.entries.setdefault(top.key.value, (top.key, node))
        top.key = None

    def _empty(self, line: int) -> None:
        top = self.open[-1] if self.open else None
        key = top.key.value if top and top.key else None
        told = Saying("entry-without-value", "This entry has no value.")
        if key is not None:
            told = Saying("key-without-value", "“{key}” has no value.", key=key)
        hint = Saying(
            "comma-in-quotes", 'A text with a comma stands in quotes: {en: "First, call us."}'
        )
        self._refuse(line, told.then(hint if top and top.flow else None))

    def _marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            self.problems.add(
                line,
                Saying(
                    "anchor",
                    "Anchors (&{anchor}) are refused; leave it out.",
                    anchor=event.anchor[:40],
                ),
            )
        if event.tag is not None:
            self.problems.add(
                line,
                Saying("tag", "Tags ({tag}) are refused; leave it out.", tag=str(event.tag)[:40]),
            )

    def _wants_key(self) -> bool:
        return bool(self.open) and self.open[-1].mapping and self.open[-1].key is None

    def _count(self, line: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._fatal(
                line,
                Saying(
                    "too-many-values",
                    "The file has more than {most_nodes} values.",
                    most_nodes=MOST_NODES,
                ),
            )

    def _refuse(self, line: int, saying: Saying) -> None:
        self.usable = False
        self.problems.add(line, saying)

    def _fatal(self, line: int, saying: Saying) -> None:
        self.problems.add(line, saying)
        raise Unreadable
