"""Macros in a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.facts import Changes
from kept.web.hotline.pages.marks import Here
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class MacroStep:
    """A step in words, and what is said with it."""

    words: str
    text: str = ""
    refused: str = ""  # why it cannot be taken now


@dataclass(frozen=True, kw_only=True)
class MacroPage:
    """What a macro would do in a case, before it does it."""

    now: datetime
    case: Link
    here: Here
    name: str
    changed: str  # who changed it last, and when
    steps: Sequence[MacroStep]
    form: Form
    changes: Changes
    refused: str = ""  # why it cannot be run now
