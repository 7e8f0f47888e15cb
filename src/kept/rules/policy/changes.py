"""What differs between two versions of a policy, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Final

from kept.rules.policy.model import Acceptance, Place, Policy, WorkTime
from kept.rules.policy.walk import walk

SECTIONS: Final = (
    "clauses",
    "rules",
    "scales",
    "calendars",
    "required",
    "readings",
    "parties",
    "roles",
    "channels",
    "case_types",
    "components",
    "prices",
    "attributes",
    "events",
)
HEAD: Final = ("title", "version", "zone", "currency", "paper")


class ChangeKind(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs: where it stands, which of its parts differ, and its clauses.

    `section` "head": the title, version, zone or paper. `parts` is empty unless it was changed.
    """

    kind: ChangeKind
    section: str
    key: str
    parts: tuple[str, ...]
    clauses: tuple[str, ...]


def changes(before: Policy, after: Policy) -> tuple[Change, ...]:
    """Return what differs, in the order of the later version; removed entries come last.

    Where something stands in the file is no difference, nor is a comment.
    """
    return tuple(_changes(before, after))


def _changes(before: Policy, after: Policy) -> Iterator[Change]:
    for part in HEAD:
        if getattr(before, part) != getattr(after, part):
            yield Change(ChangeKind.CHANGED, "head", part, (part,), ())
    for section in SECTIONS:
        yield from _in_section(section, getattr(before, section), getattr(after, section))
    yield from _in_section("cause", {"contest": before.cause}, {"contest": after.cause})
    yield from _in_work_time(before.work_time, after.work_time)
    yield from _in_section("accepted", accepted_by_name(before), accepted_by_name(after))


def _in_work_time(before: WorkTime | None, after: WorkTime | None) -> Iterator[Change]:
    clauses = _clauses("work_time", "", before, after)
    for part in (part.name for part in fields(WorkTime) if part.name != "place"):
        was, is_now = getattr(before, part, None), getattr(after, part, None)
        if _plain(was) != _plain(is_now):
            kind = ChangeKind.CHANGED if was and is_now else ChangeKind.ADDED
            kind = kind if is_now else ChangeKind.REMOVED
            yield Change(kind, "work_time", part, (), clauses)


def accepted_by_name(policy: Policy) -> dict[str, Acceptance]:
    """Return the accepted findings, each by its code and clauses."""
    return {f"{one.finding}: {', '.join(one.clauses)}": one for one in policy.accepted}


def _in_section(
    section: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Change]:
    for key, entry in after.items():
        if key not in before:
            yield Change(ChangeKind.ADDED, section, key, (), _clauses(section, key, entry))
        elif parts := _different(before[key], entry):
            clauses = _clauses(section, key, before[key], entry)
            yield Change(ChangeKind.CHANGED, section, key, parts, clauses)
    for key, entry in before.items():
        if key not in after:
            yield Change(ChangeKind.REMOVED, section, key, (), _clauses(section, key, entry))


def _different(before: object, after: object) -> tuple[str, ...]:
    if type(before) is not type(after):
        return ("form",)
    names = [part.name for part in fields(after)] if is_dataclass(after) else []
    return tuple(n for n in names if _plain(getattr(before, n)) != _plain(getattr(after, n)))


def _plain(value: object) -> object:
    """Return a value without the places it stands at."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(_plain(getattr(value, part.name)) for part in fields(value)))
    if isinstance(value, Mapping):
        return tuple((key, _plain(inner)) for key, inner in value.items())
    if isinstance(value, tuple):
        return tuple(_plain(inner) for inner in value)
    return value


def _clauses(section: str, key: str, *entries: object) -> tuple[str, ...]:
    if section == "clauses":
        return (key,)
    found: dict[str, None] = {}
    for entry in entries:
        for part in walk(entry):
            named = getattr(part, "source", ()) or getattr(part, "clauses", ())
            found.update(dict.fromkeys(named))
    return tuple(found)
