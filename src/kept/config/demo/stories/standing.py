"""Twenty-five open cases: broken, minutes, hours and days away, paused, silent, not begun."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from kept.config.demo.lives import Phase
from kept.config.demo.stories.open import (
    ANSWERED,
    SOON_ANSWERED,
    Standing,
    Step,
    hours,
    open_case_story,
)
from kept.config.demo.stories.teller import Moments, teller
from kept.config.demo.words import requests as words
from kept.config.demo.words.fault import Phrase
from kept.config.demo.world import PieceMade, World
from kept.rules.facts import Value

SENT = Step("engineer.sent", 0.35, text=words.SENT)
CALLED_AGAIN = Step("reminder.received", 0.7, text=words.CALLED_AGAIN)
NO_ACCESS = Step("waiting.began", 0.5, {"waiting_for": "customer_access"}, text=words.NO_ACCESS)
ARRIVED_LATE_TOLD = Step("visit.arrived", 0.12, text=words.LATE_ENTRY, entered=0.3)
NOT_QUICKLY: dict[str, Value | Phrase] = {"quickly_repairable": False, "reason": words.NOT_QUICKLY}
ON_SITE = (ANSWERED, Step("engineer.sent", 0.2), Step("visit.arrived", 0.45))
TO_US = (
    Step("answer.given", 0.1, text=words.ANSWERED[2]),
    Step("remote.attempted", 0.2, {"result": "worked"}, text=words.TO_US),
    Step("goods.received_for_repair", 0.4),
)


def broken() -> tuple[Standing, ...]:
    """Return cases whose promise was missed."""
    return (
        Standing("S2", "answer", -timedelta(minutes=3)),
        Standing("S2", "on_site", -timedelta(minutes=26), (ANSWERED, SENT), visit=True),
        Standing("S3b", "on_site", -hours(2.2), (SOON_ANSWERED, SENT, CALLED_AGAIN), severe=True),
        Standing("S0", "arrival", -timedelta(minutes=41), (ANSWERED, SENT), severe=True),
        Standing("S1", "on_site", -hours(5), (SOON_ANSWERED, CALLED_AGAIN), phase=Phase.OVER),
    )


def minutes_away() -> tuple[Standing, ...]:
    """Return cases where the next quarter of an hour decides."""
    return (
        Standing("S4b", "answer", timedelta(minutes=4, seconds=30)),
        Standing("S3a", "call_back", timedelta(minutes=6), told={"lookup_needed": True}),
        Standing("S3b", "answer", timedelta(minutes=9), severe=True),
        Standing("S4a", "answer", timedelta(minutes=12), phase=Phase.OVER),
        Standing("S2", "repair", timedelta(minutes=14), ON_SITE),
    )


def hours_away() -> tuple[Standing, ...]:
    """Return cases that are due today."""
    return (
        Standing("S0", "answer", hours(2.4)),
        Standing("S2", "on_site", hours(1.7), (ANSWERED,), visit=True),
        Standing(
            "S3a",
            "spare",
            hours(2.5),
            (
                SOON_ANSWERED,
                Step("repair.judged", 0.15, NOT_QUICKLY),
                Step("spare.needed", 0.2, {"service_down": True}),
            ),
            severe=True,
        ),
        Standing(
            "S2",
            "repair",
            hours(4.6),
            (SOON_ANSWERED, Step("engineer.sent", 0.05), ARRIVED_LATE_TOLD),
            visit=True,
        ),
        Standing("S0", "arrival", hours(11), (SOON_ANSWERED, SENT), severe=True),
    )


def days_away() -> tuple[Standing, ...]:
    """Return cases with time."""
    return (
        Standing("S1", "on_site", hours(31), (SOON_ANSWERED,)),
        Standing("S4c", "returned", hours(90), TO_US),
        Standing(
            "S4a",
            "",
            -hours(50),
            (SOON_ANSWERED,),
            "installation",
            words.INSTALLATION,
            phase=Phase.NEW,
        ),
    )


def standing_still() -> tuple[Standing, ...]:
    """Return cases that wait, that have not begun, or where the paper gives no number."""
    paid = (*TO_US, Step("cause.found", 0.6, {"cause": "wear"}), Step("repair.finished", 0.7))
    return (
        Standing("S2", "", -hours(2), (ANSWERED, NO_ACCESS), visit=True),
        Standing("S4c", "", -hours(70), paid, phase=Phase.OVER),
        Standing("S3a", "", -hours(20), (SOON_ANSWERED,), "planned_work", words.PLANNED_WORK),
        Standing("S3c", "", -hours(4), severe=True),
        Standing("S1", "", -hours(6), (ANSWERED,), "complaint", words.COMPLAINTS[0]),
        Standing("S4d", "", -hours(2), (), "consultation", words.QUESTIONS[1]),
        Standing("S2", "", -timedelta(minutes=18), (ANSWERED,), unanswered=("visit_demanded",)),
    )


def open_stories(world: World) -> list[Moments]:
    """Return every open case as a story, each about another piece."""
    dice = world.dice("open")
    taken: set[int] = set()
    stories = []
    for one in (*broken(), *minutes_away(), *hours_away(), *days_away(), *standing_still()):
        piece = dice.choice([piece for piece in world.pieces if _fits(piece, one, taken)])
        taken.add(piece.pk)
        own = Random(dice.getrandbits(64))  # noqa: S311 - nothing secret hangs on it
        fault = own.choice(words.faults_of(piece.model.code))
        stories.append(open_case_story(teller(world, piece, own), fault, one))
    return stories


def _fits(piece: PieceMade, standing: Standing, taken: set[int]) -> bool:
    right = piece.phase == standing.phase and piece.policy == standing.policy
    return right and piece.pk not in taken
