"""Every route there is, as the resolver knows it, and how to fill its holes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, get_resolver

from kept.config import urls

# Two spellings of holes: <str:number>, and the groups of regular expressions.
HOLE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
CASE_NUMBER, FACT, KEY, TOKEN = "number", "seq", "pk", "key"


@dataclass(frozen=True)
class Route:
    """One route: its name, its address with holes, and who its guard lets in, if it says so."""

    name: str
    address: str
    view: Callable[..., Any]
    holes: tuple[str, ...] = ()
    roles: frozenset[str] | None = field(default=None)

    def filled(self, values: dict[str, object]) -> str:
        """Return an address with the holes filled."""
        path = HOLE.sub(lambda hole: str(values[hole[1] or hole[2]]), self.address)
        return "/" + re.sub(r"[\^$]", "", path)


def routes() -> list[Route]:
    """Return all routes of the pages; static files are none."""
    return list(_routes(get_resolver(urls.__name__).url_patterns, "", ()))


def _routes(patterns: list[Any], before: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            holes = tuple(one or two for one, two in HOLE.findall(address))
            name = ":".join((*spaces, pattern.name or pattern.lookup_str))
            roles = getattr(pattern.callback, "roles", None)
            yield Route(name, address, pattern.callback, holes, roles)
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _routes(pattern.url_patterns, address, inner)
