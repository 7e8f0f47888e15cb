"""Who did something, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

_origin: ContextVar[str] = ContextVar("kept_ledger_origin", default="")


class Actor(Protocol):
    """Someone or something that acts: a person, or a part of the system."""

    @property
    def actor_id(self) -> str:
        """A key that stays, such as "person:12" or "system:sweeper"."""

    @property
    def actor_name(self) -> str:
        """The name at the time of acting, kept as it was then."""


@dataclass(frozen=True)
class System:
    """A part of the system that acts by itself, such as System("sweeper")."""

    part: str

    @property
    def actor_id(self) -> str:
        """The part's key."""
        return f"system:{self.part}"

    @property
    def actor_name(self) -> str:
        """The part's name."""
        return self.part


@dataclass(frozen=True)
class Outsider:
    """Somebody who has no account, by the name they gave."""

    name: str

    @property
    def actor_id(self) -> str:
        """The same for all of them: nobody has proved who they are."""
        return "outsider"

    @property
    def actor_name(self) -> str:
        """The name as given."""
        return self.name


@contextmanager
def acting_from(origin: str) -> Iterator[None]:
    """Note in every ledger entry written inside where the act came from, such as "web:hotline".

    A request or job opens it once at its door; services need not carry it through.
    """
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def current_origin() -> str:
    """Return where the act under way came from; empty if nobody said."""
    return _origin.get()
