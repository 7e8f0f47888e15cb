"""Which Django applications exist: ours are found in the tree, in the order of their layers."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]

THIRD_PARTY = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
]


def ours(layer: str) -> list[str]:
    """Return the applications of a layer: folders with an apps.py, by name."""
    return [
        f"kept.{layer}.{found.parent.name}" for found in sorted((PACKAGE / layer).glob("*/apps.py"))
    ]


def installed() -> list[str]:
    """Return every application; ours come first, so that their templates win."""
    return [*ours("web"), *ours("records"), *THIRD_PARTY]


def has_module(name: str) -> bool:
    """Say whether a module can be imported, without importing it."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
