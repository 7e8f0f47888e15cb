"""The cases that are closed: kept, broken, mended by a late entry, waited for, opened again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kept.config.demo.stories.asking import HELP, answers, asked, entered_after, fault_told, logged
from kept.config.demo.stories.promised import at_once, gradable
from kept.config.demo.stories.teller import Moments, Teller, minutes
from kept.config.demo.words import requests as words
from kept.config.demo.words.fault import Fault, Phrase
from kept.records.cases.asking import LogRequest
from kept.rules.policy.model import FactType
from kept.rules.policy.questions import finding_questions

# First contact: what a policy may ask of us before anybody travels.
CONTACTS = (
    "support.started",
    "response.given",
    "solution.proposed",
    "answer.given",
    "reply.given",
)
IN_TIME, TOO_LATE = (0.15, 0.8), (1.08, 1.6)
ENTERED_LATE = (0.86, 0.95)  # arrived in time, but only just
MISTAKES = 0.15  # of what was entered lately had to be corrected
GRAVER = 0.3  # of the faults that did not look severe
SPEED = 60  # km an hour on the road


@dataclass(frozen=True)
class Course:
    """How a repair goes."""

    late: str = ""  # what comes too late: "contact", "visit", "repair"
    visit: bool = True
    entered_late: bool = False
    waits: bool = False
    again: bool = False


def repair(teller: Teller, fault: Fault, requested_at: datetime, course: Course) -> Moments:
    """Tell a repair from the call to the closing."""
    request = asked(teller, "fault", requested_at, fault_told(fault))
    request = logged(teller, request, severe=fault.severe, visit=course.visit)
    yield from teller.log(request, entered=entered_after(request, teller.dice))
    yield from contact(teller, late=course.late == "contact")
    yield from _graded(teller, fault)
    if course.visit:
        yield from _tried(teller)
        yield from visit(teller, course)
        yield from _found(teller, fault.cause, fault.found)
        yield from _mended(teller, fault, late=course.late == "repair")
    else:
        yield from _guided(teller)
    yield from _ended(teller)
    if course.again:
        yield from _again(teller, fault)


def contact(teller: Teller, *, late: bool) -> Moments:
    """Tell the first answers that the policy asks for; in any case we call back."""
    dice = teller.dice
    kinds = [kind for kind in CONTACTS if kind == "response.given" or teller.owes(kind)]
    moments = []
    for kind in kinds:
        share = dice.uniform(*(TOO_LATE if late else IN_TIME))
        due = teller.due(kind, share, minutes(dice, 8, 40))
        soon = teller.last + minutes(dice, 60, 200)
        if kind == HELP and at_once(teller.policy, kind):
            due = teller.entered + minutes(dice, 2, 15)  # nobody was on the line: too late
        moments.append((due if late else min(due, soon), kind))
    for at, kind in sorted(moments):
        text = dice.choice(words.ANSWERED)
        values: dict[str, Any] = (
            {"clear": True} if kind == "response.given" and _knows_clear(teller) else {}
        )
        yield from teller.fact(kind, at, text=text, **values)


def _knows_clear(teller: Teller) -> bool:
    return any(asked.key == "clear" for asked in finding_questions(teller.policy))


def _graded(teller: Teller, fault: Fault) -> Moments:
    """Tell that the desk finds a fault graver than the answers said, as it sometimes does."""
    scale = gradable(teller.policy)
    if scale is not None and not fault.severe and teller.dice.random() < GRAVER:
        grade = scale.grades[0]
        yield from teller.grade(f"level.{scale.id}", grade.key, words.GRADED)


def _tried(teller: Teller) -> Moments:
    """Tell that it was tried from afar, in half of the cases."""
    if teller.dice.random() < 0.5 and not teller.brief:
        at = teller.last + minutes(teller.dice, 4, 15)
        yield from teller.fact("remote.attempted", at, text=words.FAILED, result="failed")
    if teller.dice.random() < MISTAKES:
        yield from teller.fact("service.restored", teller.last + minutes(teller.dice, 3, 9))
        yield from teller.withdraw(words.WRONG_CASE)


def visit(teller: Teller, course: Course) -> Moments:
    """Tell the engineer's way to the site."""
    dice = teller.dice
    if course.waits or not teller.brief:
        yield from teller.send(teller.last + minutes(dice, 5, 25), text=words.SENT)
    if course.waits:
        yield from teller.wait(
            "customer_access", teller.last + minutes(dice, 10, 30), text=words.NO_ACCESS
        )
        yield from teller.wait_no_longer(teller.last + minutes(dice, 100, 900))
    road = timedelta(hours=min(teller.piece.site.spot.km / SPEED, 30))
    at = teller.due("visit.arrived", _share(teller, course), road + minutes(dice, 40, 300))
    at = max(at, teller.last + minutes(dice, 5, 10))
    if course.entered_late:
        after = teller.due("visit.arrived", dice.uniform(1.15, 1.5), minutes(dice, 200, 300))
        yield from teller.fact("visit.arrived", at, entered=after, text=words.LATE_ENTRY)
        return
    yield from teller.fact("visit.arrived", at)
    if dice.random() < MISTAKES and not teller.brief:
        earlier = max(at - minutes(dice, 4, 9), teller.last - minutes(dice, 4, 5))
        yield from teller.correct("visit.arrived", earlier, words.CORRECTED)


