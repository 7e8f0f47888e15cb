"""Values from the environment: typed, and refused with a clear sentence if they make no sense."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from kept.config.refusal import Refused

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


class BadSetting(Refused):
    """A setting makes no sense; the message names it and says what would."""


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks; empty means not given."""
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    """Return NAME, or what stands in the file that NAME_FILE names; empty if neither is given."""
    value, path = text(name), text(f"{name}_FILE")
    if value and path:
        raise BadSetting(f"Give {name} or {name}_FILE, not both.")
    if not path:
        return value
    try:
        found = Path(path).read_text(encoding="utf8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}_FILE names {path}, which cannot be read: {error}.") from error
    if not found:
        raise BadSetting(f"{name}_FILE names {path}, which is empty.")
    return found


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes or no."""
    value = text(name).lower()
    if not value:
        return default
    if value not in YES | NO:
        raise BadSetting(f"{name} must be yes or no, not {value!r}.")
    return value in YES


def number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within its bounds, both included."""
    value = text(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number, not {value!r}.") from None
    if not least <= found <= most:
        raise BadSetting(f"{name} must be from {least} to {most}, not {found}.")
    return found


def choice(name: str, default: str, *, among: Collection[str]) -> str:
    """Return one of the values listed."""
    value = text(name, default)
    if value not in among:
        raise BadSetting(f"{name} must be one of {', '.join(sorted(among))}, not {value!r}.")
    return value


def words(name: str) -> list[str]:
    """Return a list that is written with commas between."""
    return [word.strip() for word in text(name).split(",") if word.strip()]
