"""What a trial of a draft has found, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import ReplayCard, ReplayedLine, replayed_cases
from kept.records.cases.replaying import ARROW
from kept.records.people.models import Person
from kept.rules.facts import vocabulary as standard
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.pages import TrialCase, TrialPage

SHOWN = 50


def trial_version(card: ReplayCard) -> str:
    """Return what changes when a trial has gone on."""
    return f"{card.done}-{card.finished}-{card.cancelled}"


def build_trial(card: ReplayCard, viewer: Person, reader: Reader, *, after: int) -> TrialPage:
    """Return a trial's page."""
    lines = replayed_cases(card.pk, viewer=viewer, after=after, limit=SHOWN)
    more = f"?after={lines[-1].pk}" if len(lines) == SHOWN else ""
    return TrialPage(
        now=reader.now,
        trial=card.pk,
        title=_("{code}: what would change").format(code=card.policy_code),
        state=_state(card),
        done=card.done,
        total=card.total,
        percent=100 * card.done // card.total if card.total else 100,
        running=not (card.finished or card.cancelled),
        sums=list(_sums(card, reader)),
        cases=[_case(line, reader) for line in lines],
        version=trial_version(card),
        more_url=more,
    )


def _state(card: ReplayCard) -> str:
    if card.cancelled:
        return _("called off after {done} of {total} cases").format(
            done=card.done, total=card.total
        )
    if card.finished:
        return _("all {total} cases were tried").format(total=card.total)
    return _("{done} of {total} cases are tried").format(done=card.done, total=card.total)


def _sums(card: ReplayCard, reader: Reader) -> Iterator[tuple[str, str]]:
    yield _("Cases that would be different"), str(card.sums.different)
    if card.sums.problems:
        yield _("Cases whose contract no longer fits"), str(card.sums.problems)
    for rule, count in sorted(card.sums.missed.items()):
        yield _("{rule}: would newly be missed").format(rule=rule), str(count)
    for rule, count in sorted(card.sums.mended.items()):
        yield _("{rule}: would no longer be missed").format(rule=rule), str(count)
    for moved, count in sorted(card.sums.moved.items()):
        component, before, now = moved.split(ARROW)
        words = _("{component}: paid by {after} instead of {before}").format(
            component=_named(standard.COMPONENTS, component, reader),
            before=_named(standard.PARTIES, before, reader),
            after=_named(standard.PARTIES, now, reader),
        )
        yield words, str(count)


def _named(words: Any, key: str, reader: Reader) -> str:
    if not key:
        return _("nobody for sure")
    return reader.text(words[key]) if key in words else key


def _case(line: ReplayedLine, reader: Reader) -> TrialCase:
    said = [_clock(one, reader) for one in line.clocks]
    said += [
        _("{component}: {before} → {after}").format(
            component=_named(standard.COMPONENTS, one["component"], reader),
            before=_named(standard.PARTIES, one["before"], reader),
            after=_named(standard.PARTIES, one["after"], reader),
        )
        for one in line.costs
        if one["before"] != one["after"]
    ]
    if line.problem:
        said.append(line.problem)
    return TrialCase(
        number=line.number,
        url=reverse("hotline:case", args=[line.number]),
        detail=f"{reader.name(line.customer_names)} · {line.title}",
        lines=said,
    )


def _clock(found: dict[str, Any], reader: Reader) -> str:
    return _("{name}: {before} → {after}").format(
        name=reader.text(found["names"]),
        before=_standing(found["before"], reader),
        after=_standing(found["after"], reader),
    )


def _standing(found: dict[str, Any] | None, reader: Reader) -> str:
    if found is None:
        return _("not promised")
    due = reader.moment(datetime.fromisoformat(found["due_at"])) if found["due_at"] else ""
    words = _("due {moment}").format(moment=due) if due else _("without a time")
    return _("{words}, missed").format(words=words) if found["missed"] else words
