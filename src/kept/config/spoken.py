"""The language of a command: what is asked for, else that of the terminal."""

from __future__ import annotations

import argparse
import os
from typing import Final

_FROM: Final = ("KEPT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_TRADITIONAL: Final = ("hant", "tw", "hk", "mo")


def add_language(parser: argparse.ArgumentParser) -> None:
    """Let a command take --language."""
    parser.add_argument(
        "--language",
        type=tag,
        default=of_terminal(),
        metavar="TAG",
        help="en, zh-Hans or zh-Hant; without it that of the terminal (LANG)",
    )


def of_terminal() -> str:
    """Return the language that the environment asks for first, English without any."""
    return tag(next((os.environ[name] for name in _FROM if os.environ.get(name)), ""))


def tag(said: str) -> str:
    """Return "en", "zh-Hans" or "zh-Hant" for a language as people and systems write it."""
    parts = said.partition(".")[0].lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        return "en"
    return "zh-Hant" if any(part in _TRADITIONAL for part in parts) else "zh-Hans"
