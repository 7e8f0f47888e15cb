"""Where a person can go: each web application names its own entries in its AppConfig."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class NavEntry:
    """One page that people go to. `AppConfig.navigation` holds a tuple of them."""

    label: str | Promise
    url_name: str
    roles: frozenset[str]
    order: int = 50
    key: str = ""  # the second key after G
    often: frozenset[str] = frozenset()  # roles that have it in the bar; others in the menu
    beside: tuple[str, ...] = ()  # how the addresses of other pages begin that belong to it


@dataclass(frozen=True)
class NavLink:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    is_here: bool
    key: str
    is_often: bool  # in the bar itself; else in the menu beside it


def entries() -> Iterator[NavEntry]:
    """Yield the entries of all applications, in the order of the bar."""
    found = [entry for app in apps.get_app_configs() for entry in getattr(app, "navigation", ())]
    yield from sorted(found, key=lambda entry: entry.order)


def links(roles: Collection[str], *, path: str) -> list[NavLink]:
    """Return the links for a person with these roles on the page at `path`.

    The current one is the longest whose address begins the path.
    """
    open_to = [entry for entry in entries() if entry.roles & set(roles)]
    owners = {start: entry for entry in open_to for start in _starts(entry)}
    longest = max((start for start in owners if path.startswith(start)), key=len, default="")
    here = owners.get(longest)
    return [
        NavLink(
            label=str(entry.label),
            url=reverse(entry.url_name),
            is_here=entry is here,
            key=entry.key,
            is_often=bool(entry.often & set(roles)),
        )
        for entry in open_to
    ]


def _starts(entry: NavEntry) -> tuple[str, ...]:
    """Return how the addresses of an entry's pages begin."""
    return (reverse(entry.url_name), *entry.beside)


def search_url() -> str:
    """Return the address that searches records, or nothing if no application offers one."""
    return _offered("search_url_name")


def notices_url() -> str:
    """Return the address of a person's notices, or nothing if no application offers one."""
    return _offered("notices_url_name")


def calls_url() -> str:
    """Return the address of the calls under way, or nothing if no application offers one."""
    return _offered("calls_url_name")


def _offered(name: str) -> str:
    for app in apps.get_app_configs():
        if url_name := getattr(app, name, ""):
            return reverse(url_name)
    return ""
