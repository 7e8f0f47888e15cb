"""A form that is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Post:
    """A form as a browser sends it."""

    path: str
    data: dict[str, Any]
