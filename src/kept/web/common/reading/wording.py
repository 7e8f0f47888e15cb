"""Small joints between words: each language has its own signs for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(parts: Iterable[str]) -> str:
    """Return the parts of a list in one line, each once."""
    return pgettext("between the parts of a list", ", ").join(dict.fromkeys(parts))


def side_by_side(parts: Iterable[str]) -> str:
    """Return whole remarks in one line."""
    return pgettext("between remarks", "; ").join(part for part in parts if part)


def with_serial(name: str, serial: str) -> str:
    """Return a machine by its name, with its serial number if it has one."""
    return _("{name}, SN {serial}").format(name=name, serial=serial) if serial else name


def pair(label: str, value: str) -> str:
    """Return a label and its value."""
    return pgettext("a label and its value", "{label}: {value}").format(label=label, value=value)


def capital(text: str) -> str:
    """Return a text that begins like a sentence."""
    return text[:1].upper() + text[1:]


def bracketed(text: str) -> str:
    """Return a part of a sentence that belongs together."""
    return pgettext("what belongs together in a sentence", "({text})").format(text=text)
