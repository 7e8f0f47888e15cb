"""What every reader needs: the names that exist, and a place for mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kept.rules.policy.errors import Problems
from kept.rules.policy.forms import Form
from kept.rules.policy.model import Attribute, EventKind, Place
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode, kind_of
from kept.rules.policy.quoting import did_you_mean
from kept.rules.policy.read.languages import looks_like_language
from kept.rules.said import Saying, listed, noun

T = TypeVar("T")
D = TypeVar("D")
MOST_SUGGESTIONS = 50
MOST_LISTED = 12
A_TEXT = noun("a text")
_NO_DASHES = Saying("no-dashes", "Leave out the “-” in front of each entry.")
_A_LANGUAGE = noun("a language such as en")


class Wrong(Exception):
    """Something cannot be read. Caught where reading can go on, and noted there."""

    def __init__(self, line: int, saying: Saying) -> None:
        super().__init__(saying)
        self.line = line
        self.saying = saying


@dataclass(slots=True)
class Names:
    """Everything a policy can refer to, by kind."""

    clauses: frozenset[str] = frozenset()
    readings: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset()
    rules: Mapping[str, frozenset[str]] = field(default_factory=dict)  # form -> ids
    scales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "level.x" -> grades
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ladder -> its steps
    targets: frozenset[str] = frozenset()  # measures that have one
    given: frozenset[str] = frozenset()  # levels that nothing can raise
    parties: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    case_types: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()
    prices: frozenset[str] = frozenset()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    events: Mapping[str, EventKind] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[str]:
        """Return the parties and the roles within our own company."""
        return self.parties | self.roles

    def of_form(self, form: str) -> frozenset[str]:
        """Return the ids of the rules of a form."""
        return self.rules.get(form, frozenset())


@dataclass(slots=True)
class Scope:
    """One reading of one file."""

    problems: Problems
    names: Names
    zone: str = "UTC"
    suggestions: int = 0

    def attempt(self, node: Node, read: Callable[[Scope, Node], T], default: D) -> T | D:
        """Return what `read` makes of `node`; on a mistake note it and return `default`."""
        try:
            return read(self, node)
        except Wrong as wrong:
            self.problems.add(wrong.line, wrong.saying)
            return default

    def each(self, nodes: Iterable[Node], read: Callable[[Scope, Node], T]) -> tuple[T, ...]:
        """Return what `read` makes of each node, without those that are mistaken (noted)."""
        found: list[T] = []
        for node in nodes:
            try:
                found.append(read(self, node))
            except Wrong as wrong:
                self.problems.add(wrong.line, wrong.saying)
        return tuple(found)

    def meant(self, word: str, among: Iterable[str]) -> Saying | None:
        """Return "Did you mean …?" or nothing."""
        self.suggestions += 1
        return None if self.suggestions > MOST_SUGGESTIONS else did_you_mean(word, among)

    def offered(self, word: str, among: Iterable[str], *others: Saying) -> Saying | None:
        """Return "Did you mean …?", else what there is if that is little, or nothing."""
        there = tuple(among)
        meant = self.meant(word, there)
        names = (*there, *others)
        if meant or self.suggestions > MOST_SUGGESTIONS or not 0 < len(names) <= MOST_LISTED:
            return meant
        if len(names) == 1:
            return Saying("there-is-only", "There is only “{name}”.", name=names[0])
        return Saying("there-are", "There are: {names}.", names=listed(names))

    def known(self, node: Node, what: Saying, among: Iterable[str]) -> str:
        """Return the name `node` holds; raises Wrong unless it is one of `among`."""
        name = word(node, noun("the name of a {what}", what=what))
        names = among if isinstance(among, frozenset | dict) else tuple(among)
        if name not in names:
            raise Wrong(
                node.line,
                Saying("no-such-name", "There is no {what} “{name}”.", what=what, name=name).then(
                    _several(name) or self.offered(name, sorted(names))
                ),
            )
        return name

    def place(self, node: Node) -> Place:
        """Return where `node` stands."""
        return Place(self.problems.file, node.line)


def _several(name: str) -> Saying | None:
    """Return how several names are written, for names with a full-width comma between them."""
    names = [part.strip() for part in re.split("[，、]", name)]
    if len(names) < 2 or not all(names):
        return None
    return Saying("several-in-brackets", "Several are written [{names}].", names=", ".join(names))


class Fields:
    """The keys of one mapping. Unknown and missing ones are noted at once."""

    def __init__(self, scope: Scope, node: Node, form: Form, *, what: Saying | None = None) -> None:
        if not isinstance(node, MapNode):
            raise Wrong(node.line, _expected(node, form))
        self.scope = scope
        self.node = node
        self.form = form
        self.nodes = {key.value: value for key, value in node.entries}
        self.lines = {key.value: key.line for key, _ in node.entries}
        name = what or noun("The {what}", what=form.what)
        others = (_A_LANGUAGE,) if form.texts else ()
        for key, line in self.lines.items():
            if key not in form.keys and not (form.texts and looks_like_language(key)):
                scope.problems.add(
                    line,
                    Saying("no-such-key", "{name} has no key “{key}”.", name=name, key=key).then(
                        scope.offered(key, form.keys, *others)
                    ),
                )
        for key in form.required:
            if key not in self.nodes:
                scope.problems.add(
                    node.line, Saying("key-missing", "{name} lacks “{key}”.", name=name, key=key)
                )

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def get(self, key: str, read: Callable[[Scope, Node], T], default: D) -> T | D:
        """Return what `read` makes of the value of `key`, or `default` without one."""
        node = self.nodes.get(key)
        return default if node is None else self.scope.attempt(node, read, default)

    def each(self, key: str, read: Callable[[Scope, Node], T]) -> tuple[T, ...]:
        """Return what `read` makes of each part of the list under `key`."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            line = self.lines[key]
            self.scope.problems.add(
                line,
                Saying(
                    "not-a-list", "“{key}” is a list, not {found}.", key=key, found=kind_of(node)
                ),
            )
            return ()
        return self.scope.each(node.parts, read)

    def only_one(self, *keys: str) -> None:
        """Note a mistake when more than one of `keys` is there."""
        there = [key for key in keys if key in self.nodes]
        if len(there) > 1:
            line = self.lines[there[1]]
            self.scope.problems.add(
                line,
                Saying(
                    "only-one-can-be",
                    "The {what} has {both}; only one can be.",
                    what=self.form.what,
                    both=listed(there, last="and", quoted=True),
                ),
            )


