"""What a fact lets one see of an attribute: a finding may be provisional, or disputed."""

from __future__ import annotations

from typing import Final

from kept.rules.assess.findings import BESIDE, DISPUTED, Standing
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Value

UNKNOWN_ANSWER: Final = "unknown"


@unchanging
class Seen:
    """A value as it stood at a moment; None: nobody has said. `fact` is where it comes from."""

    value: Value | None
    fact: str | None = None
    provisional: bool = False


NOT_SEEN = Seen(None)


def seen_in(fact: Fact, key: str, *, disputed: bool, cautious: bool) -> Seen:
    """Return what `fact` says of `key`. With `cautious` what is provisional is not known yet."""
    value = fact.values.get(key)
    if key in BESIDE or (value is None and fact.kind != DISPUTED):
        return NOT_SEEN if value in (None, UNKNOWN_ANSWER) else Seen(value, fact.id)
    standing = Standing.DISPUTED.value if disputed else fact.values.get("finding")
    if key == "finding":
        return Seen(standing, fact.id)
    provisional = standing == Standing.PROVISIONAL
    if value == UNKNOWN_ANSWER or standing == Standing.DISPUTED or (provisional and cautious):
        return Seen(None, fact.id)
    return Seen(value, fact.id, provisional=provisional)
