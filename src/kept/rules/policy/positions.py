"""Where the values of a text stand: read off the events of the parser, never constructed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml

_Parser: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text somewhere in a file, with the keys and places that lead to it."""

    path: tuple[str, ...]
    value: str
    start: int
    end: int


@dataclass(slots=True)
class Child:
    """A value inside the outermost one: its key, and from where to where it stands."""

    key: str
    key_start: int
    column: int
    start: int
    end: int
    block: bool


@dataclass(slots=True)
class _Level:
    """A list or mapping that is being read."""

    mapping: bool
    child: Child | None = None
    count: int = 0


@dataclass(slots=True)
class Seen:
    """What the events of a text say about its outermost value."""

    flow: bool = False
    mapping: bool = False
    sequence: bool = False
    children: list[Child] = field(default_factory=list)


def read(text: str) -> Seen:
    """Return what a text consists of, as far as it can be read."""
    seen, levels = Seen(), list[_Level]()
    for event in _events(text):
        match event:
            case yaml.CollectionStartEvent():
                if not levels:
                    seen.flow = bool(event.flow_style)
                    seen.mapping = isinstance(event, yaml.MappingStartEvent)
                    seen.sequence = not seen.mapping
                elif len(levels) == 1:
                    _begin(seen, levels[0], event, block=not event.flow_style)
                levels.append(_Level(isinstance(event, yaml.MappingStartEvent)))
            case yaml.CollectionEndEvent():
                levels.pop()
                if len(levels) == 1:
                    _end(levels[0], event)
            case yaml.ScalarEvent() | yaml.AliasEvent() if len(levels) == 1:
                _scalar(seen, levels[0], event)
    return seen


def _begin(seen: Seen, level: _Level, event: yaml.Event, *, block: bool) -> None:
    start = _mark(event.start_mark)
    if not level.mapping:
        seen.children.append(
            Child(str(level.count), start.index, start.column, start.index, start.index, block)
        )
        level.count += 1
        level.child = seen.children[-1]
    elif level.child is not None:
        level.child.start, level.child.block = start.index, block


def _end(level: _Level, event: yaml.Event) -> None:
    if level.child is not None:
        level.child.end = _mark(event.end_mark).index
        level.child = None


def _scalar(seen: Seen, level: _Level, event: yaml.NodeEvent) -> None:
    if level.mapping and level.child is None:
        start, name = _mark(event.start_mark), str(getattr(event, "value", ""))
        level.child = Child(name, start.index, start.column, start.index, start.index, False)
        seen.children.append(level.child)
        return
    _begin(seen, level, event, block=getattr(event, "style", None) in ("|", ">"))
    _end(level, event)


def scalars(text: str) -> Iterator[Scalar]:
    """Yield every text of a file that is a value, in its order."""
    levels: list[_Level] = []
    path: list[str] = []
    for event in _events(text):
        if isinstance(event, yaml.CollectionEndEvent):
            levels.pop()
            _leave(levels, path)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if levels and levels[-1].mapping and levels[-1].child is None:
                levels[-1].child = Child(str(getattr(event, "value", "")), 0, 0, 0, 0, False)
                continue
            _enter(levels, path)
            if isinstance(event, yaml.CollectionStartEvent):
                levels.append(_Level(isinstance(event, yaml.MappingStartEvent)))
                continue
            start, end = _mark(event.start_mark).index, _mark(event.end_mark).index
            yield Scalar(tuple(path), str(event.value), start, end)
            _leave(levels, path)


def _enter(levels: list[_Level], path: list[str]) -> None:
    if levels:
        top = levels[-1]
        path.append(top.child.key if top.child else str(top.count))
        top.count += 1


def _leave(levels: list[_Level], path: list[str]) -> None:
    if levels:
        path.pop()
        levels[-1].child = None


def _mark(mark: object) -> yaml.Mark:
    """Return where an event stands; those that the parser makes from a text have a place."""
    return cast("yaml.Mark", mark)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_Parser)
    except (yaml.YAMLError, ValueError, OverflowError):
        return