def _share(teller: Teller, course: Course) -> float:
    dice = teller.dice
    if course.late == "visit":
        return dice.uniform(*TOO_LATE)
    return dice.uniform(*(ENTERED_LATE if course.entered_late else (0.4, 0.85)))


def _found(teller: Teller, cause: str, found: Phrase) -> Moments:
    """Tell the cause, in words that this policy knows, and what else it asks for then."""
    known = {choice.key for choice in teller.policy.attributes["cause"].choices}
    more: dict[str, Any] = {
        asked.key: asked.key in ("use_proper", "environment_normal")
        for asked in finding_questions(teller.policy)
        if asked.type is FactType.YES_NO and asked.key not in ("clear", "visit_necessary")
    }
    more |= {"cause": cause if cause in known else "other", "finding": "final"}
    at = teller.last + minutes(teller.dice, 15, 70)
    yield from teller.fact("cause.found", at, text=found, **more)


def _guided(teller: Teller) -> Moments:
    """Tell that it was solved on the telephone."""
    at = teller.last + minutes(teller.dice, 5, 30)
    yield from teller.fact("remote.attempted", at, text=words.WORKED, result="worked")
    yield from _found(teller, "improper_operation", words.SETTING)
    yield from teller.fact("service.restored", teller.last + minutes(teller.dice, 2, 20))


def _mended(teller: Teller, fault: Fault, *, late: bool) -> Moments:
    """Tell that it runs again, and that the customer signed."""
    dice = teller.dice
    done = teller.last + minutes(dice, 20, 150)
    if late:
        due = teller.due("service.restored", dice.uniform(*TOO_LATE), minutes(dice, 60, 90))
        done = max(done, due)
    yield from teller.fact("service.restored", done, text=fault.fixed)
    if not teller.brief:
        yield from teller.fact("visit.ended", teller.last + minutes(dice, 10, 40))
    yield from teller.fact("report.signed", teller.last + minutes(dice, 2, 12))


def _ended(teller: Teller) -> Moments:
    dice = teller.dice
    for kind in CONTACTS:
        if teller.owes(kind):
            yield from teller.fact(kind, teller.last + minutes(dice, 5, 20))
    if dice.random() < 0.5:
        yield from teller.fact(
            "customer.told", teller.last + minutes(dice, 10, 60), text=words.TOLD
        )
    yield from teller.close(teller.last + minutes(dice, 20, 600), words.CLOSED)


def _again(teller: Teller, fault: Fault) -> Moments:
    """Tell that the same fault came back."""
    dice = teller.dice
    yield from teller.reopen(teller.last + minutes(dice, 600, 1800), words.AGAIN)
    yield from contact(teller, late=False)
    yield from visit(teller, Course())
    yield from _mended(teller, fault, late=False)
    yield from _ended(teller)


def question(teller: Teller, said: Phrase, requested_at: datetime) -> Moments:
    """Tell a question that the telephone answers."""
    request = asked(teller, "consultation", requested_at, said)
    told = answers(teller, request, severe=False, visit=False)
    if teller.dice.random() < 0.5:
        told["lookup_needed"] = True
    yield from _talked(teller, replace(request, answers=told))


def complaint(teller: Teller, said: Phrase, requested_at: datetime) -> Moments:
    """Tell a complaint."""
    request = asked(teller, "complaint", requested_at, said)
    request = logged(teller, request, severe=False, visit=False)
    yield from _talked(teller, request, explains=True)


def _talked(teller: Teller, request: LogRequest, *, explains: bool = False) -> Moments:
    yield from teller.log(request, entered=entered_after(request, teller.dice))
    yield from contact(teller, late=teller.dice.random() < 0.1)
    if explains:
        yield from teller.fact("explanation.sent", teller.last + minutes(teller.dice, 200, 1500))
    yield from _ended(teller)
