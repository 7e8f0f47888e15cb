"""What one form's reader finds in a sentence, before it becomes a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.papers.passage import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A form, the words it rests on, and its rule without `form`, `name` and `source`."""

    form: str
    spans: tuple[Span, ...]
    sure: float
    name: Texts
    rule: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""
    needs: tuple[str, ...] = ()
    durations: tuple[str, ...] = ()