def cases_of(node: ListNode, what: Saying, example: str) -> tuple[Node, ...]:
    """Return a list of cases; each but the last says when it holds, else nothing reaches on."""
    bare = [part for part in node.parts if not (isinstance(part, MapNode) and part.get("when"))]
    if len(node.parts) < 2 or bare not in ([], [node.parts[-1]]):
        raise Wrong(
            node.line,
            Saying(
                "cases-without-condition",
                "Here stands a list instead of {what}. A list has several, and each but the last "
                "says when it holds: {example}.",
                what=what,
                example=example,
            ),
        )
    return node.parts


def _expected(node: Node, form: Form) -> Saying:
    return Saying(
        "not-this-form",
        "Here stands {found} instead of a {what}, a mapping with {keys}.",
        found=kind_of(node),
        what=form.what,
        keys=listed(form.required or form.keys[:4]),
    )


def word(node: Node, what: Saying = A_TEXT) -> str:
    """Return the text of a scalar; raises Wrong for a list or mapping, or when it is empty."""
    if not isinstance(node, TextNode):
        raise Wrong(
            node.line,
            Saying(
                "something-else-stands-here",
                "Here stands {found} instead of {what}.",
                found=kind_of(node),
                what=what,
            ),
        )
    value = node.value.strip()
    if not value:
        raise Wrong(
            node.line,
            Saying("empty-text", "Here stands an empty text instead of {what}.", what=what),
        )
    return value


def pairs(node: Node, what: Saying) -> Iterator[tuple[TextNode, Node]]:
    """Return the entries of a mapping; raises Wrong for anything else."""
    if not isinstance(node, MapNode):
        told = Saying(
            "something-else-stands-here",
            "Here stands {found} instead of {what}.",
            found=kind_of(node),
            what=what,
        )
        raise Wrong(node.line, told.then(_NO_DASHES if _is_entries(node) else None))
    return iter(node.entries)


def _is_entries(node: Node) -> bool:
    """Whether a list would be a mapping without its dashes."""
    return (
        isinstance(node, ListNode)
        and bool(node.parts)
        and all(isinstance(part, MapNode) for part in node.parts)
    )


def parts(node: Node, what: Saying) -> tuple[Node, ...]:
    """Return the parts of a list that has at least one; raises Wrong for anything else."""
    if not isinstance(node, ListNode) or not node.parts:
        shown = noun("an empty list") if isinstance(node, ListNode) else kind_of(node)
        raise Wrong(
            node.line,
            Saying(
                "something-else-stands-here",
                "Here stands {shown} instead of {what}.",
                shown=shown,
                what=what,
            ),
        )
    return node.parts


def one_or_more(node: Node) -> tuple[Node, ...]:
    """Return the parts of a list, or the single node."""
    return node.parts if isinstance(node, ListNode) else (node,)
