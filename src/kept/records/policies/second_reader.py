"""Asking a second reader about a paper: over HTTP, in a child process, within a time.

The address comes from the settings alone. The key goes to the child by its standard input: it
stands in no argument, no environment, no log and no page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Final

import structlog
from django.utils.translation import gettext_lazy as _

from kept.records.limited import NoAnswer, run_limited
from kept.records.policies.second_reader_call import Call
from kept.records.refusal import Refused
from kept.rules.papers import LetIn, Passage, let_in, questions
from kept.rules.papers.second import INSTRUCTION, KEYS

log = structlog.get_logger(__name__)

MOST_QUESTIONS: Final = 60  # about one paper; what comes after them is read by nobody else
CPU_SECONDS: Final = 20
_MORE_SECONDS: Final = 10  # wall time for the child to come up and to end
_PROGRAM: Final = "from kept.records.policies.second_reader_call import child; child()"


class SecondReaderSilent(Refused):
    """Nobody is at the address."""

    sentence = _(
        "The second reader could not be used: it cannot be reached. What you see was found without "
        "it."
    )


class SecondReaderSlow(Refused):
    """No answer in time."""

    sentence = _(
        "The second reader could not be used: it did not answer in time. What you see was found "
        "without it."
    )


class SecondReaderRefuses(Refused):
    """The key is not taken."""

    sentence = _(
        "The second reader could not be used: it does not take our key. What you see was found "
        "without it."
    )


class SecondReaderFailed(Refused):
    """An error, or an answer that sends us elsewhere."""

    sentence = _(
        "The second reader could not be used: it answered with an error. What you see was found "
        "without it."
    )


class SecondReaderUnclear(Refused):
    """Nonsense, or nothing that stands in the paper."""

    sentence = _(
        "The second reader could not be used: its answer makes no sense. What you see was found "
        "without it."
    )


_REFUSALS: Final[dict[str, type[Refused]]] = {
    "unreachable": SecondReaderSilent,
    "slow": SecondReaderSlow,
    "key": SecondReaderRefuses,
    "status": SecondReaderFailed,
    "nonsense": SecondReaderUnclear,
}


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Where a second reader is, and how long it may take for a whole paper."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: int = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What a second reader said of a paper, and how many clauses it did not get to."""

    let_in: LetIn
    clauses: int
    unread: int


def read_again(reader: SecondReader, passages: Sequence[Passage]) -> Reading:
    """Return what a second reader proposes beside what is proposed already.

    Takes as long as the reader may, so not inside a transaction. Raises a Refused with a sentence
    when nothing of it can be used.
    """
    asked = list(islice(questions(passages), MOST_QUESTIONS))
    told = _told_by_child(reader, [question for _, question in asked])
    answers = list(zip(asked, told, strict=True))
    problems = Counter(str(said["problem"]) for _, said in answers if "problem" in said)
    read = sum(count for (count, _), said in answers if "items" in said)
    items = [item for _, said in answers for item in _items(said)]
    found = let_in(passages, items)
    log.info(
        "second reader asked",
        clauses=len(passages),
        read=read,
        proposed=len(items),
        dropped=found.dropped,
        problems=dict(problems),
    )
    if asked and not read:
        raise _REFUSALS.get(problems.most_common(1)[0][0], SecondReaderFailed)
    if items and found.dropped == len(items):
        raise SecondReaderUnclear
    return Reading(found, len(passages), len(passages) - read)


def _items(said: dict[str, object]) -> list[dict[str, str]]:
    items = said.get("items", [])
    assert isinstance(items, list)
    return items


def _told_by_child(reader: SecondReader, asked: Sequence[str]) -> list[dict[str, object]]:
    """Return what the child heard for each question; a child that fails has heard nothing."""
    url = f"{reader.url.rstrip('/')}/chat/completions"
    call = Call(url, reader.key, reader.model, reader.seconds, INSTRUCTION, KEYS)
    order = json.dumps({"call": asdict(call), "questions": list(asked)}).encode()
    seconds = reader.seconds + _MORE_SECONDS
    try:
        heard = run_limited(_PROGRAM, order, cpu_seconds=CPU_SECONDS, seconds=seconds)
    except NoAnswer as end:
        return [{"problem": "nonsense" if end.in_time else "slow"} for _ in asked]
    told = json.loads(heard)
    assert isinstance(told, list)
    return told
